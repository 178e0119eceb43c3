// Typing is never disturbed: neither errors nor responses take the focus, the caret or a letter from the user.

import type { Page } from "@playwright/test";
import { Console } from "./pages/console.ts";
import type { ConnectionPanel, Label } from "./pages/panel.ts";
import { Api } from "./support/api.ts";
import { expectFocus } from "./support/reach.ts";
import { expect, test } from "./support/test.ts";

/** An invalid value that Save refuses, and its correction by keyboard: what stays, and what is typed after it. */
const CORRECTIONS: { field: Label; wrong: string; stays: number; typed: string; right: string }[] = [
  { field: "Profile name", wrong: "   ", stays: 0, typed: "Acme production", right: "Acme production" },
  { field: "Description", wrong: "x".repeat(2001), stays: 1995, typed: " and", right: `${"x".repeat(1995)} and` },
  { field: "Okta domain", wrong: "http://acme.okta.com", stays: 0, typed: "https://acme.okta.com", right: "https://acme.okta.com" },
  { field: "Client ID", wrong: "0oa1", stays: 4, typed: "b2c3d4E5F6G7H8i9", right: "0oa1b2c3d4E5F6G7H8i9" },
];

test("every field is corrected by keys while errors are shown, and focus, caret and text are the user's after each", async ({ page, product }) => {
  const console = await Console.signIn(page, product);
  const panel = await console.openCreate();
  for (const { field, wrong } of CORRECTIONS) {
    await panel.field(field).fill(wrong);
  }
  await panel.paste("Private key", "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----");
  await panel.save();
  await expect(panel.dialog.getByRole("group", { name: "5 fields need your attention" })).toBeFocused();
  for (const { field, wrong, stays, typed, right } of CORRECTIONS) {
    await panel.field(field).focus();
    await page.keyboard.press("ControlOrMeta+End");
    let value = wrong;
    const press = async (key: string) => {
      await page.keyboard.press(key);
      value = key === "Backspace" ? value.slice(0, -1) : value + key;
      await settled(page);
      expect(await caret(page), `${field} after ${key}`).toEqual({ id: await panel.field(field).getAttribute("id"), value, caret: value.length });
    };
    while (value.length > stays) {
      await press("Backspace");
    }
    for (const letter of typed) {
      await press(letter);
    }
    expect(value).toBe(right);
    await expect(panel.field(field)).not.toHaveAttribute("aria-invalid");
    await page.keyboard.press("Tab");
    await expect(panel.field(field)).toHaveValue(right);
  }
});

test("a key that is read hands its place on without taking the focus from the next field", async ({ page, product, organization }) => {
  await page.clock.install();
  const console = await Console.signIn(page, product);
  const { credentials } = await organization();
  const panel = await console.openCreate();
  await expect(panel.field("Profile name")).toBeFocused();
  // Faster than the next frame.
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 1_000);
  await panel.paste("Private key", credentials.jwk);
  await panel.field("Description").focus();
  await page.keyboard.type("Nightly");
  await page.clock.runFor(500);
  await page.clock.resume();
  await expect(panel.field("Description")).toBeFocused();
  await expect(panel.field("Description")).toHaveValue("Nightly");
});

test("a key that is generated waits for who types elsewhere", async ({ page, product }) => {
  const console = await Console.signIn(page, product);
  const panel = await console.openCreate();
  product.pause();
  await panel.button("Generate a key here").click();
  await panel.field("Description").focus();
  await page.keyboard.type("Night");
  product.resume();
  await expect(panel.button("Copy public key").first()).toBeVisible();
  await page.keyboard.type("ly");
  await expect(panel.field("Description")).toHaveValue("Nightly");
});

test("Enter in a field that is saved and refused leaves the focus in it", async ({ page, product, organization }) => {
  const console = await Console.signIn(page, product);
  const { credentials } = await organization("key_not_registered");
  const panel = await console.openCreate();
  await panel.fill("Acme", credentials);
  await panel.field("Client ID").press("Enter");
  await expect(panel.outcome).toHaveText("Not connected");
  await expectFocus(page, "a save that was refused");
  await expect(panel.field("Client ID")).toBeFocused();
  await panel.button("Try again").press("Enter");
  await expectFocus(page, "trying again");
});

