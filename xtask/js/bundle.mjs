// Puts the SPA together as Trunk would, from the same index.html and Trunk.toml: `cargo xtask dev` serves with Trunk, but
// building Trunk takes longer than everything else of a first set-up.
//
//   node bundle.mjs WASM_BINDGEN WASM BUNDLE

import { execFile } from "node:child_process";
import { promises as fs } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const [wasmBindgen, wasm, bundle] = process.argv.slice(2);
if (!wasmBindgen || !wasm || !bundle) {
  throw new Error("usage: node bundle.mjs WASM_BINDGEN WASM BUNDLE");
}

await fs.rm(bundle, { recursive: true, force: true });
await fs.mkdir(bundle, { recursive: true });
const page = await fs.readFile("index.html", "utf8");
const trunk = await fs.readFile("Trunk.toml", "utf8");
const links = [...page.matchAll(/<link\b[^>]*\bdata-trunk\b[^>]*>/g)].map(([element]) => element);
await fs.writeFile(path.join(bundle, "index.html"), await links.reduce(async (html, link) => (await html).replace(link, await resolve(link)), page));

/** What stands in the page for one of Trunk's links; its file is in the bundle then. */
async function resolve(link) {
  const attribute = (name) => new RegExp(`\\s${name}="([^"]*)"`).exec(link)?.[1];
  const file = attribute("href");
  switch (attribute("rel")) {
    case "css":
      await copy(file, file);
      return `<link rel="stylesheet" href="${file}">`;
    case "copy-file":
      await copy(file, path.basename(file));
      return "";
    case "copy-dir":
      await Promise.all((await fs.readdir(file)).filter((name) => page.includes(`${file}/${name}`)).map((name) => copy(`${file}/${name}`, `${file}/${name}`)));
      return "";
    case "rust":
      return code(attribute("data-wasm-opt"), attribute("data-wasm-opt-params"));
    default:
      throw new Error(`no such kind of link here: ${link}`);
  }
}

async function copy(from, to) {
  await fs.mkdir(path.dirname(path.join(bundle, to)), { recursive: true });
  await fs.copyFile(from, path.join(bundle, to));
}

/** The code, optimized, and the elements that load it. */
async function code(level, parameters) {
  await run(wasmBindgen, ["--target", "web", "--no-typescript", "--out-dir", bundle, "--out-name", "console", wasm]);
  const built = path.join(bundle, "console_bg.wasm");
  await run("node_modules/.bin/wasm-opt", [`-O${level}`, ...parameters.split(" "), built, "--output", built]);
  const names = { base: "", js: "console.js", wasm: "console_bg.wasm" };
  const pattern = (key) => {
    const found = new RegExp(`^${key} = '(.*)'$`, "m").exec(trunk)?.[1];
    if (!found) {
      throw new Error(`Trunk.toml has no ${key} on one line in single quotation marks`);
    }
    return found.replace(/\{(\w+)\}/g, (_, name) => names[name]);
  };
  return pattern("pattern_preload") + pattern("pattern_script");
}
