// Verifying what is stored, one or many.

import { Console } from "./pages/console.ts";
import { Api } from "./support/api.ts";
import { expect, expectAccessible, test } from "./support/test.ts";

test("many: a summary, and what does not work stays selected", async ({ page, product, organization }) => {
  const [works, fails] = [await organization(), await organization("key_not_registered")];
  const api = await Api.of(product);
  for (const name of ["One", "Two", "Three"]) {
    await api.create(name, works.credentials, { verify: false });
  }
  await api.create("Broken", fails.credentials, { verify: false });
  const console = await Console.signIn(page, product);
  await page.getByRole("checkbox", { name: "Select all loaded connections" }).check();
  await console.action("Verify now").click();
  await expect(console.toast("1 of 4 connections needs attention.")).toBeVisible();
  await expect(page.getByRole("progressbar")).toHaveCount(0);
  await expect(console.count).toContainText("1 selected");
  await expect(page.getByRole("checkbox", { name: "Select Broken" })).toBeChecked();
  await console.expectRow("One", { Status: "Active" });
  await console.expectRow("Broken", { Status: "Failed" });
});

test("progress is shown; Stop lets go of those under way, and what was not verified stays selected", async ({ page, product, organization }) => {
  const acme = await organization("hanging");
  await (await Api.of(product)).createMany(5, acme.credentials);
  const console = await Console.signIn(page, product);
  await page.getByRole("checkbox", { name: "Select all loaded connections" }).check();
  await console.action("Verify now").click();
  await expect(page.getByRole("progressbar", { name: "Verifying…" })).toHaveAttribute("aria-valuetext", /\d of 5/);
  await expect(page.getByRole("row").getByText("Verifying…")).toHaveCount(3);
  await expectAccessible(page, "verifying many");
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(console.toast(/^Stopped after \d of 5/)).toBeVisible();
  await expect(console.count).toContainText("5 selected");
});
