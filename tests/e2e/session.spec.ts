// Sessions: several tabs, expiry, and the next user.

import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { Console } from "./pages/console.ts";
import { SignIn } from "./pages/sign-in.ts";
import { Api } from "./support/api.ts";
import { paste } from "./support/clipboard.ts";
import { test as throughLine } from "./support/line.ts";
import { expect, expectAccessible, test } from "./support/test.ts";

test("signed out in one tab is signed out in all, and a key that was pasted in another is gone", async ({ page, product, context, organization }) => {
  const first = await Console.signIn(page, product);
  const acme = await organization();
  const other = await context.newPage();
  await other.goto("/connections");
  const panel = await (await Console.opened(other)).openCreate();
  await paste(panel.field("Private key"), acme.credentials.jwk.slice(0, 300));
  await panel.field("Profile name").pressSequentially("Not for the next person");

  await page.bringToFront();
  await new Console(page).signOut();
  await SignIn.page(page);
  await SignIn.page(other);
  await expect(other.getByRole("dialog")).toBeHidden();
  expect(await other.evaluate(() => JSON.stringify([document.body.innerHTML, { ...sessionStorage }]))).not.toMatch(/"d\\?"|Not for the next/);
  await expect(first.heading).toBeHidden();
});

test("the next tab that signs in brings the others back", async ({ page, product, context }) => {
  await Console.signIn(page, product);
  const other = await context.newPage();
  await other.goto("/connections");
  await Console.opened(other);
  await context.clearCookies();
  await new Console(page).search.pressSequentially("a");
  await SignIn.again(page);
  await other.goto(await product.signInLink());
  await Console.opened(other);
  await expect(page.getByRole("alertdialog")).toBeHidden();
});

test("another person who signs in over an ended session finds nothing that the first one typed", async ({ page, product, context, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).create("Acme", acme.credentials, { verify: false });
  const console = await Console.signIn(page, product, "admin", "Ada");
  await console.select("Acme");
  const panel = await console.openCreate();
  await panel.fill("Ada’s draft", acme.credentials);
  await context.clearCookies();
  await panel.save();
  await (await SignIn.again(page)).withToken(await product.signInLink("admin", "Bob"));

  await expect(page.getByRole("alertdialog")).toBeHidden();
  await expect(panel.field("Profile name")).toHaveValue("");
  await expect(panel.field("Private key")).toHaveValue("");
  await page.reload();
  await expect(panel.field("Profile name")).toHaveValue("");
  await page.keyboard.press("Escape");
  await panel.expectClosed();
  await expect(console.count).toHaveText("1 connection");
});

test("nor does one who signs in on the page, after the tab was left", async ({ page, product, context }) => {
  const console = await Console.signIn(page, product, "admin", "Ada");
  const panel = await console.openCreate();
  await panel.field("Profile name").pressSequentially("Ada’s draft");
  await context.clearCookies();
  page.on("dialog", (dialog) => void dialog.accept());
  await page.reload();
  await (await SignIn.page(page)).withToken(await product.signInLink("admin", "Bob"));
  await expect(panel.field("Profile name")).toHaveValue("");
});

// Playwright cannot move a page into the back/forward cache and back: the test fires the event that the page would get.
// In Firefox the cache is used for real (tests/firefox).
test("a page that comes back from the cache of pages shows nothing before the server says that its session goes on", async ({ page, product, context }) => {
  const console = await Console.signIn(page, product);
  await console.search.pressSequentially("half a wor");
  const comeBack = () => page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  product.pause();
  await comeBack();
  await expect(page.locator("html")).toHaveAttribute("data-resumed");
  await expect(console.heading).toBeHidden();
  product.resume();
  await expect(console.heading).toBeVisible();
  await expect(console.search).toHaveValue("half a wor");

  await context.clearCookies();
  await comeBack();
  await SignIn.page(page);
  await expect(page.getByRole("table")).toBeHidden();
});

test("a used link leads a signed-in person to the list", async ({ page, product }) => {
  const link = await product.signInLink();
  await page.goto(link);
  await Console.opened(page);
  await page.goto("about:blank");
  await page.goto(link);
  await Console.opened(page);
});

test("a wrong API token is called a token", async ({ page }) => {
  await page.goto("/sign-in");
  const token = page.getByRole("textbox", { name: "Link or token" });
  await expect(token).toBeFocused();
  await token.pressSequentially(`act_${"x".repeat(43)}`);
  await token.press("Enter");
  await expect(token).toHaveAccessibleDescription(/This token does not work/);
});

test("no browser offers to store a token, and no assistant reads along", async ({ page, product }) => {
  await page.goto("/sign-in");
  const keepOut = { autocomplete: "off", "data-1p-ignore": "", "data-bwignore": "", "data-lpignore": "true", "data-gramm": "false", spellcheck: "false" };
  const token = page.getByRole("textbox", { name: "Link or token" });
  await expect(token).toHaveAttribute("type", "text");
  await token.pressSequentially("acl_");
  expect(await token.evaluate((field) => getComputedStyle(field).getPropertyValue("-webkit-text-security"))).toBe("disc");
  const console = await Console.signIn(page, product);
  const panel = await console.openCreate();
  for (const field of [panel.field("Private key"), panel.field("Client ID")]) {
    for (const [name, value] of Object.entries(keepOut)) {
      await expect(field).toHaveAttribute(name, value);
    }
  }
});

throughLine("where something on the way takes the cookie out, nobody is told that they are signed in", async ({ page, product, line }) => {
  line.changeHeaders((_, { "set-cookie": taken, ...headers }) => (taken === undefined ? headers : { ...headers, "cache-control": "no-store" }));
  await page.goto(await product.signInLink());
  await expect(page.getByRole("alert").filter({ hasText: "This page cannot keep you signed in" })).toBeVisible();
  await expect(page.getByRole("table")).toBeHidden();
});

test.describe("inside a page of another site, over http", () => {
  // Two host names of this machine, which are two sites.
  test.use({ settings: { APPCONN_EMBED_ORIGINS: "http://localhost:4199" } });

  test("a link says that no session can be kept here, before it is used up", async ({ page, product, guard }) => {
    guard.allow(/Failed to load resource/);
    const link = await product.signInLink();
    const host = createServer((_, answer) => answer.setHeader("Content-Type", "text/html").end(`<!doctype html><html lang="en"><title>Host</title><iframe title="console" width="1000" height="700" src="${link}"></iframe></html>`)).listen(4199, "localhost");
    await once(host, "listening");
    await page.goto(`http://localhost:${(host.address() as AddressInfo).port}/`);
    const frame = page.frameLocator("iframe[title=console]");
    const alert = frame.getByRole("alert").filter({ hasText: "This page cannot keep you signed in" });
    await expect(alert).toBeVisible();
    await expectAccessible(page, "no cookies in a frame");

    const own = page.waitForEvent("popup");
    await alert.getByRole("link", { name: "Open in a new tab" }).click();
    await Console.opened(await own);
    host.close();
  });
});
