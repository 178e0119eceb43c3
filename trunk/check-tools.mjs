// Trunk's pre_build hook: the tools that the build needs, checked before cargo compiles for minutes.

import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

const WASM_SPLIT = "0.2.4";
const locked = /name = "wasm-bindgen"\nversion = "([^"]+)"/.exec(await readFile("Cargo.lock", "utf8"))?.[1];

/** How each tool shows that it is there, and what installs it. */
const TOOLS = [
  { shows: () => version("wasm-bindgen", locked), install: `cargo install --locked wasm-bindgen-cli@${locked}` },
  { shows: () => run("wasm-split-cli", ["--help"]), install: `cargo install --locked wasm_split_cli_support@${WASM_SPLIT} --features build-binary` },
  { shows: () => import("esbuild"), install: "npm ci --ignore-scripts" },
];

const missing = (await Promise.all(TOOLS.map(async ({ shows, install }) => ((await works(shows)) ? [] : [install])))).flat();
if (missing.length > 0) {
  console.error(`The build of the console needs tools that are missing. Run:\n${missing.map((install) => `  ${install}\n`).join("")}Or run "cargo xtask build", which installs them by itself.`);
  process.exit(1);
}
if (process.env.TRUNK_PUBLIC_URL !== "/") {
  console.error("The console is built for the path /. For another path, set APPCONN_PUBLIC_URL of the server and leave public_url alone.");
  process.exit(1);
}

async function works(shows) {
  try {
    await shows();
    return true;
  } catch {
    return false;
  }
}

/** The version must be the one of the library: both sides of the bindings are generated for each other. */
async function version(program, wanted) {
  const { stdout } = await run(program, ["--version"]);
  if (stdout.trim() !== `${program} ${wanted}`) throw new Error(stdout);
}
