// Code splitting: cargo's WebAssembly in chunks, bound to JavaScript, optimized, each chunk loaded by its hash and integrity.

import { execFile } from "node:child_process";
import { promises as fs } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import * as esbuild from "esbuild";
import { integrity, nameByContent } from "./files.mjs";

const run = promisify(execFile);

/** What rustc's output uses, and every browser that the console supports has. */
const WASM_FEATURES = [
  "--enable-bulk-memory",
  "--enable-nontrapping-float-to-int",
  "--enable-sign-ext",
  "--enable-mutable-globals",
  "--enable-reference-types",
  "--enable-multivalue",
];
/** What wasm-split-cli writes into `__wasm_split.js` to load a chunk. */
const FETCH_CHUNK = /fetch\(new URL\("\.\/([\w-]+)\.wasm", import\.meta\.url\)\)/g;
const LOAD_CHUNK = path.join(import.meta.dirname, "load-chunk.js");

/**
 * Builds from what cargo has compiled, not from Trunk's own output, which cannot be split any more.
 *
 * @param {string} page index.html
 * @param {string} profile Trunk's: "release" or "debug"
 * @param {boolean} small whether it is optimized and minified
 * @returns {Promise<Map<string, Buffer>>} `console.js`, `console_bg.wasm`, and each chunk by its final name
 */
export async function buildCode(page, profile, small) {
  const { wasm, scratch } = await places(page, profile);
  const split = path.join(scratch, "split");
  const bound = path.join(scratch, "bound");
  await fs.rm(scratch, { recursive: true, force: true });
  await fs.mkdir(bound, { recursive: true });

  // Without split points, all of the code is in the main module, and only what the linker added for splitting goes.
  await run("wasm-split-cli", ["--target", "web", "--out-name", "console", wasm, split]);
  const chunks = (await fs.readdir(split)).filter((file) => file.endsWith(".wasm") && file !== "console.wasm").sort();
  // Chunks use the main module's table of functions, which wasm-bindgen would take for unused.
  const shared = chunks.length > 0 ? ["--keep-lld-exports"] : [];
  const main = path.join(split, "console.wasm");
  await run("wasm-bindgen", ["--target", "web", "--no-typescript", ...shared, "--out-dir", bound, "--out-name", "console", main]);

  const modules = [path.join(bound, "console_bg.wasm"), ...chunks.map((chunk) => path.join(split, chunk))];
  if (small) {
    await Promise.all(modules.map(optimize));
  }
  const [code, ...parts] = await Promise.all(modules.map((file) => fs.readFile(file)));
  const named = chunks.map((chunk, at) => [nameByContent(chunk, parts[at]), parts[at]]);
  if (chunks.length > 0) {
    await signLoader(split, bound, new Map(chunks.map((chunk, at) => [chunk, named[at]])));
  }
  return new Map([["console.js", await bundle(path.join(bound, "console.js"), small)], ["console_bg.wasm", code], ...named]);
}

/** Where cargo has put its WebAssembly, and a folder for what comes in between. */
async function places(page, profile) {
  const { stdout } = await run("cargo", ["metadata", "--no-deps", "--offline", "--format-version", "1"], { maxBuffer: 1e8 });
  const { target_directory: target } = JSON.parse(stdout);
  const flavor = profile === "release" ? "release" : "dev";
  const cargoProfile = new RegExp(`data-cargo-profile-${flavor}="([^"]+)"`).exec(await fs.readFile(page, "utf8"))?.[1];
  if (!cargoProfile) {
    throw new Error(`index.html names no cargo profile: data-cargo-profile-${flavor}`);
  }
  return { wasm: path.join(target, "wasm32-unknown-unknown", cargoProfile, "console.wasm"), scratch: path.join(target, "post-build", cargoProfile) };
}

async function optimize(file) {
  await run("node_modules/.bin/wasm-opt", ["-Oz", ...WASM_FEATURES, file, "--output", file]);
}

/** The loader of the chunks, beside the code that imports it, with each chunk's final name and integrity. */
async function signLoader(split, bound, chunks) {
  const loader = await fs.readFile(path.join(split, "__wasm_split.js"), "utf8");
  const signed = new Set();
  const code = loader.replace(FETCH_CHUNK, (_, stem) => {
    const [name, bytes] = chunks.get(`${stem}.wasm`);
    signed.add(name);
    return `loadChunk(new URL("./${name}", import.meta.url), "${integrity(bytes)}")`;
  });
  if (signed.size !== chunks.size || code.includes("fetch(")) {
    throw new Error("wasm-split-cli loads chunks in another way than FETCH_CHUNK in trunk/code.mjs: they would have no integrity");
  }
  await fs.writeFile(path.join(bound, "__wasm_split.js"), `import { loadChunk } from ${JSON.stringify(LOAD_CHUNK)};\n${code}`);
}

/** One file of all: the code and the loader import each other, so neither could be named by the content of the other. */
async function bundle(entry, small) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    minify: small,
    legalComments: "none",
    charset: "utf8",
    logLevel: "error",
  });
  return Buffer.from(outputFiles[0].contents);
}
