// Scrolls a long list from its first row to its last, then types a search, and says which frames came late.
//
//   node runner/scroll.mjs --program target/release/app-connections --assets dist [--rows 10000] [--out figures.json]

import { writeFile } from "node:fs/promises";
import os from "node:os";
import { parseArgs } from "node:util";
import { launch } from "./browser.mjs";
import { BUDGET, CONDITIONS } from "./conditions.mjs";
import { startStack } from "./stack.mjs";

/** Five rows: as fast as a hard flick. */
const PIXELS_A_FRAME = 240;
/** What is typed, and how long between two keys: a fast typist, in milliseconds. */
const [SEARCH, PAUSE] = ["contoso staging #00", 80];

const { values: options } = parseArgs({
  options: { program: { type: "string" }, assets: { type: "string" }, rows: { type: "string", default: "10000" }, out: { type: "string" } },
});
if (!options.program || !options.assets || !(Number(options.rows) >= 1)) {
  throw new Error("usage: node runner/scroll.mjs --program APP-CONNECTIONS --assets DIST [--rows 10000] [--out FILE]");
}

const rows = Number(options.rows);
const stack = await startStack(options.program, { console: { assets: options.assets, dropPolicy: false } }, rows);
const browser = await launch();
try {
  const context = await browser.newContext({ viewport: CONDITIONS.viewport });
  await context.addCookies([{ ...stack.cookie, url: stack.urls.console }]);
  const page = await context.newPage();
  await page.goto(stack.urls.console);
  await page.locator(`table[aria-rowcount="${rows + 1}"]`).waitFor();
  const frames = await page.evaluate(scrollToEnd, { pixels: PIXELS_A_FRAME, lastRow: rows + 1 });
  await page.evaluate(watchLongTasks);
  await page.locator("#search").pressSequentially(SEARCH, { delay: PAUSE });
  await page.waitForTimeout(1_000);
  const blocked = await page.evaluate(() => Math.max(0, ...window.longTasks));
  const late = frames.filter((milliseconds) => milliseconds > 16.7 * 1.5).length;
  const result = {
    rows,
    frames: frames.length,
    // A frame that begins up to half a frame late is the same frame's jitter; past that, one was left out.
    inTime: (frames.length - late) / frames.length,
    slowest: Math.max(...frames),
    blocked,
    targets: { inTime: BUDGET.scroll.framesInTime, blocked: BUDGET.scroll.typingBlockedMs },
    machine: { cpus: os.cpus().length, load: os.loadavg()[0], chromium: browser.version() },
  };
  console.log(result);
  if (options.out) await writeFile(options.out, `${JSON.stringify(result, null, 2)}\n`);
} finally {
  await browser.close();
  await stack.stop();
}

/** Runs in the page: milliseconds between one frame and the next, until the last row is there. */
async function scrollToEnd({ pixels, lastRow }) {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const frames = [];
  let before = await frame();
  const begun = before;
  while (!document.querySelector(`tr[aria-rowindex="${lastRow}"]`)) {
    window.scrollBy({ top: pixels, behavior: "instant" });
    const now = await frame();
    frames.push(now - before);
    before = now;
    if (now - begun > 300_000) throw new Error("the last row did not come within five minutes");
  }
  return frames;
}

/** Runs in the page: tasks of 50 ms and more (Long Tasks API). */
function watchLongTasks() {
  window.longTasks = [];
  new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
}
