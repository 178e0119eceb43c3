// Verifying stored connections, one or many.

import { Console } from "./pages/console.ts";
import { Api } from "./support/api.ts";
import { expectFocus } from "./support/reach.ts";
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

test("what could not be asked does not need attention", async ({ page, product, organization, guard }) => {
  const acme = await organization();
  await (await Api.of(product)).createMany(3, acme.credentials);
  const console = await Console.signIn(page, product);
  await page.getByRole("checkbox", { name: "Select all loaded connections" }).check();
  guard.allow(/ERR_CONNECTION_REFUSED/);
  await product.stop();
  await console.action("Verify now").click();
  await expect(console.toast("3 of 3 connections were not verified. The server cannot be reached.")).toBeVisible();
  await expect(console.toast(/attention/)).toHaveCount(0);
  await expect(console.count).toContainText("3 selected");
});

test("many are verified on while other pages are looked at, and end in a list of what failed", async ({ page, product, organization }) => {
  const [works, fails, slow] = [await organization(), await organization("key_not_registered"), await organization("slow")];
  const api = await Api.of(product);
  await api.create("Broken", fails.credentials, { verify: false });
  await api.create("Works", works.credentials, { verify: false });
  for (const name of ["Slow 1", "Slow 2", "Slow 3", "Slow 4"]) {
    await api.create(name, slow.credentials, { verify: false });
  }
  const console = await Console.signIn(page, product);
  await page.getByRole("checkbox", { name: "Select all loaded connections" }).check();
  await console.action("Verify now").click();
  await console.link("Works").click();
  await expect(page.getByRole("heading", { level: 1, name: "Works" })).toBeVisible();
  await expect(page.getByRole("progressbar", { name: "Verifying…" })).toBeVisible();
  await expectAccessible(page, "verifying many in the background");
  await expect(console.toast("1 of 6 connections needs attention.")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("progressbar", { name: "Verifying…" })).toHaveCount(0);
  await page.getByRole("button", { name: "Show failed" }).click();
  const failed = page.getByRole("dialog", { name: "Failed or not verified" });
  await expect(failed.getByRole("listitem")).toHaveCount(1);
  await expectAccessible(page, "the list of what failed");
  await failed.getByRole("link", { name: "Broken" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Broken" })).toBeVisible();
  await expect(failed).toBeHidden();
});

test("a button that goes with what it does leaves the focus in the page", async ({ page, product, organization }) => {
  const acme = await organization("hanging");
  await (await Api.of(product)).createMany(4, acme.credentials);
  const console = await Console.signIn(page, product);
  await page.getByRole("checkbox", { name: "Select all loaded connections" }).check();
  await console.action("Verify now").click();
  await page.getByRole("button", { name: "Stop" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Stop" })).toHaveCount(0);
  await expect(page.getByRole("main")).toBeFocused();

  // So does the button of a report that has not loaded yet.
  await console.link("Connection 001").click();
  await page.getByRole("button", { name: "Verify now" }).last().press("Enter");
  await expect(page.getByRole("region", { name: "Connection test" })).toBeVisible();
  await expectFocus(page, "Verify now");
});
