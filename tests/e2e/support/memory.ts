// Memory inspection: searches the memory of a page's scripts and of its WebAssembly.

import type { Page } from "@playwright/test";

/** Finds the memories that contain the text, after collecting garbage. */
export async function holding(page: Page, text: string): Promise<("scripts" | "wasm")[]> {
  const found: ("scripts" | "wasm")[] = [];
  if ((await snapshot(page)).includes(text)) {
    found.push("scripts");
  }
  // As numbers: the text itself would be in the page's memory from now on.
  if (await page.evaluate(isInWasm, [...Buffer.from(text)])) {
    found.push("wasm");
  }
  return found;
}

/** Everything that the page's scripts can reach, the first thousand characters of each string included. */
async function snapshot(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => chunks.push(chunk));
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  await session.detach();
  return chunks.join("");
}

async function isInWasm(bytes: number[]): Promise<boolean> {
  const { js } = (document.querySelector("script[data-wasm]") as HTMLElement).dataset;
  // The module that runs already, which gives what it has exported.
  const code = (await import(new URL(js ?? "", document.baseURI).href)) as { default: () => Promise<{ memory: WebAssembly.Memory }> };
  const { memory } = await code.default();
  const held = new Uint8Array(memory.buffer);
  for (let at = held.indexOf(bytes[0] ?? 0); at !== -1; at = held.indexOf(bytes[0] ?? 0, at + 1)) {
    if (bytes.every((byte, offset) => held[at + offset] === byte)) {
      return true;
    }
  }
  return false;
}
