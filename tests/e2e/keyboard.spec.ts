// Keyboard navigation in the list.

import { Console } from "./pages/console.ts";
import { Api } from "./support/api.ts";
import { expect, expectAccessible, test } from "./support/test.ts";

test("arrows, Home and End move between rows; Space selects, Enter opens", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).createMany(3, acme.credentials);
  const console = await Console.signIn(page, product);
  await page.keyboard.press("ArrowDown");
  await expect(console.link("Connection 001")).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(console.link("Connection 001")).toBeFocused();
  for (const [key, name] of [["ArrowDown", "002"], ["End", "003"], ["ArrowDown", "003"], ["ArrowUp", "002"], ["Home", "001"]] as const) {
    await page.keyboard.press(key);
    await expect(console.link(`Connection ${name}`), key).toBeFocused();
  }
  const box = page.getByRole("checkbox", { name: "Select Connection 001" });
  await page.keyboard.press("Space");
  await expect(box).toBeChecked();
  await expect(console.count).toContainText("1 selected");
  await page.keyboard.press("Space");
  await expect(box).not.toBeChecked();
  await box.focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("checkbox", { name: "Select Connection 002" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Connection 002" })).toBeVisible();
});

test("focus goes through the whole list and stays when its row is far from the screen", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).createMany(130, acme.credentials);
  const console = await Console.signIn(page, product);
  await page.keyboard.press("ArrowDown");
  for (let at = 1; at < 45; at++) {
    await page.keyboard.press("ArrowDown");
  }
  await expect(console.link("Connection 045")).toBeFocused();
  await expect(console.link("Connection 045")).toBeInViewport();

  await expect
    .poll(async () => {
      await page.keyboard.press("End");
      return console.link("Connection 130").evaluateAll((links) => links.some((link) => link === document.activeElement));
    })
    .toBe(true);
  await page.keyboard.press("Home");
  await expect(console.link("Connection 001")).toBeFocused();
  await expect(console.link("Connection 001")).toBeInViewport();

  await page.mouse.wheel(0, 9_000);
  await expect(console.link("Connection 130")).toBeInViewport();
  await expect(console.link("Connection 030")).toHaveCount(0);
  await expect(console.link("Connection 001")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(console.link("Connection 002")).toBeFocused();
  await expect(console.link("Connection 002")).toBeInViewport();
});

test("focus stays in a row that has changed", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).createMany(3, acme.credentials);
  const console = await Console.signIn(page, product);
  await console.select("Connection 002");
  await console.action("Verify now").click();
  await console.link("Connection 002").focus();
  await console.expectRow("Connection 002", { Status: "Active" });
  await expect(console.link("Connection 002")).toBeFocused();
});

test("single characters act on the list, and only there", async ({ page, product }) => {
  const console = await Console.signIn(page, product);
  await page.keyboard.press("/");
  await expect(console.search).toBeFocused();
  await page.keyboard.type("c/?");
  await expect(console.search).toHaveValue("c/?");
  await page.getByRole("button", { name: "Clear search and filter" }).click();
  await page.getByRole("button", { name: "Keyboard shortcuts" }).focus();

  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(keys).toContainText("Create a connection");
  await expectAccessible(page, "the list of keys");
  await page.keyboard.press("c");
  await expect(page.getByRole("dialog")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(keys).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Keyboard shortcuts" })).toBeFocused();

  await page.keyboard.press("Control+c");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("c");
  await expect(page.getByRole("dialog", { name: "Create application connection" })).toBeVisible();
});

test("single characters can be turned off, and stay off", async ({ page, product }) => {
  const console = await Console.signIn(page, product);
  const button = page.getByRole("button", { name: "Keyboard shortcuts" });
  await button.click();
  const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await keys.getByRole("checkbox", { name: "Use single-key shortcuts" }).uncheck();
  await keys.getByRole("button", { name: "Close" }).click();
  await page.reload();
  await expect(console.heading).toBeVisible();
  await button.focus();
  for (const key of ["?", "c", "/"]) {
    await page.keyboard.press(key);
  }
  await expect(button).toBeFocused();
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("a viewer has no key that creates", async ({ page, product }) => {
  const console = await Console.signIn(page, product, "viewer");
  await page.keyboard.press("c");
  await page.keyboard.press("/");
  await expect(console.search).toBeFocused();
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("e edits and Del deletes the row that has the focus, or what is selected", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).createMany(3, acme.credentials);
  const console = await Console.signIn(page, product);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("e");
  const panel = page.getByRole("dialog", { name: "Edit application connection" });
  await expect(panel.getByRole("textbox", { name: "Profile name" })).toHaveValue("Connection 001");
  await page.keyboard.press("Escape");
  await expect(console.link("Connection 001")).toBeFocused();
  await page.keyboard.press("Delete");
  const question = page.getByRole("alertdialog", { name: "Delete Connection 001?" });
  await expect(question).toBeVisible();
  await page.keyboard.press("Escape");
  await console.select("Connection 002");
  await console.select("Connection 003");
  await page.keyboard.press("Delete");
  await page.getByRole("alertdialog", { name: "Delete 2 connections?" }).getByRole("button", { name: "Delete" }).click();
  await expect(console.rows).toHaveCount(1);
  await expect(console.count).not.toContainText("selected");
});
