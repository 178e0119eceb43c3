// List restoration: rows, scroll position, focus and selection are as the list was left.

import { type Locator } from "@playwright/test";
import { Console } from "./pages/console.ts";
import { SignIn } from "./pages/sign-in.ts";
import { Api } from "./support/api.ts";
import { expect, test } from "./support/test.ts";

/** The distance of a row from the top of the viewport. */
async function top(row: Locator): Promise<number> {
  return row.evaluate((element) => Math.round(element.getBoundingClientRect().top));
}

const isAtEnd = (console: Console) => console.page.evaluate(() => scrollY + innerHeight >= document.documentElement.scrollHeight - 2);

/** Scrolls until the row has loaded and scrolling has stopped. */
async function scrollToRow(console: Console, name: string): Promise<number> {
  // Down to the row, and up again where a slow machine has scrolled past it.
  await expect(async () => {
    const isPast = (await console.row(name).count()) > 0 ? (await top(console.row(name))) < 0 : await isAtEnd(console);
    await console.page.mouse.wheel(0, isPast ? -600 : 600);
    await expect(console.row(name)).toBeInViewport({ timeout: 250 });
  }).toPass();
  await console.row(name).evaluate((row) => {
    scrollBy(0, row.getBoundingClientRect().top - innerHeight / 2);
  });
  await expect.poll(async () => Math.abs((await top(console.row(name))) - 400)).toBeLessThan(40);
  return top(console.row(name));
}

test("Back, Forward and a reload bring the list back as it was: rows, scroll, focus and selection", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).createMany(320, acme.credentials);
  const console = await Console.signIn(page, product);
  await console.select("Connection 002");
  await page.mouse.move(600, 500);
  const before = await scrollToRow(console, "Connection 300");
  const asItWas = async (what: string) => {
    await expect(console.row("Connection 300"), what).toBeInViewport();
    await expect.poll(async () => Math.abs((await top(console.row("Connection 300"))) - before), { message: what }).toBeLessThanOrEqual(2);
    await expect(console.link("Connection 300"), what).toBeFocused();
    await expect(console.count, what).toContainText("1 selected");
  };
  await console.link("Connection 300").click();
  await expect(page.getByRole("heading", { level: 1, name: "Connection 300" })).toBeVisible();
  await page.goBack();
  await asItWas("after Back");
  await page.reload();
  await asItWas("after a reload");
  await page.goForward();
  await expect(page.getByRole("heading", { level: 1, name: "Connection 300" })).toBeVisible();
  await page.goBack();
  await asItWas("after Forward and Back");
  await console.choose("Connection 300", "Edit");
  await expect(page.getByRole("dialog", { name: "Edit application connection" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Edit application connection" })).toBeHidden();
  expect(Math.abs((await top(console.row("Connection 300"))) - before)).toBeLessThanOrEqual(2);

  // Another window size, as with 200 % zoom: the row at the top stays there.
  const first = await page.evaluate(() => {
    const head = document.querySelector("thead th")!.getBoundingClientRect().bottom;
    return [...document.querySelectorAll("tbody tr[aria-rowindex]")].find((row) => row.getBoundingClientRect().bottom > head + 1)!.getAttribute("aria-rowindex");
  });
  await page.setViewportSize({ width: 640, height: 400 });
  await expect(page.locator(`tr[aria-rowindex="${first}"]`)).toBeInViewport();
});

test("Back from another order is where that order was left", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).createMany(120, acme.credentials);
  const console = await Console.signIn(page, product);
  await page.mouse.move(600, 500);
  const before = await scrollToRow(console, "Connection 100");
  await console.sortBy("Profile name");
  await expect(console.row("Connection 120")).toBeInViewport();
  await page.goBack();
  await expect(console.row("Connection 100")).toBeInViewport();
  await expect.poll(async () => Math.abs((await top(console.row("Connection 100"))) - before)).toBeLessThanOrEqual(2);
});

test("what is selected stays so while the list is sorted, searched and filtered", async ({ page, product, organization }) => {
  const acme = await organization();
  const api = await Api.of(product);
  await api.createMany(60, acme.credentials);
  const console = await Console.signIn(page, product);
  await console.select("Connection 001");
  await console.select("Connection 002");
  await console.sortBy("Profile name");
  await expect(console.row("Connection 060")).toBeVisible();
  await expect(console.row("Connection 001")).toHaveCount(0);
  await expect(console.count).toContainText("2 selected");
  await console.search.pressSequentially("connection 03");
  await expect(console.rows).toHaveCount(10);
  await console.select("Connection 035");
  await expect(console.count).toContainText("3 selected");
  await console.action("Delete").click();
  const question = page.getByRole("alertdialog", { name: "Delete 3 connections?" });
  await expect(question.getByRole("listitem")).toHaveText(["Connection 001", "Connection 002", "Connection 035"]);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Deselect 3" }).click();
  await expect(console.count).not.toContainText("selected");
  await expect(console.search).toBeFocused();
});

test("a search that met the end of the session goes on after signing in", async ({ page, product, context, organization }) => {
  const acme = await organization();
  const api = await Api.of(product);
  await api.create("Acme", acme.credentials, { verify: false });
  await api.create("Zebra", acme.credentials, { verify: false });
  const console = await Console.signIn(page, product);
  await context.clearCookies();
  await console.search.pressSequentially("zeb");
  await (await SignIn.again(page)).withToken(await product.signInLink());
  await expect(page.getByRole("alertdialog")).toBeHidden();
  await expect(console.rows).toHaveCount(1);
  await expect(page.getByText("Authorization")).toHaveCount(0);
  await expect(page.getByText("out of date")).toHaveCount(0);

  // The same while a dialog is open, which stays.
  await console.select("Zebra");
  await console.action("Delete").click();
  const question = page.getByRole("alertdialog", { name: "Delete Zebra?" });
  await context.clearCookies();
  await question.getByRole("button", { name: "Delete" }).click();
  await (await SignIn.again(page)).withToken(await product.signInLink());
  await expect(question.getByText("Nothing was deleted.")).toBeVisible();
  await expect(page.getByText("Authorization")).toHaveCount(0);
  await question.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("No connections found")).toBeVisible();
});

test("when its window comes to the front the list is as it is by now, and nothing moves", async ({ page, product, organization }) => {
  const acme = await organization();
  const api = await Api.of(product);
  await api.createMany(60, acme.credentials);
  const console = await Console.signIn(page, product);
  await page.mouse.move(600, 500);
  const before = await scrollToRow(console, "Connection 040");
  await console.link("Connection 040").focus();
  await api.create("A new one", acme.credentials, { verify: false });
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await expect(console.count).toContainText("61 connections");
  await expect(console.row("Connection 040")).toHaveAttribute("aria-rowindex", "42");
  await expect.poll(async () => Math.abs((await top(console.row("Connection 040"))) - before)).toBeLessThanOrEqual(2);
  await expect(console.link("Connection 040")).toBeFocused();
});
