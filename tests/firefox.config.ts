// The main flows in Firefox ESR. Playwright is only the runner here: it drives builds of Firefox of its own alone, so
// puppeteer-core drives Debian's by WebDriver BiDi. `cargo xtask e2e` builds what is driven.

import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "firefox",
  outputDir: "results",
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [["list"], ["json", { outputFile: process.env["APPCONN_E2E_RESULTS"] ?? "results/report.json" }]],
});
