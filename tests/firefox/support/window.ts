// A window of Firefox as a person uses it: by roles and names, keys, clicks and the clipboard.

import { expect } from "@playwright/test";
import type { BrowserContext, ElementHandle, Page } from "puppeteer-core";
import type { Product } from "../../e2e/support/product.ts";

const PATIENCE = { timeout: 20_000 };

/** Chrome and Firefox both report an API's refusal as an error of the network; the page shows it. */
const ORDINARY = /the server responded with a status of 4\d\d|Feature Policy|unreachable code after return/i;

export class Window {
  private readonly errors: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly product: Product,
  ) {
    page.on("pageerror", (error) => this.errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error" && !ORDINARY.test(message.text())) {
        this.errors.push(message.text());
      }
    });
  }

  static async open(context: BrowserContext, product: Product): Promise<Window> {
    const page = await context.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    return new Window(page, product);
  }

  /** Fails on errors of the page since it was opened, but for those of this kind. */
  check(allowed = /^$/): void {
    expect(this.errors.filter((text) => !allowed.test(text)), "errors in the browser's console").toEqual([]);
    this.errors.length = 0;
  }

  async goto(path: string): Promise<void> {
    await this.page.goto(new URL(path, this.product.url).href, { waitUntil: "domcontentloaded" });
  }

  /** Signs in by a link that works once, and waits for the list. */
  async signIn(name?: string): Promise<void> {
    await this.page.goto(await this.product.signInLink("admin", name), { waitUntil: "domcontentloaded" });
    await this.find("button", "Create");
  }

  /** The element of this role and name, once it is there. */
  async find(role: string, name: string): Promise<ElementHandle<Element>> {
    const element = await this.page.waitForSelector(`::-p-aria([name="${name}"][role="${role}"])`, { visible: true, ...PATIENCE });
    if (element === null) {
      throw new Error(`no ${role} ${name}`);
    }
    return element;
  }

  async press(role: "button" | "link" | "menuitem" | "checkbox", name: string): Promise<void> {
    await (await this.find(role, name)).click();
  }

  /** Types into a field, key by key, after what is there is selected. */
  async type(label: string, text: string): Promise<void> {
    await this.focus(label);
    await this.keys("Control+A");
    await this.page.keyboard.type(text);
    expect(await this.value(label)).toBe(text);
  }

  /** Pastes through the clipboard. */
  async paste(label: string, text: string): Promise<void> {
    await this.focus(label);
    await this.page.evaluate((text) => navigator.clipboard.writeText(text), text);
    await this.keys("Control+V");
  }

  async value(label: string): Promise<string> {
    return (await this.find("textbox", label)).evaluate((field) => (field as HTMLInputElement).value);
  }

  private async focus(label: string): Promise<void> {
    const field = await this.find("textbox", label);
    await field.click();
    expect(await field.evaluate((field) => field === document.activeElement)).toBe(true);
  }

  /** `Control+A`, `Escape`. */
  async keys(chord: string): Promise<void> {
    const keys = chord.split("+") as Parameters<Page["keyboard"]["press"]>[0][];
    for (const key of keys.slice(0, -1)) {
      await this.page.keyboard.down(key);
    }
    await this.page.keyboard.press(keys.at(-1)!);
    for (const key of keys.slice(0, -1).reverse()) {
      await this.page.keyboard.up(key);
    }
  }

  /** Waits until the page says this somewhere in sight. */
  async says(text: string): Promise<void> {
    await expect.poll(() => this.text(), { message: `the page says “${text}”`, ...PATIENCE }).toContain(text);
  }

  async saysNo(text: string): Promise<void> {
    await expect.poll(() => this.text(), { message: `the page no longer says “${text}”`, ...PATIENCE }).not.toContain(text);
  }

  private async text(): Promise<string> {
    return this.page.evaluate(() => document.body.innerText);
  }

  /** As if the session had ended. */
  async forgetCookies(): Promise<void> {
    const context = this.page.browserContext();
    await context.deleteCookie(...(await context.cookies()));
  }

  async picture(): Promise<Buffer> {
    return Buffer.from(await this.page.screenshot());
  }
}
