// CSV export.

import { readFile } from "node:fs/promises";
import { type Locator, type Page } from "@playwright/test";
import { Console } from "./pages/console.ts";
import { Api } from "./support/api.ts";
import { expect, test } from "./support/test.ts";

async function exported(page: Page, button: Locator): Promise<{ name: string; lines: string[] }> {
  const download = page.waitForEvent("download");
  await button.click();
  const file = await download;
  const text = await readFile(await file.path(), "utf8");
  expect(text.startsWith("\uFEFFid,name,description,")).toBe(true);
  expect(text.endsWith("\r\n")).toBe(true);
  return { name: file.suggestedFilename(), lines: text.split("\r\n").slice(1, -1) };
}

test("a viewer exports everything that matches, loaded or not", async ({ page, product, organization }) => {
  const acme = await organization();
  const api = await Api.of(product);
  await api.createMany(60, acme.credentials);
  await api.create("=1+1", acme.credentials, { description: 'Ärzte, "Nord"' });
  const console = await Console.signIn(page, product, "viewer");
  const all = await exported(page, console.action("Export CSV"));
  expect(all.name).toMatch(/^connections-\d{4}-\d\d-\d\d\.csv$/);
  await expect(console.toast(`${all.name} was exported.`)).toBeVisible();
  expect(all.lines).toHaveLength(61);
  expect(all.lines[0]).toContain(`,'=1+1,"Ärzte, ""Nord""",okta,${acme.credentials.domain},${acme.credentials.clientId},`);

  await console.search.fill("connection 01");
  await console.sortBy("Profile name");
  await expect(console.rows).toHaveCount(10);
  const some = await exported(page, console.action("Export CSV"));
  expect(some.lines.map((line) => line.split(",")[1])).toEqual(await console.names());
});

test("nothing to export, and an export that fails, say so", async ({ page, product, organization, guard }) => {
  const console = await Console.signIn(page, product);
  await expect(console.action("Export CSV")).toHaveAttribute("aria-disabled", "true");
  await (await Api.of(product)).create("Acme", (await organization()).credentials, { verify: false });
  await page.reload();
  await expect(console.row("Acme")).toBeVisible();
  guard.allow(/ERR_CONNECTION_REFUSED/);
  await product.stop();
  await console.action("Export CSV").click();
  await expect(console.toast(/Nothing was exported/)).toBeVisible();
});

test("with rows selected the button says how many, and exports those", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).createMany(60, acme.credentials);
  const console = await Console.signIn(page, product, "viewer");
  await console.select("Connection 007");
  await console.select("Connection 003");
  await console.search.fill("connection 01");
  await expect(console.rows).toHaveCount(10);
  const some = await exported(page, console.actions.getByRole("button", { name: "Export 2 as CSV" }));
  expect(some.lines.map((line) => line.split(",")[1])).toEqual(["Connection 007", "Connection 003"]);
});
