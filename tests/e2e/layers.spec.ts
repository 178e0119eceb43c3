// Messages and questions over an open panel: seen, pressed and closed where they are.

import { Console } from "./pages/console.ts";
import { SignIn } from "./pages/sign-in.ts";
import { expectFocus, expectReachable } from "./support/reach.ts";
import { expect, expectAccessible, test } from "./support/test.ts";

test("a message over the panel is part of it: its cross closes the message and presses nothing else", async ({ page, context, product, organization }) => {
  const console = await Console.signIn(page, product);
  const { credentials } = await organization();
  for (const viewport of [{ width: 1280, height: 800 }, { width: 320, height: 800 }, { width: 640, height: 400 }]) {
    await page.setViewportSize(viewport);
    const panel = await console.openCreate();
    await panel.fill(`Acme ${viewport.width}`, credentials);
    await context.clearCookies();
    await panel.save();
    const token = new URL(await product.signInLink()).hash.slice("#token=".length);
    await (await SignIn.again(page)).withToken(token);
    await expect(console.toast("Signed in again.")).toBeVisible();
    await expectReachable(page, `a message over the panel at ${viewport.width} px`);
    await page.getByRole("region", { name: "Notifications" }).getByRole("button", { name: "Dismiss" }).click();
    await expect(console.toast("Signed in again.")).toBeHidden();
    await expect(panel.dialog).toBeVisible();
    await expectFocus(page, "dismissing a message");
    await panel.button("Cancel").click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Discard" }).click();
    await panel.expectClosed();
    await expect(console.count).toContainText("0 connections");
  }
});

test("Esc closes the newest message, the focus returns, and the message can be looked up by the one who has seen it", async ({ page, product, organization }) => {
  const console = await Console.signIn(page, product);
  const { credentials } = await organization();
  const panel = await console.openCreate();
  await panel.fill("Acme", credentials);
  await panel.save();
  await panel.expectClosed();
  const message = console.toast("Acme is connected.");
  await expect(message).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(message).toBeHidden();
  await expectFocus(page, "Esc");

  const past = await console.openNotifications();
  await expect(past.getByRole("listitem")).toHaveText([/^Acme is connected\..*just now$/]);
  await expectAccessible(page, "notifications");
  await page.keyboard.press("Escape");
  await console.signOut();
  await Console.signIn(page, product, "viewer", "Bob");
  await expect(await console.openNotifications()).toContainText("No notifications yet.");
});

test("a question that was asked while it is saved goes when it is saved", async ({ page, product, organization }) => {
  const console = await Console.signIn(page, product);
  const { credentials } = await organization();
  const panel = await console.openCreate();
  await panel.fill("Acme", credentials);
  product.pause();
  await panel.save();
  await page.keyboard.press("Escape");
  const question = page.getByRole("alertdialog", { name: "Close while saving?" });
  await expect(question).toContainText("may still be saved");
  product.resume();
  await expect(console.toast("Acme is connected.")).toBeVisible();
  await expect(question).toBeHidden();
  await panel.expectClosed();
});
