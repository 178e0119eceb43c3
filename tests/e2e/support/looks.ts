// Looks: the combinations of theme, window and language in which a state is checked, and its picture in each.

import { readFile } from "node:fs/promises";
import { type BrowserContext, type Page, expect } from "@playwright/test";

const FONT_FILE = new URL("../../../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2", import.meta.url);

/** A look: theme, window and language. */
export interface Look {
  name: string;
  /** Whether axe checks it. */
  audited?: true;
  /** Whether it has a reference picture. */
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
  // The longest words, the widest column headers, and lines that break anywhere.
  { name: "German, 320 px", language: "de", viewport: { width: 320, height: 800 } },
  { name: "French", language: "fr" },
  { name: "Japanese", language: "ja" },
];

/** Applies a look to the page. */
export async function lookAt(page: Page, { viewport = WIDE, media = {}, direction = undefined, language = undefined }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: "light", forcedColors: "none", ...media });
  await page.setViewportSize(viewport);
  await page.evaluate((direction) => {
    document.documentElement.dir = direction;
  }, direction ?? "");
  await speak(page, language ?? "en");
}

/** Changes the language as another tab would, which works whatever is open. */
async function speak(page: Page, language: string): Promise<void> {
  await page.evaluate((language) => {
    localStorage.setItem("language", language);
    dispatchEvent(new StorageEvent("storage"));
  }, language);
  await expect(page.locator("html")).toHaveAttribute("lang", language);
}

/** Makes the browser cache the languages, for states in which the server does not respond. */
export async function keepLanguages(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.evaluate(async () => {
    const files = [...document.querySelectorAll<HTMLMetaElement>("meta[name=language]")];
    await Promise.all(files.map(async ({ content }) => (await fetch(content)).text()));
  });
  await page.close();
}

/** Checks that nothing overflows at the side, which would require scrolling in two directions (WCAG 1.4.10). */
export async function expectWithinWidth(page: Page, state: string): Promise<void> {
  const overflow = await page.evaluate(() => {
    const pageWide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    // An overflowing column would be cut off invisibly.
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
    // A fifth of a percent: more than the edges of letters that another machine smooths differently, less than one
    // button.
    maxDiffPixelRatio: 0.002,
  });
}

/** Replaces what differs from run to run: keys, ids, times. */
async function levelText(page: Page): Promise<void> {
  await page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
      const moment = text.parentElement?.closest("time") != null;
      text.nodeValue = moment ? "just now" : text.nodeValue!.replace(/[\w-]{21,}/g, (random) => "Kx7".repeat(random.length).slice(0, random.length));
    }
  });
}

/** Letters look the same on every machine: they come from a font of the tests. */
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
