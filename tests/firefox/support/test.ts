// What specs import: `test` with a running product and a window of Firefox, and `expect`.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test as base } from "@playwright/test";
import puppeteer, { type Browser } from "puppeteer-core";
import { OktaSim } from "../../e2e/support/okta.ts";
import { Product } from "../../e2e/support/product.ts";
import { Window } from "./window.ts";

export { expect } from "@playwright/test";

/** Where Debian puts it. */
const FIREFOX = "/usr/bin/firefox-esr";

interface TestFixtures {
  product: Product;
  /** A window with cookies and storage of its own. Fails the test on errors of the page. */
  window: Window;
  /** Opens another window, of the same person or of another. */
  another: (whose: "same" | "other") => Promise<Window>;
}

interface WorkerFixtures {
  okta: OktaSim;
  firefox: Browser;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  okta: [
    async ({}, use) => {
      const folder = await mkdtemp(path.join(tmpdir(), "app-connections-firefox-"));
      const okta = await OktaSim.start(folder);
      await use(okta);
      await okta.stop();
      await rm(folder, { recursive: true, force: true });
    },
    { scope: "worker" },
  ],

  firefox: [
    async ({}, use) => {
      const browser = await puppeteer.launch({
        browser: "firefox",
        executablePath: FIREFOX,
        headless: true,
        extraPrefsFirefox: {
          "intl.locale.requested": "en-US",
          "intl.accept_languages": "en-US",
          // A page in a background window gets its timers and frames all the same.
          "dom.min_background_timeout_value": 4,
          // The clipboard of a person: copied here, pasted there, without a question.
          "dom.events.testing.asyncClipboard": true,
        },
      });
      await use(browser);
      await browser.close();
    },
    { scope: "worker" },
  ],

  product: async ({ okta }, use, info) => {
    const folder = await mkdtemp(path.join(tmpdir(), "app-connections-firefox-"));
    const product = await Product.start(folder, okta);
    await use(product);
    await product.stop();
    if (info.status !== info.expectedStatus) {
      await info.attach("server log", { body: product.log, contentType: "text/plain" });
    }
    await rm(folder, { recursive: true, force: true });
  },

  another: async ({ firefox, product }, use) => {
    const context = await firefox.createBrowserContext();
    const others = [context];
    const windows: Window[] = [];
    await use(async (whose) => {
      const place = whose === "same" ? context : await firefox.createBrowserContext();
      others.push(place);
      const window = await Window.open(place, product);
      windows.push(window);
      return window;
    });
    for (const window of windows) {
      window.check();
    }
    for (const place of new Set(others)) {
      await place.close();
    }
  },

  window: async ({ another }, use, info) => {
    const window = await another("same");
    await use(window);
    if (info.status !== info.expectedStatus) {
      await info.attach("window", { body: await window.picture(), contentType: "image/png" });
    }
  },
});
