// The pictures of the README. `cargo xtask tour` makes them anew.

import { defineConfig } from "@playwright/test";
import tests from "./playwright.config.ts";

export default defineConfig(tests, { testDir: "tour", workers: 1, reporter: "list", use: { deviceScaleFactor: 1.5 } });
