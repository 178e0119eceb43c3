// Lazy loading: parts of the console that are fetched when they are first needed, and the message when one cannot be
// loaded.

import { Console } from "./pages/console.ts";
import { Assets } from "./support/assets.ts";
import { expect, expectAccessible, test as base } from "./support/test.ts";

/** A part that the list does not need. */
const LATER = /^split_later.*\.wasm/;
/** A custom section that is empty except for its name. */
const SECTION = Buffer.from([0x00, 0x02, 0x01, 0x78]);

const test = base.extend<{ assets: Assets }>({
  assets: async ({}, use) => {
    const copy = await Assets.copy();
    await use(copy);
    await copy.remove();
  },
  settings: async ({ assets }, use) => use({ APPCONN_ASSETS: assets.folder }),
});

test("a part that is gone says so over the page, and comes at the next try", async ({ page, product, assets, guard }) => {
  guard.allow(/404|Failed to load|Failed to fetch|wasm/i);
  await assets.takeAway(LATER);
  const console = await Console.signIn(page, product);
  await console.action("Create").click();
  const notice = page.getByRole("alertdialog", { name: "Loading failed" });
  await expect(notice).toContainText("Part of the console did not load.");
  await expectAccessible(page, "a part that did not load");
  await notice.getByRole("button", { name: "Try again" }).click();
  await expect(notice).toBeVisible();
  await assets.putBack();
  await notice.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("dialog", { name: "Create application connection" })).toBeVisible();
  await expect(notice).toBeHidden();
});

test("a part that was changed on its way is not run, and the page says so", async ({ page, product, assets, guard }) => {
  guard.allow(/integrity|digest|Failed to fetch|wasm/i);
  await assets.change(/^(split|chunk)_.*\.wasm$/, SECTION);
  await page.goto(await product.signInLink());
  await expect(page.getByRole("alert").filter({ hasText: "Part of the console did not load." })).toBeVisible();
  await expect(page.getByRole("button", { name: "Reload page" })).toBeVisible();
  await expectAccessible(page, "the sign-in did not load");
});
