// Turns the bundle into what the server serves: minified, named by content, with integrity, compressed.
//
//   node finish-dist.mjs BUNDLE DIST
//
// Each file is named by what it finally holds, after wasm-opt, and may be cached for ever. `index.html` keeps its name and is the only file that
// refers to the others. Its addresses are relative to `<base href="/">`, so that the server can serve under a prefix
// by changing that one element.

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
const LOADERS = { ".js": "js", ".css": "css" };

const [bundle, dist] = process.argv.slice(2);
if (!bundle || !dist) {
  throw new Error("usage: node finish-dist.mjs BUNDLE DIST");
}

const files = await readAll(bundle);
const html = mergeStylesheets(take(files, "index.html").toString("utf8"), files);
const finished = new Map();

const minified = new Map(await Promise.all([...files].map(async ([name, bytes]) => [name, await minify(name, bytes)])));
const renamed = new Map();
for (const [name, bytes] of minified) {
  const isReferred = html.includes(name);
  const newName = isReferred && path.extname(name) in { ...LOADERS, ".json": 1, ".wasm": 1 } ? nameByContent(name, bytes) : name;
  renamed.set(name, newName);
  finished.set(newName, bytes);
}
finished.set("index.html", Buffer.from(finishHtml(html, renamed, finished)));
await writeAll(dist, finished);

/** Every file of a folder: name → bytes, names with `/`. */
async function readAll(folder) {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true });
  const found = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
  const contents = await Promise.all(found.map((file) => fs.readFile(file)));
  return new Map(found.map((file, i) => [path.relative(folder, file).split(path.sep).join("/"), contents[i]]).sort());
}

function take(map, name) {
  const bytes = map.get(name);
  if (!bytes) {
    throw new Error(`the bundle has no ${name}`);
  }
  map.delete(name);
  return bytes;
}

/** One stylesheet of all, in their order: dozens of small files would cost dozens of requests. */
function mergeStylesheets(page, map) {
  const links = [...page.matchAll(/<link\b[^>]*\srel="stylesheet"[^>]*>\s*/g)].map(([element]) => element);
  const names = links.map((element) => element.match(/\shref="\/?([^"]*)"/)[1]);
  map.set("style.css", Buffer.concat(names.flatMap((name) => [take(map, name), Buffer.from("\n")])));
  return links.reduce((rest, element, i) => rest.replace(element, i ? "" : '<link rel="stylesheet" href="style.css">\n'), page);
}

async function minify(name, bytes) {
  if (path.extname(name) === ".json") {
    return Buffer.from(JSON.stringify(JSON.parse(bytes.toString("utf8"))));
  }
  const loader = LOADERS[path.extname(name)];
  if (!loader) {
    return bytes;
  }
  const { code } = await esbuild.transform(bytes.toString("utf8"), {
    loader,
    minify: true,
    target: loader === "js" ? "es2022" : undefined,
    legalComments: "none",
    charset: "utf8",
  });
  return Buffer.from(code);
}

/** `console_bg.wasm` → `console-HASH.wasm`. */
function nameByContent(name, bytes) {
  const { dir, name: stem, ext } = path.posix.parse(name);
  const plain = stem.replace(/_bg$/, "");
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  return path.posix.join(dir, `${plain}-${hash}${ext}`);
}

function finishHtml(source, names, contents) {
  let page = source;
  if (/<style[\s>]|\sstyle\s*=|<script(?![^>]*\ssrc=)[\s>]|\son[a-z]+\s*=\s*["']/i.test(withoutComments(page))) {
    throw new Error("index.html has an inline script, style or event handler: the content security policy refuses it");
  }
  for (const [old, now] of [...names].sort(([a], [b]) => b.length - a.length)) {
    page = page.replaceAll(new RegExp(`(["'=\\s])/?${escape(old)}(?=["'\\s>])`, "g"), `$1${now}`);
  }
  // A link or script with a file's address gets that file's integrity; a preload does not, since browsers ignore it there.
  page = page.replace(/<(link|meta|script)\b[^>]*>/g, (element) => withIntegrity(element, contents));
  if (!/<base\s/.test(page)) {
    page = page.replace(/<head([^>]*)>/, '<head$1><base href="/">');
  }
  return minifyHtml(page);
}

function withIntegrity(element, contents) {
  const bare = element.replace(/\sintegrity="[^"]*"/g, "");
  const attribute = (name) => bare.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1];
  let extra = "";
  const address = attribute("href") ?? attribute("src");
  const rel = attribute("rel");
  if (contents.has(address) && (bare.startsWith("<script") || rel === "stylesheet" || rel === "modulepreload")) {
    extra += ` integrity="${integrity(contents.get(address))}"`;
  }
  // Code compares this with what it loaded: boot.js, early.js, src/language.rs.
  const loaded = attribute("data-wasm") ?? attribute("content");
  if (contents.has(loaded)) {
    extra += ` data-integrity="${integrity(contents.get(loaded))}"`;
  }
  return bare.replace(/\s*(\/?>)$/, `${extra}$1`);
}

function integrity(bytes) {
  return `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
}

/** Comments and indentation go; text and attributes stay as written. */
function minifyHtml(page) {
  return withoutComments(page).replace(/\n\s*/g, "\n").replace(/\n+/g, "\n").trim() + "\n";
}

function withoutComments(page) {
  return page.replace(/<!--[\s\S]*?-->/g, "");
}

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Writes beside the old folder and swaps, so that a running server never sees half of it. */
async function writeAll(folder, contents) {
  const next = `${folder}.next`;
  await fs.rm(next, { recursive: true, force: true });
  await Promise.all([...contents].map(([name, bytes]) => writeOne(next, name, bytes)));
  await fs.rm(folder, { recursive: true, force: true });
  await fs.rename(next, folder);
}

async function writeOne(folder, name, bytes) {
  const file = path.join(folder, name);
  await fs.mkdir(path.dirname(file), { recursive: true });
  await fs.writeFile(file, bytes);
  if (!COMPRESSED.has(path.extname(name)) || bytes.length < SMALLEST_COMPRESSED) {
    return;
  }
  const params = { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length, [zlib.constants.BROTLI_PARAM_LGWIN]: 22 };
  await fs.writeFile(`${file}.br`, await brotli(bytes, { params }));
  await fs.writeFile(`${file}.gz`, await gzip(bytes, { level: 9 }));
}
