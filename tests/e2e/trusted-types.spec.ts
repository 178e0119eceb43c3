// Trusted Types: no text becomes markup or code.

import type { Browser, Page } from "@playwright/test";
import { Console } from "./pages/console.ts";
import { type Product, expect, test } from "./support/test.ts";

/** Every way in which a browser turns text into markup or code. */
const ATTEMPTS: Record<string, () => unknown> = {
  innerHTML: () => (document.createElement("p").innerHTML = "<img src=x onerror=alert(1)>"),
  outerHTML: () => (document.body.appendChild(document.createElement("p")).outerHTML = "<b onclick=alert(1)>x</b>"),
  insertAdjacentHTML: () => document.createElement("p").insertAdjacentHTML("beforeend", "<b onclick=alert(1)>x</b>"),
  "a parser": () => new DOMParser().parseFromString("<b onclick=alert(1)>x</b>", "text/html"),
  "a fragment": () => document.createRange().createContextualFragment("<b onclick=alert(1)>x</b>"),
  srcdoc: () => (document.createElement("iframe").srcdoc = "<script>alert(1)</script>"),
  "an event handler": () => document.createElement("p").setAttribute("onclick", "alert(1)"),
  "a script's address": () => (document.createElement("script").src = "/boot.js"),
  "a script's text": () => (document.createElement("script").text = "alert(1)"),
  "a worker": () => new Worker("/boot.js").terminate(),
  eval: () => (0, eval)("1"),
  Function: () => new Function("return 1")(),
  "a timer": () => clearInterval(setInterval("1", 60_000)),
  "a policy of its own": () => Reflect.get(window, "trustedTypes").createPolicy("mine", { createHTML: String }),
  "a policy for all": () => Reflect.get(window, "trustedTypes").createPolicy("default", { createHTML: String }),
};

/** Gives the ways that were open. Run in a frame of the page: calls of the debugger may do more than the page. */
async function open(page: Page, attempts: Record<string, () => unknown>): Promise<string[]> {
  const made = Object.entries(attempts).map(([name, attempt]) => `${JSON.stringify(name)}: ${attempt.toString()}`);
  // The policy would refuse a script of the test's own, so this is sent through the debugger.
  return (await page.evaluate(`new Promise((resolve) => {
    const attempts = { ${made.join(",")} };
    const works = ([, attempt]) => { try { attempt(); return true; } catch { return false; } };
    requestAnimationFrame(() => resolve(Object.entries(attempts).filter(works).map(([name]) => name)));
  })`)) as string[];
}

/** A page that may violate its policy: the guard watches only the test's own pages. */
async function unguarded(browser: Browser, address: string, work: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  await work(page);
  await context.close();
}

test("all of these ways are open where no policy closes them", async ({ browser }) => {
  await unguarded(browser, "about:blank", async (page) => {
    // A worker of a blank page has no address to load from.
    const { "a worker": _, ...attempts } = ATTEMPTS;
    expect(await open(page, attempts)).toEqual(Object.keys(attempts));
  });
});

test("none of them is open in the console", async ({ browser, product }) => {
  await unguarded(browser, await product.signInLink(), async (page) => {
    await expect(new Console(page).heading).toBeVisible();
    expect(await open(page, ATTEMPTS)).toEqual([]);
    for (const address of ["data:text/javascript,1", "https://elsewhere.example/x.js", "blob:null/x"]) {
      const loaded = await page.evaluate((address) => import(address).then(() => "loaded", () => "refused"), address);
      expect(loaded, address).toBe("refused");
    }
  });
});

test("the API's description shows its parts under its own policy", async ({ page, product }) => {
  await describedAt(page, product);
  // One with parameters and their values, one with paragraphs and code, one with an example of a response.
  for (const operation of ["list_connections", "verify_draft", "get_session"]) {
    await page.locator(`[id$="-${operation}"] .opblock-summary-control`).click();
    await expect(page.locator(`[id$="-${operation}"] .responses-inner`)).toBeVisible();
  }
  await expect(page.locator("[id$=-list_connections] i").getByText("Available values").first()).toBeVisible();
  await expect(page.locator("[id$=-verify_draft] .opblock-description code").getByText("Accept: text/event-stream")).toBeVisible();
});

test("there, no text becomes markup with attributes, or code", async ({ browser, product }) => {
  await unguarded(browser, `${product.url}/api/docs/`, async (page) => {
    await describedAt(page, product);
    expect(await open(page, ATTEMPTS)).toEqual([]);
    const shown = { "a description": () => (document.createElement("p").innerHTML = "<p>With <code>If-Match</code> &amp; so on</p>") };
    expect(await open(page, shown)).toEqual(["a description"]);
  });
});

async function describedAt(page: Page, product: Product): Promise<void> {
  await page.goto(`${product.url}/api/docs/`);
  await expect(page.getByRole("heading", { name: "Connections" }).first()).toBeVisible();
}
