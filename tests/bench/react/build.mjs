// Bundles the React page as its users would for production: minified, without what is not used, named by content, and
// compressed with Brotli at its best, as the console's own files are.
//
//   node react/build.mjs

import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import zlib from "node:zlib";
import * as esbuild from "esbuild";

const here = import.meta.dirname;
const dist = path.join(here, "dist");

const { outputFiles } = await esbuild.build({
  absWorkingDir: here,
  entryPoints: { main: "src/main.tsx", frame: "src/frame.css" },
  outdir: dist,
  write: false,
  bundle: true,
  minify: true,
  treeShaking: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  conditions: ["production"],
  define: { "process.env.NODE_ENV": '"production"' },
  legalComments: "none",
  charset: "utf8",
});

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
let page = (await readFile(path.join(here, "index.html"), "utf8")).replace(/\n\s*/g, "\n");
for (const { path: file, contents } of outputFiles) {
  const { name, ext } = path.parse(file);
  // Sixteen hexadecimal digits, by which the server knows what may be cached for ever.
  const hash = createHash("sha256").update(contents).digest("hex").slice(0, 16);
  page = page.replace(`"${name}${ext}"`, `"${name}-${hash}${ext}"`);
  await writeCompressed(`${name}-${hash}${ext}`, contents);
}
await writeCompressed("index.html", Buffer.from(page));

async function writeCompressed(name, bytes) {
  const params = { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const brotli = zlib.brotliCompressSync(bytes, { params });
  await writeFile(path.join(dist, name), bytes);
  await writeFile(path.join(dist, `${name}.br`), brotli);
  await writeFile(path.join(dist, `${name}.gz`), zlib.gzipSync(bytes, { level: 9 }));
  console.log(`${name}  ${bytes.length} bytes, ${brotli.length} with Brotli`);
}
