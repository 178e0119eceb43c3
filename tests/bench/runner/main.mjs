// Measures the console beside the React page.
//
//   node runner/main.mjs --program target/release/app-connections --assets dist [--runs 9] [--out figures.json]

import { writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { launch } from "./browser.mjs";
import { BUDGET, CONDITIONS } from "./conditions.mjs";
import { medians, spread, spreads, table } from "./figures.mjs";
import { visit } from "./measure.mjs";
import { startStack } from "./stack.mjs";

/** Further visits at the start that do not count: the server's and the machine's caches get warm for both. */
const WARM_UP = 1;

const { values: options } = parseArgs({
  options: { program: { type: "string" }, assets: { type: "string" }, runs: { type: "string", default: "9" }, out: { type: "string" } },
});
if (!options.program || !options.assets || !(Number(options.runs) >= 1)) {
  throw new Error("usage: node runner/main.mjs --program APP-CONNECTIONS --assets DIST [--runs 9] [--out FILE]");
}

const reactDist = path.join(import.meta.dirname, "../react/dist");
const stack = await startStack(options.program, {
  console: { assets: options.assets, dropPolicy: false },
  react: { assets: reactDist, dropPolicy: true },
}, CONDITIONS.connections);
try {
  const { visits, chromiumVersion } = await visitInTurn(stack, Number(options.runs));
  const result = summary(visits, chromiumVersion);
  console.log(table(result));
  if (options.out) await writeFile(options.out, `${JSON.stringify(result, null, 2)}\n`);
} finally {
  await stack.stop();
}

/** @returns {Promise<{visits: Record<string, object[]>, chromiumVersion: string}>} the visits of each page */
async function visitInTurn({ urls, cookie }, runs) {
  const browser = await launch();
  const visits = Object.fromEntries(Object.keys(urls).map((name) => [name, []]));
  try {
    for (let run = -WARM_UP; run < runs; run += 1) {
      // Whoever is second meets a slightly warmer machine: take turns.
      const names = Object.keys(urls);
      for (const name of run % 2 === 0 ? names : names.reverse()) {
        const seen = await visit(browser, urls[name], cookie);
        if (run >= 0) visits[name].push(seen);
      }
    }
  } finally {
    await browser.close();
  }
  return { visits, chromiumVersion: browser.version() };
}

function summary(visits, chromiumVersion) {
  const pages = Object.fromEntries(
    Object.entries(visits).map(([name, seen]) => [
      name,
      { times: spreads(seen.map(({ times }) => times)), bytes: medians(seen.map(({ bytes }) => bytes)), visits: seen },
    ]),
  );
  const wire = Object.fromEntries(Object.entries(pages).map(([name, { bytes }]) => [name, bytes.html + bytes.css + bytes.js + bytes.wasm]));
  return {
    conditions: CONDITIONS,
    machine: { cpus: os.cpus().length, load: os.loadavg()[0], chromium: chromiumVersion },
    runs: visits.console.length,
    firstPaint: compared("firstPaint", visits, pages, BUDGET.page.firstPaintOfReact),
    firstRow: compared("firstRow", visits, pages, BUDGET.page.firstRowOfReact),
    wire: { ...wire, target: BUDGET.wire.beforeFirstRowKilobytes },
    pages,
  };
}

/** The console's time as a part of the other page's: of the medians, and visit by visit. */
function compared(name, visits, pages, target) {
  const timesOf = (page) => visits[page].map(({ times }) => times[name]);
  const pairs = timesOf("console").map((time, run) => time / timesOf("react")[run]);
  return { against: "react", ratio: pages.console.times[name].median / pages.react.times[name].median, pairs: spread(pairs), target };
}
