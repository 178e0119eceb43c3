// Layers: notifications and dialogs over an open panel can be seen, used and closed.

import { Console } from "./pages/console.ts";
import { SignIn } from "./pages/sign-in.ts";
import { Api } from "./support/api.ts";
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
    const dismiss = page.getByRole("region", { name: "Notifications" }).getByRole("button", { name: "Dismiss" });
    if (viewport.width === 640) {
      await dismiss.press("Escape");
    } else {
      await dismiss.click();
    }
    await expect(console.toast("Signed in again.")).toBeHidden();
    await expect(panel.dialog).toBeVisible();
    await expect(page.getByRole("alertdialog"), "neither pressed nor asked to close").toBeHidden();
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

test("a message waits for who is on it, and bad news are there once", async ({ page, product, organization, guard }) => {
  await (await Api.of(product)).create("Acme", (await organization()).credentials, { verify: false });
  await page.clock.install();
  const console = await Console.signIn(page, product);
  const exported = console.toast(/was exported/);
  const dismiss = page.getByRole("region", { name: "Notifications" }).getByRole("button", { name: "Dismiss" });
  await console.action("Export CSV").click();
  await exported.hover();
  await page.clock.fastForward(10_000);
  await expect(exported).toBeVisible();
  await dismiss.focus();
  await page.mouse.move(5, 5);
  await expect(exported, "the focus is still there").toBeVisible();
  await console.search.focus();
  await expect(exported).toBeHidden();

  await console.action("Export CSV").click();
  await expect(exported).toBeVisible();
  await page.mouse.move(5, 5);
  await dismiss.focus();
  await page.clock.fastForward(10_000);
  await expect(exported).toBeVisible();
  await console.search.focus();
  await expect(exported).toBeHidden();
  await console.action("Export CSV").click();
  await expect(exported).toBeVisible();
  await page.clock.fastForward(10_000);
  await expect(exported, "nobody is there").toBeHidden();

  guard.allow(/ERR_CONNECTION_REFUSED/);
  await product.stop();
  for (let time = 0; time < 2; time += 1) {
    await console.action("Export CSV").click();
    await expect(console.action("Export CSV")).not.toHaveAttribute("aria-busy");
    await expect(console.toast(/Nothing was exported/)).toHaveCount(1);
  }
  await page.keyboard.press("Escape");
  await expect(console.toast(/Nothing was exported/)).toBeHidden();
  await expectFocus(page, "Esc");
});

test("a question that was asked while it is saved goes when it is saved, or refused", async ({ page, product, organization }) => {
  const console = await Console.signIn(page, product);
  const acme = await organization("key_not_registered");
  const panel = await console.openCreate();
  await panel.fill("Acme", acme.credentials);
  const question = page.getByRole("alertdialog", { name: "Close while saving?" });
  const saveAndPressEsc = async () => {
    product.pause();
    await panel.save();
    await page.keyboard.press("Escape");
    await expect(question).toContainText("may still be saved");
    product.resume();
  };
  await saveAndPressEsc();
  await expect(panel.outcome).toHaveText("Not connected");
  await expect(question).toBeHidden();
  await expect(panel.field("Profile name")).toHaveValue("Acme");
  await acme.reset();
  await saveAndPressEsc();
  await expect(console.toast("Acme is connected.")).toBeVisible();
  await expect(question).toBeHidden();
  await panel.expectClosed();
});
