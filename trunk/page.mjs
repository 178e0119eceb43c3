// index.html: one stylesheet, inline parts for the first paint, and every other file by its hash and integrity.
//
// The page keeps its name and is the only file that refers to the others. Its addresses are relative to `<base href="/">`,
// so that the server can serve under a prefix by changing that one element. What is inline, the server's content security
// policy names by its hash.

import path from "node:path";
import { integrity, minify, nameByContent } from "./files.mjs";

/** Kinds of file that get a name by their content, if the page refers to them. */
const NAMED = new Set([".js", ".css", ".json", ".wasm"]);

/**
 * @param {Map<string, Buffer>} staged what Trunk has put together
 * @param {boolean} small whether it is minified
 * @returns {Promise<Map<string, Buffer>>} what the server serves
 */
export async function finishPage(staged, small) {
  const { page: source, inline } = await takeInline(mergeStyles(textOf(staged, "index.html")), small);
  const files = new Map(staged);
  files.delete("index.html");
  const linked = mergeStylesheets(source, files);
  refuseUnsafe(linked);

  const renamed = new Map();
  const finished = new Map();
  for (const [name, bytes] of files) {
    const isLinked = linked.includes(name);
    if (!isLinked && name.startsWith("languages/")) continue;
    const content = small ? await minified(name, bytes) : bytes;
    const newName = isLinked && NAMED.has(path.extname(name)) ? nameByContent(name, content) : name;
    renamed.set(name, newName);
    finished.set(newName, content);
  }
  const page = withIntegrity(withNames(linked, renamed), finished);
  finished.set("index.html", Buffer.from(inline.reduce((html, element, at) => html.replace(placeholder(at), () => element), withoutSpace(page))));
  return finished;
}

function textOf(files, name) {
  const bytes = files.get(name);
  if (!bytes) throw new Error(`Trunk has staged no ${name}`);
  return bytes.toString("utf8");
}

/** The inline styles, which follow each other, in one element: one hash in the policy. */
function mergeStyles(page) {
  return page.replace(/<\/style>\s*<style>/g, "\n");
}

/** Takes inline scripts and styles out while the rest is changed: their hash is that of every byte. */
async function takeInline(page, small) {
  const found = [...page.matchAll(/<(script|style)>([\s\S]*?)<\/\1>/g)];
  const inline = await Promise.all(found.map(async ([, tag, text]) => `<${tag}>${small ? await minify(text, tag === "script" ? "js" : "css") : text}</${tag}>`));
  return { page: found.reduce((html, [element], at) => html.replace(element, () => placeholder(at)), page), inline };
}

const placeholder = (at) => `\u0000${at}\u0000`;

/** One stylesheet of all that are linked, in their order: dozens of small files would cost dozens of requests. */
function mergeStylesheets(page, files) {
  const links = [...page.matchAll(/<link\b[^>]*\srel="stylesheet"[^>]*>\s*/g)].map(([element]) => element);
  const names = links.map((element) => /\shref="\/?([^"]*)"/.exec(element)[1]);
  files.set("style.css", Buffer.concat(names.flatMap((name) => [Buffer.from(textOf(files, name)), Buffer.from("\n")])));
  names.forEach((name) => files.delete(name));
  return links.reduce((rest, element, at) => rest.replace(element, at ? "" : '<link rel="stylesheet" href="style.css">\n'), page);
}

/** No hash in the policy covers attributes. */
function refuseUnsafe(page) {
  const found = /\sstyle\s*=|\son[a-z]+\s*=\s*["']|<(script|style)(?![^>]*\ssrc=)[\s>]/i.exec(withoutComments(page));
  if (found) {
    throw new Error(`index.html has ${found[0].trim()}: the content security policy refuses inline styles and event handlers; link a file with rel="inline"`);
  }
}

async function minified(name, bytes) {
  const text = () => bytes.toString("utf8");
  switch (path.extname(name)) {
    case ".json":
      return Buffer.from(JSON.stringify(JSON.parse(text())));
    case ".css":
      return Buffer.from(await minify(text(), "css"));
    case ".js":
      return Buffer.from(await minify(text(), "js"));
    default:
      return bytes;
  }
}

function withNames(page, renamed) {
  const longestFirst = [...renamed].sort(([a], [b]) => b.length - a.length);
  return longestFirst.reduce((html, [old, now]) => html.replaceAll(new RegExp(`(["'=\\s])/?${escaped(old)}(?=["'\\s>])`, "g"), `$1${now}`), page);
}

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** A link or script with a file's address gets that file's integrity. */
function withIntegrity(page, files) {
  return page.replace(/<(link|meta|script)\b[^>]*>/g, (element) => {
    const bare = element.replace(/\sintegrity="[^"]*"/g, "");
    const attribute = (name) => new RegExp(`\\s${name}="([^"]*)"`).exec(bare)?.[1];
    const rel = attribute("rel");
    let extra = "";
    const linked = files.get(attribute("href") ?? attribute("src"));
    // A preload gets none: browsers ignore it there.
    if (linked && (bare.startsWith("<script") || rel === "stylesheet" || rel === "modulepreload")) {
      extra += ` integrity="${integrity(linked)}"`;
    }
    // Code compares this with what it loads: boot.js, early.js, src/language.rs.
    const loaded = files.get(attribute("data-wasm") ?? attribute("content"));
    if (loaded) {
      extra += ` data-integrity="${integrity(loaded)}"`;
    }
    return bare.replace(/\s*(\/?>)$/, `${extra}$1`);
  });
}

/** Comments and indentation go; text and attributes stay as written. */
function withoutSpace(page) {
  return `${withoutComments(page).replace(/\n\s*/g, "\n").trim()}\n`;
}

function withoutComments(page) {
  return page.replace(/<!--[\s\S]*?-->/g, "");
}