test("an error at the key goes as soon as there is a key, wherever it comes from", async ({ page, product, organization }) => {
  const { credentials } = await organization();
  await (await Api.of(product)).create("Acme", credentials);
  const console = await Console.signIn(page, product);
  const create = await console.openCreate();
  await create.save();
  await expect(create.dialog.getByRole("link", { name: /private key/i })).toBeVisible();
  await create.button("Generate a key here").click();
  await expect(create.button("Copy public key").first()).toBeVisible();
  await expectNoKeyError(create);
  await discard(page, create);

  const edit = await console.openEdit("Acme");
  await edit.button("Replace").click();
  await edit.save();
  await expect(edit.dialog.getByRole("link", { name: /private key/i })).toBeVisible();
  await edit.button("Keep the saved key").click();
  await expectNoKeyError(edit);
  await edit.type("Okta domain", "https://other.okta.com");
  await edit.save();
  await expect(edit.dialog.getByRole("link", { name: /private key/i })).toBeVisible();
  await edit.type("Okta domain", credentials.domain);
  await expectNoKeyError(edit);
});

test("a key that was pasted is the one that is saved, whatever becomes of the domain", async ({ page, product, organization }) => {
  const { credentials } = await organization();
  await (await Api.of(product)).create("Acme", credentials);
  const console = await Console.signIn(page, product);
  const panel = await console.openEdit("Acme");
  await panel.type("Okta domain", "https://other.okta.com");
  await panel.paste("Private key", credentials.pem);
  await panel.type("Okta domain", credentials.domain);
  await expect(panel.dialog.getByText(/^New key/)).toBeVisible();
  await expect(panel.dialog.getByText(/^Saved key/)).toBeHidden();
});

test("Esc that ends a composition only ends the composition", async ({ page, product }) => {
  const console = await Console.signIn(page, product);
  const panel = await console.openCreate();
  await panel.type("Profile name", "Acme");
  const session = await page.context().newCDPSession(page);
  await session.send("Input.imeSetComposition", { text: "バックアップ", selectionStart: 6, selectionEnd: 6 });
  for (const event of [{ isComposing: true }, { keyCode: 229 }]) {
    await panel.field("Profile name").evaluate((node, event) => {
      node.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true, ...event }));
    }, event);
    await frames(page, 2);
    await expect(page.getByRole("alertdialog")).toBeHidden();
  }
  await session.send("Input.insertText", { text: "バックアップ" });
  await page.keyboard.press("Escape");
  await expect(page.getByRole("alertdialog", { name: "Discard unsaved changes?" })).toBeVisible();
});

test("Enter that is held on Create does not submit the empty form, and Ctrl+Enter saves from the description", async ({ page, product }) => {
  const console = await Console.signIn(page, product);
  await console.action("Create").focus();
  await page.keyboard.down("Enter");
  const name = page.getByRole("textbox", { name: "Profile name" });
  await expect(name).toBeFocused();
  await page.keyboard.down("Enter");
  await page.keyboard.up("Enter");
  await frames(page, 2);
  await expect(name).not.toHaveAttribute("aria-invalid");
  await page.getByRole("textbox", { name: "Description" }).focus();
  await page.keyboard.press("Control+Enter");
  await expect(name).toHaveAttribute("aria-invalid", "true");
});

async function expectNoKeyError(panel: ConnectionPanel): Promise<void> {
  await expect(panel.dialog.getByRole("link", { name: /private key/i })).toBeHidden();
  await expect(panel.dialog.locator("#private-key-error")).toBeHidden();
}

async function discard(page: Page, panel: ConnectionPanel): Promise<void> {
  await page.keyboard.press("Escape");
  await page.getByRole("alertdialog").getByRole("button", { name: "Discard" }).click();
  await panel.expectClosed();
}

async function frames(page: Page, count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
}

/** By then everything that the key triggers has happened. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

async function caret(page: Page): Promise<{ id: string; value: string; caret: number | null }> {
  return page.evaluate(() => {
    const field = document.activeElement as HTMLInputElement;
    return { id: field.id, value: field.value, caret: field.selectionStart };
  });
}
