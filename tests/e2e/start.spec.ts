// Start-up errors: the console's code is missing, changed or slow.

import { Assets } from "./support/assets.ts";
import { expect, expectAccessible, test as base } from "./support/test.ts";

interface Changed {
  /** The file that was changed on the server or on the way. */
  file: RegExp;
  /** The bytes that are added to it: the file would still run. */
  with: Buffer;
  /** The error in the browser's console. */
  says: RegExp;
}

const LINE = Buffer.from("\n//x");
const INTEGRITY = /Failed to find a valid digest|Failed to fetch dynamically imported module/;

const CHANGED: Record<string, Changed> = {
  // A custom section that is empty except for its name.
  "the WebAssembly": { file: /^console-.*\.wasm$/, with: Buffer.from([0x00, 0x02, 0x01, 0x78]), says: /is not the file that this page belongs to/ },
  "the code around it": { file: /^console-.*\.js$/, with: LINE, says: INTEGRITY },
  "what starts both": { file: /^boot-.*\.js$/, with: LINE, says: INTEGRITY },
};

const test = base.extend<{ changed: Changed }>({
  changed: [{ file: /^$/, with: LINE, says: /^$/ }, { option: true }],

  settings: async ({ changed }, use) => {
    const assets = await Assets.copy();
    await assets.change(changed.file, changed.with);
    await use({ APPCONN_ASSETS: assets.folder });
    await assets.remove();
  },
});

for (const [what, changed] of Object.entries(CHANGED)) {
  test.describe(what, () => {
    test.use({ changed });

    test("changed by one line on its way here is not run, and the page says so", async ({ page, product, guard }) => {
      guard.allow(changed.says);
      await page.goto(`${product.url}/connections`);
      await expect(page.getByRole("heading", { level: 1, name: "App management" })).toBeVisible();
      await expect(page.getByRole("alert").filter({ hasText: "The console did not start." })).toBeVisible();
      await expectAccessible(page, "the console did not start");
    });
  });
}
