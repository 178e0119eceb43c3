// Until the console runs, and when it does not.

import { expect, expectAccessible, test } from "./support/test.ts";

test("code that was changed on its way here is not run, and the page says so", async ({ page, product, guard }) => {
  guard.allow(/is not the file that this page belongs to/);
  await page.route("**/*.wasm", async (route) => {
    const response = await route.fetch();
    const module = await response.body();
    // A custom section (id 0) with an empty name: still a module that would run.
    const changed = Buffer.concat([module, Buffer.from([0x00, 0x02, 0x01, 0x78])]);
    await route.fulfill({ status: 200, contentType: "application/wasm", body: changed });
  });
  await page.goto(await product.signInLink());
  await expect(page.getByRole("alert").filter({ hasText: "The console did not start." })).toBeVisible();
  await expectAccessible(page, "the console did not start");
});

test("something readable is there before the code is", async ({ page, product }) => {
  let go = (): void => undefined;
  const held = new Promise<void>((resolve) => (go = resolve));
  await page.route("**/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${product.url}/connections`, { waitUntil: "commit" });
  await expect(page.getByRole("heading", { level: 1, name: "App management" })).toBeVisible();
  await expect(page.getByText("Loading application connections…")).toBeAttached();
  go();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
});
