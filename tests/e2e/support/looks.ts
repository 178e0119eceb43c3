// The ways in which a state is looked at, and its picture in each.

import { readFile } from "node:fs/promises";
import { type BrowserContext, type Page, expect } from "@playwright/test";

const FONT_FILE = new URL("../../../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2", import.meta.url);

/** One way of looking at a page. */
export interface Look {
  name: string;
  /** Whether axe looks at it. */
  audited?: true;
  /** Whether a reference picture is kept of it. */
  pictured?: true;
  viewport?: { width: number; height: number };
  media?: Parameters<Page["emulateMedia"]>[0];
  direction?: "rtl";
  language?: "de" | "fr" | "ja";
}

const WIDE = { width: 1280, height: 800 };

export const LOOKS: Look[] = [
  { name: "light", audited: true, pictured: true },
  { name: "dark", audited: true, pictured: true, media: { colorScheme: "dark" } },
  { name: "forced colors", media: { forcedColors: "active" } },
  { name: "320 px", audited: true, viewport: { width: 320, height: 800 } },
  // WCAG 1.4.4: what a window of 1,280 × 800 has room for at 200 %.
  { name: "200 %", viewport: { width: 640, height: 400 } },
  { name: "right to left", direction: "rtl" },
  // The longest words, the widest heads of columns, and lines that break anywhere.
  { name: "German, 320 px", language: "de", viewport: { width: 320, height: 800 } },
  { name: "French", language: "fr" },
  { name: "Japanese", language: "ja" },
];

/** Shows the page so. */
export async function lookAt(page: Page, { viewport = WIDE, media = {}, direction = undefined, language = undefined }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: "light", forcedColors: "none", ...media });
  await page.setViewportSize(viewport);
  await page.evaluate((direction) => {
    document.documentElement.dir = direction;
  }, direction ?? "");
  await speak(page, language ?? "en");
}

/** Changes the language as another tab would: nothing that is open is in the way. */
async function speak(page: Page, language: string): Promise<void> {
  await page.evaluate((language) => {
    localStorage.setItem("language", language);
    dispatchEvent(new StorageEvent("storage"));
  }, language);
  await expect(page.locator("html")).toHaveAttribute("lang", language);
}

/** Has the browser keep the languages, for states in which the server does not answer. */
export async function keepLanguages(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.evaluate(async () => {
    const files = [...document.querySelectorAll<HTMLMetaElement>("meta[name=language]")];
    await Promise.all(files.map(async ({ content }) => (await fetch(content)).text()));
  });
  await page.close();
}

/** Nothing sticks out at the side, so that nobody scrolls in two directions (WCAG 1.4.10). */
export async function expectWithinWidth(page: Page, state: string): Promise<void> {
  const overflow = await page.evaluate(() => {
    const pageWide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    // A column too many would be cut off without a trace.
    const tables = [...document.querySelectorAll("table")].map((table) => table.scrollWidth - table.parentElement!.clientWidth);
    return Math.max(pageWide, ...tables);
  });
  expect(overflow, `${state}: nothing sticks out sideways`).toBeLessThanOrEqual(0);
}

/** Compares the page with its reference picture in `tests/e2e/references`. */
export async function expectPicture(page: Page, name: string): Promise<void> {
  await useOwnFont(page, "--font", "--font-code");
  await levelText(page);
  await expect(page).toHaveScreenshot(`${name}.png`, {
    // A fifth of a percent: more than edges of letters that another machine smooths otherwise, less than one button.
    maxDiffPixelRatio: 0.002,
  });
}

/** What differs from run to run becomes the same: keys, ids, moments. */
async function levelText(page: Page): Promise<void> {
  await page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
      const moment = text.parentElement?.closest("time") != null;
      text.nodeValue = moment ? "just now" : text.nodeValue!.replace(/[\w-]{21,}/g, (random) => "Kx7".repeat(random.length).slice(0, random.length));
    }
  });
}

/** Letters look alike on every machine: they come from a font of the tests, not from one that is installed. */
export async function useOwnFont(page: Page, ...tokens: string[]): Promise<void> {
  const base64 = (await readFile(FONT_FILE)).toString("base64");
  await page.evaluate(async ({ base64, tokens }) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    document.fonts.add(await new FontFace("Reference", bytes, { weight: "100 900" }).load());
    for (const name of tokens) {
      document.documentElement.style.setProperty(name, "Reference");
    }
  }, { base64, tokens });
}
