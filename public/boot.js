// Starts the console: its own script element names the code (Trunk.toml, `pattern_script`).
const { js, wasm, integrity = "" } = document.querySelector("script[data-wasm]").dataset;
const address = (path) => new URL(path, document.baseURI).href;

// Compiled while it loads, checked when it is there, run when both are done. `fetch` with an `integrity` would hand
// nothing over before the last byte.
async function checked(url) {
  const options = { credentials: "same-origin" };
  // Over plain http to another machine there is no `crypto.subtle`.
  if (!integrity || !crypto.subtle) return fetch(url, { ...options, integrity });
  const response = await fetch(url, options);
  const copy = response.clone();
  const [module, digest] = await Promise.all([
    WebAssembly.compileStreaming(response),
    copy.arrayBuffer().then((bytes) => crypto.subtle.digest("SHA-384", bytes)),
  ]);
  if (integrity !== `sha384-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`) {
    throw new Error(`${url} is not the file that this page belongs to`);
  }
  return module;
}

try {
  const [code, module] = await Promise.all([import(address(js)), checked(address(wasm))]);
  await code.default({ module_or_path: module });
} catch (error) {
  console.error(error);
  self.notStarted?.();
}
