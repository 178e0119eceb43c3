// Loads one chunk of the console's WebAssembly. A part of console.js.

/** Past this the load has failed, so that it can be tried again: a chunk of 100 KB at 15 kbit/s. */
const TIMEOUT_MS = 60_000;

const failed = new Set();

/**
 * Fetches a chunk and checks its integrity. Every call is a new attempt.
 *
 * @param {URL} address
 * @param {string} integrity
 * @param {number} timeout in milliseconds
 * @returns {Promise<Response>} with the type that `WebAssembly.instantiateStreaming` asks for, whatever a proxy has made of it
 */
export async function loadChunk(address, integrity, timeout = TIMEOUT_MS) {
  // A file that was wrong once may be in the browser's cache for a year.
  const cache = failed.has(address.href) ? "reload" : "default";
  try {
    const response = await fetch(address, { integrity, cache, signal: AbortSignal.timeout(timeout) });
    if (!response.ok) throw new Error(`${address} responded with status ${response.status}`);
    const bytes = await response.arrayBuffer();
    failed.delete(address.href);
    return new Response(bytes, { headers: { "Content-Type": "application/wasm" } });
  } catch (error) {
    failed.add(address.href);
    throw error;
  }
}
