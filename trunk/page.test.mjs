// What becomes of the page that Trunk has put together.

import assert from "node:assert/strict";
import { test } from "node:test";
import { integrity, nameByContent } from "./files.mjs";
import { finishPage } from "./page.mjs";

const PAGE = `<html><head>
  <base href="/">
  <!-- A comment. -->
  <meta name="language" lang="de" content="languages/de.json">
  <script>const a = 1; // <!-- kept -->
    self.b = "/boot.js";</script>
  <style>p { color: red }</style>
  <style>b { color: blue }</style>
  <script type="module" src="/boot.js" data-js="/console.js" data-wasm="/console_bg.wasm"></script>
  <link rel="modulepreload" href="/console.js"><link rel="preload" as="fetch" href="/console_bg.wasm" crossorigin>
</head><body>
  <p title='$1 $&'>text</p>
  <link rel="stylesheet" href="/button.css"/>
  <link rel="stylesheet" href="/field.css"/>
</body></html>`;

const staged = (page = PAGE) =>
  new Map(
    Object.entries({
      "index.html": page,
      "boot.js": "start( 1 );",
      "console.js": "code( 1 );",
      "console_bg.wasm": "\0asm",
      "button.css": ".button { color: red }",
      "field.css": ".field { color: blue }",
      "favicon.svg": "<svg/>",
      "languages/de.json": '{ "a": 1 }',
      "languages/en.json": '{ "a": 1 }',
    }).map(([name, text]) => [name, Buffer.from(text)]),
  );

async function finished(release, page) {
  const files = await finishPage(staged(page), release);
  return { files, page: files.get("index.html").toString() };
}

/** The one file whose name begins so. */
const named = (files, start) => [...files.keys()].filter((name) => name.startsWith(start));

test("what is inline keeps every byte, or is minified; styles become one element", async () => {
  const { page } = await finished(false);
  assert.ok(page.includes(PAGE.slice(PAGE.indexOf("<script>"), PAGE.indexOf("</script>"))), page);
  assert.ok(page.includes("<style>p { color: red }\nb { color: blue }</style>"), page);
  const { page: small } = await finished(true);
  assert.ok(small.includes("<style>p{color:red}b{color:#00f}</style>"), small);
  assert.match(small, /<script>const a=1;self\.b="\/boot\.js";<\/script>/);
});

test("every file that the page names is named by its content, with its integrity", async () => {
  const { files, page } = await finished(true);
  for (const [start, attributes] of [
    ["boot-", (name, hash) => `src="${name}"`],
    ["console-", (name) => (name.endsWith(".js") ? `href="${name}" integrity="${integrity(files.get(name))}"` : `data-wasm="${name}" integrity="${integrity(files.get(named(files, "boot-")[0]))}" data-integrity="${integrity(files.get(name))}"`)],
    ["style-", (name) => `<link rel="stylesheet" href="${name}" integrity="${integrity(files.get(name))}">`],
    ["languages/de-", (name) => `content="${name}" data-integrity="${integrity(files.get(name))}"`],
  ]) {
    const names = named(files, start);
    assert.ok(names.length > 0, start);
    for (const name of names) {
      const { 1: extension } = /(\.\w+)$/.exec(name);
      assert.equal(name, nameByContent(`${start.slice(0, -1)}${extension}`, files.get(name)));
      assert.ok(page.includes(attributes(name)), `${attributes(name)} in ${page}`);
    }
  }
  assert.equal(files.get(named(files, "style-")[0]).toString(), ".button{color:red}.field{color:#00f}");
  assert.deepEqual(named(files, "languages/en"), [], "English is in the code");
  assert.ok(files.has("favicon.svg") && !page.includes("A comment") && page.includes("title='$1 $&'"));
});

for (const unsafe of ['<p style="color: red">', "<p onclick='a()'>", '<script type="module">a()</script>', "<style media=print>p {}</style>"]) {
  test(`${unsafe} is refused: no hash would let it through`, async () => {
    await assert.rejects(finished(true, PAGE.replace("<p title", `${unsafe}<p title`)), /content security policy/);
  });
}
