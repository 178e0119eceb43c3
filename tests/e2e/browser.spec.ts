// Browser requirements (docs/BROWSERS.md), and the message if one is missing.

import type { Page } from "@playwright/test";
import { Console } from "./pages/console.ts";
import { test as throughLine } from "./support/line.ts";
import { expect, expectAccessible, test } from "./support/test.ts";

/** The feature that is removed before anything runs, and its name in the message. */
const TAKEN: Record<string, () => void> = {
  WebAssembly: () => Reflect.deleteProperty(globalThis, "WebAssembly"),
  "AbortSignal.any": () => Reflect.deleteProperty(AbortSignal, "any"),
  "AbortSignal.timeout": () => Reflect.deleteProperty(AbortSignal, "timeout"),
  "modal dialogs": () => Reflect.deleteProperty(HTMLDialogElement.prototype, "showModal"),
  popovers: () => Reflect.deleteProperty(HTMLElement.prototype, "showPopover"),
  "CSS nesting": () => (CSS.supports = (condition: string) => condition !== "selector(&)"),
  "CSS :has()": () => (CSS.supports = (condition: string) => !condition.includes(":has")),
  "CSS light-dark()": () => (CSS.supports = (property: string, value?: string) => property !== "color" || value === undefined),
  "Intl.PluralRules": () => Reflect.deleteProperty(Intl, "PluralRules"),
};

for (const [name, take] of Object.entries(TAKEN)) {
  test(`a browser without ${name} gets a sentence, on every page`, async ({ page, product }) => {
    await page.addInitScript(take);
    for (const place of ["/connections", "/sign-in", await product.signInLink()]) {
      await page.goto(place);
      const alert = page.getByRole("alert").filter({ hasText: "This browser is too old for the console." });
      await expect(alert).toBeVisible();
      await expect(alert).toHaveAttribute("data-missing", name);
      await expect(page.getByText("Loading application connections…")).toBeHidden();
    }
    await expectAccessible(page, `without ${name}`);
  });
}

test("the sentence is in the user's language", async ({ browser, product, guard }) => {
  guard.allow(/./);
  const context = await browser.newContext({ locale: "de-DE" });
  const page = await context.newPage();
  await page.addInitScript(TAKEN["AbortSignal.any"]!);
  await page.goto(`${product.url}/connections`);
  await expect(page.getByRole("alert").filter({ hasText: "Dieser Browser ist zu alt" })).toBeVisible();
  await context.close();
});

/** Makes the console's code fail while it runs, as a fault of the browser would. */
async function breakCode(page: Page): Promise<void> {
  await page.evaluate(() => {
    Headers.prototype.set = () => {
      throw new TypeError("broken on purpose");
    };
    AbortSignal.any = () => {
      throw new TypeError("broken on purpose");
    };
  });
}

test("an error that nobody caught ends in a notice with a way on, never in an endless wait", async ({ page, product, guard }) => {
  guard.allow(/broken on purpose/);
  const console = await Console.signIn(page, product);
  await breakCode(page);
  await console.search.pressSequentially("a");
  const notice = page.getByRole("alert").filter({ hasText: "The console has stopped because of an error." });
  await expect(notice).toBeVisible();
  await expectAccessible(page, "the console has stopped");
  await notice.getByRole("button", { name: "Reload" }).click();
  await Console.opened(page);
});

test("the notice can be used over an open dialog", async ({ page, product, guard }) => {
  guard.allow(/broken on purpose/);
  const console = await Console.signIn(page, product);
  const panel = await console.openCreate();
  await panel.field("Profile name").pressSequentially("Half done");
  await breakCode(page);
  await panel.button("Generate a key here").click();
  page.on("dialog", (dialog) => void dialog.accept());
  await page.getByRole("button", { name: "Reload" }).click();
  await expect(panel.field("Profile name")).toHaveValue("Half done");
});

test("the page asks translators to leave it alone: it has languages of its own", async ({ page, product }) => {
  await Console.signIn(page, product);
  await expect(page.locator("html")).toHaveAttribute("translate", "no");
  await expect(page.locator("meta[name=google]")).toHaveAttribute("content", "notranslate");
});

for (const type of ["text/plain", "application/octet-stream", "application/wasm; charset=utf-8", undefined]) {
  throughLine(`the console starts where its code is served as ${type ?? "nothing in particular"}`, async ({ page, product, line }) => {
    line.changeHeaders((path, { "content-type": was, ...others }) =>
      path.endsWith(".wasm") ? { ...others, ...(type === undefined ? {} : { "content-type": type }) } : { ...others, ...(was === undefined ? {} : { "content-type": was }) },
    );
    await Console.signIn(page, product);
  });
}
