// Signing in with a one-time link.

import { Console } from "./pages/console.ts";
import { expect, expectAccessible, test } from "./support/test.ts";

test("a link signs in once, and its token does not stay in the address", async ({ page, product, browser }) => {
  const link = await product.signInLink();
  await page.goto(link);
  await expect(new Console(page).heading).toBeVisible();
  expect(page.url()).not.toContain("token");
  await page.goBack();
  expect(page.url()).not.toContain("token");

  const other = await (await browser.newContext()).newPage();
  await other.goto(link);
  await expect(other.getByText("This link no longer works")).toBeVisible();
  await expectAccessible(other, "a used link");
  // The same page: only the fragment changes.
  await other.goto(await product.signInLink());
  await expect(new Console(other).heading).toBeVisible();
  await other.context().close();
});

test("whoever is signed out learns how to get a link, and lands where they wanted to go", async ({ page, product }) => {
  await page.goto("/connections?sort=-domain");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expect(page.getByText("app-connections sign-in-link")).toBeVisible();
  await expectAccessible(page, "signed out");

  await page.getByRole("textbox", { name: "Link or token" }).fill(await product.signInLink());
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(new Console(page).heading).toBeVisible();
  expect(new URL(page.url()).search).toBe("?sort=-domain");
});

test("a wrong token is refused with a sentence, and a right one then works", async ({ page, product }) => {
  await page.goto("/");
  const token = page.getByRole("textbox", { name: "Link or token" });
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(token).toHaveAccessibleDescription(/Paste a sign-in link or a token/);
  await token.fill("acl_nonsense");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(token).toHaveAccessibleDescription(/no longer works/);
  await token.fill(await product.signInLink());
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(new Console(page).heading).toBeVisible();
});

test("signing out ends the session on the server, too", async ({ page, product, context }) => {
  await Console.signIn(page, product);
  const cookies = await context.cookies();
  await new Console(page).signOut();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();

  await context.addCookies(cookies);
  expect((await context.request.get("/api/v1/session")).status()).toBe(401);
});

test("signing out leaves nothing of the user's in the browser, but for how the console looks", async ({ page, product }) => {
  const console = await Console.signIn(page, product);
  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  const panel = await console.openCreate();
  await panel.field("Profile name").fill("Half done");
  // The page is left with unsaved input, which is saved in the tab.
  page.on("dialog", (dialog) => void dialog.accept());
  await page.goto("/nowhere");
  const stored = () => page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
  expect(await stored()).toContain("Half done");

  // The code of the list. The chunk for signing in comes after the sign-out, and may be cached.
  const isCached = () => page.evaluate(() => (performance.getEntriesByType("resource") as PerformanceResourceTiming[]).some(({ name, transferSize }) => /\/console-[^/]*\.wasm$/.test(name) && transferSize === 0));
  expect(await isCached()).toBe(true);

  await new Console(page).signOut();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expect.poll(() => page.evaluate(() => sessionStorage.length)).toBe(0);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  expect(await isCached()).toBe(false);
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  expect(JSON.parse(await stored())).toEqual([{}, expect.objectContaining({ theme: "dark" })]);
});

test("the session's cookie is out of reach of scripts", async ({ page, product, context }) => {
  await Console.signIn(page, product);
  const [cookie] = await context.cookies();
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Strict" });
  expect(await page.evaluate(() => document.cookie)).toBe("");
});

test("a viewer sees everything and is told why nothing can be changed", async ({ page, product }) => {
  const console = await Console.signIn(page, product, "viewer");
  await expect(console.action("Create")).toHaveAttribute("aria-disabled", "true");
  await expect(console.action("Create")).toHaveAccessibleDescription(/Viewer/);
  await expectAccessible(page, "a viewer's empty list");
  // A link from a user with another role.
  await page.goto("/connections?panel=create");
  await expect(console.toast(/Viewer/)).toBeVisible();
  await expect(page.getByRole("dialog")).toBeHidden();
  expect(new URL(page.url()).search).toBe("");
});

test("a session that ends meanwhile keeps what was typed", async ({ page, product, context, organization }) => {
  const console = await Console.signIn(page, product);
  const acme = await organization();
  const panel = await console.openCreate();
  await panel.fill("Kept", acme.credentials);
  await context.clearCookies();
  await panel.save();

  const again = page.getByRole("alertdialog", { name: "Sign in again" });
  await expect(again).toBeVisible();
  await again.getByRole("textbox", { name: "Link or token" }).fill(await product.signInLink());
  await again.getByRole("button", { name: "Sign in" }).click();
  await expect(again).toBeHidden();
  await expect(panel.field("Profile name")).toHaveValue("Kept");
  await panel.save();
  await panel.expectClosed();
  await console.expectRow("Kept", { Status: "Active" });
});
