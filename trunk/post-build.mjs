// Trunk's post_build hook: turns what Trunk has staged into what the server serves.
//
// Trunk compiles the console and resolves the links of index.html. This hook splits the WebAssembly, optimizes it, and gives
// every file a name by its content, its integrity, and compressed copies. What only makes files smaller is left out by
// `trunk serve` and `trunk build`, and by `CONSOLE_BUILD=fast trunk build --release`.

import path from "node:path";
import { buildCode } from "./code.mjs";
import { readAll, writeAll } from "./files.mjs";
import { finishPage } from "./page.mjs";

const { TRUNK_STAGING_DIR: stage, TRUNK_PROFILE: profile, TRUNK_HTML_FILE: source, CONSOLE_BUILD: build } = process.env;
if (!stage || !source) {
  throw new Error("this is a hook of Trunk: run `trunk build --release` or `cargo xtask build`");
}
const small = profile === "release" && build !== "fast";

const staged = await readAll(stage);
for (const [name, bytes] of await buildCode(path.resolve(source), profile, small)) {
  staged.set(name, bytes);
}
await writeAll(stage, await finishPage(staged, small), small);
