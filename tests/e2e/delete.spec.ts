// Deleting connections.

import { Console } from "./pages/console.ts";
import { Api } from "./support/api.ts";
import { expect, expectAccessible, test } from "./support/test.ts";

test("delete asks by name, and Cancel keeps the connection", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).create("Acme", acme.credentials, { verify: false });
  const console = await Console.signIn(page, product);
  await console.select("Acme");
  await console.action("Delete").click();
  const question = page.getByRole("alertdialog", { name: "Delete Acme?" });
  await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
  await expect(question).toContainText(/cannot be undone/);
  await expectAccessible(page, "the question before deleting");
  await page.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await expect(console.row("Acme")).toBeVisible();

  await console.action("Delete").click();
  await question.getByRole("button", { name: "Delete" }).click();
  await expect(console.toast("Acme is deleted.")).toBeVisible();
  await expect(page.getByText("No connections yet")).toBeVisible();
  await page.reload();
  await expect(page.getByText("No connections yet")).toBeVisible();
});

test("several at once, and the others stay", async ({ page, product, organization }) => {
  const acme = await organization();
  const api = await Api.of(product);
  for (const name of ["One", "Two", "Three"]) {
    await api.create(name, acme.credentials, { verify: false });
  }
  const console = await Console.signIn(page, product);
  await console.select("One");
  await console.select("Two");
  await expect(console.count).toContainText("2 selected");
  await console.action("Delete").click();
  await page.getByRole("alertdialog", { name: "Delete 2 connections?" }).getByRole("button", { name: "Delete" }).click();
  await expect(console.toast("2 connections are deleted.")).toBeVisible();
  await expect(console.rows).toHaveCount(1);
  expect(await console.names()).toEqual(["Three"]);
});
