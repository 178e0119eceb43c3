// Column layout: which columns are shown, and how wide they are.

import { type Locator } from "@playwright/test";
import { Console } from "./pages/console.ts";
import { Api } from "./support/api.ts";
import { expect, expectAccessible, test } from "./support/test.ts";

const heads = async (console: Console): Promise<string[]> => (await console.page.getByRole("columnheader").allTextContents()).map((head) => head.trim()).filter((head) => head !== "" && head !== "Actions for this row");

async function width(head: Locator): Promise<number> {
  return head.evaluate((element) => element.getBoundingClientRect().width);
}

test("columns are chosen, remembered, and reset", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).create("Acme", acme.credentials, { verify: false });
  const console = await Console.signIn(page, product);
  await page.getByRole("button", { name: "Columns" }).click();
  const dialog = page.getByRole("dialog", { name: "Columns" });
  await expect(dialog.getByRole("checkbox", { name: "Profile name" })).toBeDisabled();
  await dialog.getByRole("checkbox", { name: "Application" }).uncheck();
  await dialog.getByRole("checkbox", { name: "Last verified" }).uncheck();
  await expectAccessible(page, "choosing columns");
  await page.keyboard.press("Escape");
  const chosen = ["Profile name", "Okta domain", "Status", "Last modified", "Modified by"];
  expect(await heads(console)).toEqual(chosen);
  await console.expectRow("Acme", { Status: "Unverified", "Okta domain": new RegExp(new URL(acme.credentials.domain).host) });
  await page.reload();
  await expect(console.row("Acme")).toBeVisible();
  expect(await heads(console)).toEqual(chosen);

  await page.getByRole("button", { name: "Columns" }).click();
  await dialog.getByRole("button", { name: "Reset" }).click();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(console.columnHeader("Application")).toBeVisible();
  expect(await heads(console)).toHaveLength(7);
});

test("a width is typed or dragged, and remembered; cards have none", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).create("Acme", acme.credentials, { verify: false });
  const console = await Console.signIn(page, product);
  const [name, status] = [console.columnHeader("Profile name"), console.columnHeader("Status")];
  await page.getByRole("button", { name: "Columns" }).click();
  const field = page.getByRole("spinbutton", { name: "Width of Profile name" });
  await field.fill("300");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect.poll(() => width(name)).toBe(300);

  const before = await width(status);
  const edge = (await status.boundingBox())!;
  await page.mouse.move(edge.x + edge.width - 3, edge.y + 10);
  await page.mouse.down();
  await page.mouse.move(edge.x + edge.width + 37, edge.y + 10, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => width(status)).toBeCloseTo(before + 40, 0);
  expect(await width(name)).toBe(300);
  await expectAccessible(page, "resized columns");
  await page.reload();
  await expect.poll(() => width(status)).toBeCloseTo(before + 40, 0);

  // As wide as the longest line, which is the domain's.
  const domain = console.columnHeader("Okta domain");
  const link = page.getByRole("cell", { name: new URL(acme.credentials.domain).host });
  await page.getByRole("button", { name: "Columns" }).click();
  const narrow = page.getByRole("spinbutton", { name: "Width of Okta domain" });
  await narrow.fill("80");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  const place = (await domain.boundingBox())!;
  await page.mouse.dblclick(place.x + place.width - 3, place.y + 10);
  const lines = async () => link.evaluate((cell) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return range.getBoundingClientRect().height / parseFloat(getComputedStyle(cell).lineHeight);
  });
  await expect.poll(lines).toBeLessThan(1.5);
  expect(await width(domain)).toBeGreaterThan(80);
  expect(await width(domain)).toBeLessThan(400);

  await page.setViewportSize({ width: 320, height: 800 });
  await expect(console.row("Acme")).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

test("columns that are wider than the list can all be reached", async ({ page, product, organization }) => {
  await (await Api.of(product)).create("Acme", (await organization()).credentials, { verify: false });
  const console = await Console.signIn(page, product);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole("button", { name: "Columns" }).click();
  for (const name of ["Profile name", "Okta domain"]) {
    await page.getByRole("spinbutton", { name: `Width of ${name}` }).fill("700");
    await page.keyboard.press("Enter");
  }
  await page.keyboard.press("Escape");
  const last = console.columnHeader("Modified by");
  await expect(last).not.toBeInViewport();
  await console.row("Acme").hover();
  await page.mouse.wheel(2_000, 0);
  await expect(last).toBeInViewport({ ratio: 1 });
});
