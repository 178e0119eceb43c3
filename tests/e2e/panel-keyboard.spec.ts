// Keyboard operation of the panel, with few keys.

import type { Page } from "@playwright/test";
import { Console } from "./pages/console.ts";
import { ConnectionPanel } from "./pages/panel.ts";
import { copied } from "./support/clipboard.ts";
import { expect, test } from "./support/test.ts";

/** Presses keys, and counts them. Pasting does not count. */
class Keyboard {
  presses = 0;

  constructor(private readonly page: Page) {}

  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
    this.presses += 1;
  }

  /** Presses Tab until the control has the focus. */
  async goTo(role: "textbox" | "button" | "combobox", name: string): Promise<void> {
    const target = this.page.getByRole(role, { name, exact: true });
    while (!(await target.evaluate((node) => node === document.activeElement))) {
      expect(this.presses, `${name} is reached by Tab`).toBeLessThan(60);
      await this.press("Tab");
    }
  }

  async paste(role: "textbox", name: string, text: string): Promise<void> {
    await this.goTo(role, name);
    await this.page.keyboard.insertText(text);
  }
}

for (const { form, key } of [
  { form: "JSON", key: "jwk" },
  { form: "PEM", key: "pem" },
] as const) {
  test(`a connection with a key as ${form} is created in at most 25 key presses`, async ({ page, product, organization }) => {
    const console = await Console.signIn(page, product);
    const { credentials } = await organization();
    const keyboard = new Keyboard(page);
    await console.action("Create").focus();
    await keyboard.press("Enter");
    await expect(page.getByRole("textbox", { name: "Profile name" })).toBeFocused();

    await keyboard.paste("textbox", "Profile name", "By keyboard");
    await keyboard.paste("textbox", "Description", "No mouse");
    await keyboard.goTo("combobox", "Select application");
    await keyboard.press("O");
    await keyboard.paste("textbox", "Okta domain", credentials.domain);
    await keyboard.paste("textbox", "Client ID", credentials.clientId);
    await keyboard.paste("textbox", "Private key", credentials[key]);
    await expect(page.getByRole("button", { name: "Replace" })).toBeFocused();
    await keyboard.goTo("button", "Save");
    await keyboard.press("Enter");

    await console.expectRow("By keyboard", { Status: "Active" });
    await expect(console.action("Create"), "focus returns to where it was").toBeFocused();
    expect(keyboard.presses).toBeLessThanOrEqual(25);
  });
}

test("a key pair is generated and its public half copied by keyboard", async ({ page, product }) => {
  const console = await Console.signIn(page, product);
  const keyboard = new Keyboard(page);
  await console.action("Create").focus();
  await keyboard.press("Enter");
  const panel = await ConnectionPanel.opened(page, "Create application connection");
  await expect(panel.field("Profile name")).toBeFocused();
  await keyboard.goTo("button", "Generate a key here");
  await keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Copy public key" }).first()).toBeFocused();
  await keyboard.press("Enter");
  expect(keyboard.presses).toBeLessThanOrEqual(15);
  expect(JSON.parse(await copied(panel.field("Description")))).toMatchObject({ kty: "RSA", use: "sig" });
});

test("Tab passes the form, then the buttons, and the guide last", async ({ page, product }) => {
  const console = await Console.signIn(page, product);
  await console.openCreate();
  const order = await page.getByRole("dialog").evaluate((dialog) => {
    const all = [...dialog.querySelectorAll("input:not([hidden]), textarea, select, button, a[href]")];
    const at = (words: string) => all.findIndex((node) => node.textContent?.trim() === words);
    return { choose: at("Choose a file"), test: at("Test connection"), save: at("Save"), guide: at("Hide guide") };
  });
  expect(order.choose).toBeGreaterThan(0);
  expect([order.choose, order.test, order.save, order.guide]).toEqual([order.choose, order.test, order.save, order.guide].sort((a, b) => a - b));
});
