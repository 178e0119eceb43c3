// The whole product in a real browser. `cargo xtask e2e` builds what it drives.

import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "e2e",
  outputDir: "results",
  snapshotPathTemplate: "{testDir}/references/{arg}{ext}",
  // Pictures are made on purpose only, by --update-snapshots.
  updateSnapshots: "none",
  fullyParallel: true,
  workers: 2,
  // A test that fails once has failed.
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"], ["json", { outputFile: process.env["APPCONN_E2E_RESULTS"] ?? "results/report.json" }]],
  use: {
    viewport: { width: 1280, height: 800 },
    locale: "en-US",
    timezoneId: "UTC",
    colorScheme: "light",
    // Dialogs and panels appear at once.
    contextOptions: { reducedMotion: "reduce" },
    permissions: ["clipboard-read", "clipboard-write"],
    screenshot: "only-on-failure",
    // A trace of every test costs a good part of the run; `cargo xtask e2e -- --trace retain-on-failure` keeps those of failures.
    trace: "off",
    launchOptions: {
      executablePath: "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [{ name: "chromium" }],
});
