// Files of the build: read, minified, named by their content, signed, compressed.

import { createHash } from "node:crypto";
import { promises as fs } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import zlib from "node:zlib";
import * as esbuild from "esbuild";

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);

/** Kinds of file worth compressing; pictures and fonts are compressed already. */
const COMPRESSED = new Set([".html", ".js", ".css", ".wasm", ".svg", ".json", ".txt", ".webmanifest", ".map"]);
/** Below this a compressed copy saves no packet. */
const SMALLEST_COMPRESSED = 256;

/** Every file of a folder: name → bytes, names with `/`. */
export async function readAll(folder) {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true });
  const found = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
  const contents = await Promise.all(found.map((file) => fs.readFile(file)));
  return new Map(found.map((file, i) => [path.relative(folder, file).split(path.sep).join("/"), contents[i]]).sort());
}

/** Puts `files` in the place of all that is in the folder. */
export async function writeAll(folder, files, compress) {
  await fs.rm(folder, { recursive: true, force: true });
  await Promise.all([...files].map(([name, bytes]) => writeOne(path.join(folder, name), bytes, compress)));
}

async function writeOne(file, bytes, compress) {
  await fs.mkdir(path.dirname(file), { recursive: true });
  await fs.writeFile(file, bytes);
  if (!compress || !COMPRESSED.has(path.extname(file)) || bytes.length < SMALLEST_COMPRESSED) {
    return;
  }
  const params = { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length, [zlib.constants.BROTLI_PARAM_LGWIN]: 22 };
  await fs.writeFile(`${file}.br`, await brotli(bytes, { params }));
  await fs.writeFile(`${file}.gz`, await gzip(bytes, { level: 9 }));
}

/** @param {"js" | "css"} kind */
export async function minify(text, kind) {
  const { code } = await esbuild.transform(text, {
    loader: kind,
    minify: true,
    target: kind === "js" ? "es2022" : undefined,
    legalComments: "none",
    charset: "utf8",
  });
  return code.trim();
}

/** `console_bg.wasm` → `console-HASH.wasm`. */
export function nameByContent(name, bytes) {
  const { dir, name: stem, ext } = path.posix.parse(name);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  return path.posix.join(dir, `${stem.replace(/_bg$/, "")}-${hash}${ext}`);
}

export function integrity(bytes) {
  return `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
}
