// Session list: where the user is signed in, and signing out there.

import type { Browser, Page } from "@playwright/test";
import { Console } from "./pages/console.ts";
import { SessionsDialog, USER_AGENTS } from "./pages/sessions.ts";
import { SignIn } from "./pages/sign-in.ts";
import { expectFocus } from "./support/reach.ts";
import { type Product, expect, expectAccessible, test } from "./support/test.ts";

/** Another browser in which Ada is signed in, too. */
async function elsewhere(browser: Browser, product: Product, device: keyof typeof USER_AGENTS): Promise<Page> {
  const page = await (await browser.newContext({ userAgent: USER_AGENTS[device] })).newPage();
  await Console.signIn(page, product, "viewer", "Ada");
  return page;
}

test("each browser is a row, and the one that is signed out is asked to sign in", async ({ page, product, browser }) => {
  await Console.signIn(page, product, "viewer", "Ada");
  const firefox = await elsewhere(browser, product, "Firefox · Windows");
  await Console.signIn(await (await browser.newContext()).newPage(), product, "viewer", "Bob");

  const sessions = await SessionsDialog.open(page);
  await expect(sessions.rows).toHaveText([/^Chrome · Linux.*127\.0\.0\.1.*This browser$/, /^Firefox · Windows.*127\.0\.0\.1.*Sign out$/]);
  await expect(sessions.row("Firefox").getByRole("button")).toHaveAccessibleDescription("Sign out of Firefox · Windows");
  await expectAccessible(page, "sessions");

  await sessions.end("Firefox · Windows");
  await expect(sessions.rows).toHaveText([/^Chrome · Linux/]);
  await expectFocus(page, "another session was ended");
  await expect(sessions.endOthers).toBeHidden();
  await new Console(firefox).search.fill("anything");
  await (await SignIn.again(firefox)).withToken(await product.signInLink("viewer", "Ada"));
  await expect(firefox.getByRole("alertdialog")).toBeHidden();
  await firefox.reload();
  await Console.opened(firefox);
  await firefox.context().close();
});

test("signing out everywhere else leaves this browser alone", async ({ page, product, browser }) => {
  const console = await Console.signIn(page, product, "viewer", "Ada");
  const others = [await elsewhere(browser, product, "Firefox · Windows"), await elsewhere(browser, product, "Safari · macOS")];
  const sessions = await SessionsDialog.open(page);
  await expect(sessions.rows).toHaveCount(3);
  await sessions.endOthers.click();
  await expect(sessions.rows).toHaveCount(1);
  await expectFocus(page, "all other sessions were ended");
  await sessions.close();
  await expect(page.getByRole("button", { name: "Account" })).toBeFocused();
  for (const other of others) {
    await other.reload();
    await SignIn.page(other);
    await other.context().close();
  }
  await console.search.fill("anything");
  await expect(page.getByText("No connections found")).toBeVisible();
});

test("signing in again in the same browser leaves no second session behind", async ({ page, product }) => {
  await Console.signIn(page, product, "viewer", "Ada");
  await Console.signIn(page, product, "viewer", "Ada");
  const sessions = await SessionsDialog.open(page);
  await expect(sessions.rows).toHaveCount(1);
});
