// Appearance: every state in light, dark and on a narrow screen is accessible, with nothing cut off.

import type { Page } from "@playwright/test";
import { Console } from "./pages/console.ts";
import { Api } from "./support/api.ts";
import { expect, expectAccessible, test } from "./support/test.ts";

const LOOKS = [
  { look: "light", colorScheme: "light", width: 1280 },
  { look: "dark", colorScheme: "dark", width: 1280 },
  { look: "320 px", colorScheme: "light", width: 320 },
  { look: "320 px, dark", colorScheme: "dark", width: 320 },
] as const;

for (const { look, colorScheme, width } of LOOKS) {
  test.describe(look, () => {
    test.use({ colorScheme, viewport: { width, height: 800 } });

    test("list, panel with errors and connection page", async ({ page, product, organization }) => {
      const acme = await organization("missing_scopes");
      const api = await Api.of(product);
      const id = await api.create("Acme production", acme.credentials, { description: "Nightly backup" });
      await api.create("A connection with a rather long name that has to go somewhere", acme.credentials, { verify: false });
      const console = await Console.signIn(page, product);
      await expectPresentable(page, `list, ${look}`);

      const panel = await console.openCreate();
      await expectPresentable(page, `empty panel, ${look}`);
      await panel.save();
      await expectPresentable(page, `refused panel, ${look}`);
      await panel.fill("Acme again", acme.credentials);
      await panel.button("Test connection").click();
      await expect(panel.outcome).toHaveText(/Connected/);
      await expectPresentable(page, `checks, ${look}`);

      await page.goto(`/connections/${id}`);
      await expect(page.getByRole("heading", { level: 1, name: "Acme production" })).toBeVisible();
      await expectPresentable(page, `connection page, ${look}`);
    });
  });
}

test("the theme is chosen in the account menu and remembered", async ({ page, product }) => {
  await Console.signIn(page, product);
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  await page.getByRole("button", { name: "Account" }).click();
  await expectAccessible(page, "account menu");
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect.poll(background).not.toBe(light);
  const dark = await background();
  await page.reload();
  await expect(new Console(page).heading).toBeVisible();
  expect(await background()).toBe(dark);
});

test("a server that does not answer is an error with a way out", async ({ page, product, guard }) => {
  guard.allow(/ERR_CONNECTION_REFUSED|Failed to fetch/);
  const console = await Console.signIn(page, product);
  await product.stop();
  await console.search.fill("x");
  await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
  await expectAccessible(page, "the server does not answer");
  await product.restart();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("No connections found")).toBeVisible();
});

async function expectPresentable(page: Page, state: string): Promise<void> {
  await expectAccessible(page, state);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow, `${state}: nothing sticks out sideways`).toBeLessThanOrEqual(0);
}
