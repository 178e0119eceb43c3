// Starts the console: its own script element names the code (Trunk.toml, `pattern_script`).
const { js, wasm, integrity = "" } = document.querySelector("script[data-wasm]").dataset;
const address = (path) => new URL(path, document.baseURI).href;

// The code is compiled while it loads, verified when it has loaded, and run when both are done. `fetch` with an
// `integrity` would pass nothing on before the last byte.
async function checked(url) {
  const options = { credentials: "same-origin" };
  // Over plain http to another machine there is no `crypto.subtle`.
  if (!integrity || !crypto.subtle) return compiled(await fetch(url, { ...options, integrity }));
  const response = await fetch(url, options);
  const copy = response.clone();
  const [module, digest] = await Promise.all([
    compiled(response),
    copy.arrayBuffer().then((bytes) => crypto.subtle.digest("SHA-384", bytes)),
  ]);
  if (integrity !== `sha384-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`) {
    throw new Error(`${url} is not the file that this page belongs to`);
  }
  return module;
}

// Browsers compile while loading only if the type is exactly `application/wasm`; a file server or a proxy may send
// another one.
async function compiled(response) {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  if (response.headers.get("Content-Type") === "application/wasm") return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

// early.js has already shown what is missing.
if (!self.unsupported) {
  try {
    const [code, module] = await Promise.all([import(address(js)), checked(address(wasm))]);
    await code.default({ module_or_path: module });
  } catch (error) {
    console.error(error);
    self.notStarted?.();
  }
}
