// Starts the console: its own script element names the code (Trunk.toml, `pattern_script`).
const { js, wasm, integrity = "" } = document.querySelector("script[data-wasm]").dataset;
const address = (path) => new URL(path, document.baseURI).href;

try {
  const code = await import(address(js));
  await code.default({ module_or_path: fetch(address(wasm), { integrity, credentials: "same-origin" }) });
} catch (error) {
  console.error(error);
  const message = document.getElementById("boot-failure");
  if (message) {
    message.hidden = false;
    document.documentElement.removeAttribute("data-sign-in");
    document.querySelector("#frame .table-wrap")?.remove();
    document.querySelector("#frame [role=status]")?.remove();
    document.querySelector("#frame main")?.removeAttribute("aria-busy");
  }
}
