// Bulk delete.

import { Console } from "./pages/console.ts";
import { Api } from "./support/api.ts";
import { expectFocus } from "./support/reach.ts";
import { expect, expectAccessible, test } from "./support/test.ts";

test("delete asks by name, and Cancel keeps the connection", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).create("Acme", acme.credentials, { verify: false });
  const console = await Console.signIn(page, product);
  await console.select("Acme");
  await console.action("Delete").click();
  const question = page.getByRole("alertdialog", { name: "Delete Acme?" });
  await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
  await expect(question).toContainText(/cannot undo this/);
  await expectAccessible(page, "the question before deleting");
  await page.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await expect(console.row("Acme")).toBeVisible();

  await console.action("Delete").click();
  await question.getByRole("button", { name: "Delete" }).click();
  await expect(console.toast("Acme was deleted.")).toBeVisible();
  await expect(page.getByText("No connections yet")).toBeVisible();
  await page.reload();
  await expect(page.getByText("No connections yet")).toBeVisible();
});

test("several at once, and the others stay", async ({ page, product, organization }) => {
  const acme = await organization();
  const api = await Api.of(product);
  for (const name of ["One", "Two"]) {
    await api.create(name, acme.credentials, { verify: false });
  }
  const three = await api.create("Three", acme.credentials, { verify: false });
  const console = await Console.signIn(page, product);
  await console.select("One");
  await console.select("Two");
  await expect(console.count).toContainText("2 selected");
  await console.action("Delete").click();
  await page.getByRole("alertdialog", { name: "Delete 2 connections?" }).getByRole("button", { name: "Delete" }).click();
  await expect(console.toast("2 connections were deleted.")).toBeVisible();
  await expect(console.rows).toHaveCount(1);
  expect(await console.names()).toEqual(["Three"]);

  // Connections that somebody else deletes are deselected.
  await console.select("Three");
  await api.call("DELETE", `/connections/${three}`);
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await expect(page.getByText("No connections yet")).toBeVisible();
  await expect(console.count).toHaveText("0 connections");
});

test("very many in steps, which Stop ends; what is left stays selected", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).createMany(120, acme.credentials);
  const console = await Console.signIn(page, product);
  await page.getByRole("checkbox", { name: "Select all loaded connections" }).check();
  await page.getByRole("button", { name: "Select all 120 matching connections" }).click();
  await expect(console.count).toContainText("120 selected");
  await expectFocus(page, "all were selected");

  await console.action("Delete").click();
  const question = page.getByRole("alertdialog", { name: "Delete 120 connections?" });
  const number = question.getByRole("textbox", { name: "To confirm, enter the number 120" });
  await number.pressSequentially("12");
  await page.keyboard.press("Enter");
  await expect(question.getByRole("button", { name: "Delete" })).toHaveAttribute("aria-disabled", "true");
  await expect(question.getByRole("button", { name: "Delete" })).toHaveAccessibleDescription(/enter the number 120/);
  await expectAccessible(page, "a number to confirm");
  await number.pressSequentially("0");
  // Pressed as soon as the first request has succeeded: by then the second is under way.
  const pressed = question.getByRole("button", { name: "Cancel" }).evaluate((cancel) => new Promise<string>((resolve) => {
    const dialog = cancel.closest("dialog")!;
    const observer = new MutationObserver(() => {
      if (dialog.querySelector("progress")?.getAttribute("value") === "50") {
        observer.disconnect();
        resolve(cancel.textContent);
        (cancel as HTMLElement).click();
      }
    });
    observer.observe(dialog, { subtree: true, childList: true, attributes: true });
  }));
  await question.getByRole("button", { name: "Delete" }).click();
  expect((await pressed).trim()).toBe("Stop");
  await expect(question.getByText("100 of 120 connections were deleted.")).toBeVisible();
  await expectAccessible(page, "deleting was stopped");
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(console.rows).toHaveCount(20);
  await expect(console.count).toContainText("20 selected");

  await console.action("Delete").click();
  const rest = page.getByRole("alertdialog", { name: "Delete 20 connections?" });
  await rest.getByRole("textbox").pressSequentially("20");
  await page.keyboard.press("Enter");
  await expect(page.getByText("No connections yet")).toBeVisible();
});

test("what somebody else has deleted meanwhile keeps nobody from deleting the rest", async ({ page, product, organization }) => {
  const acme = await organization();
  const api = await Api.of(product);
  const first = await api.create("One", acme.credentials, { verify: false });
  await api.create("Two", acme.credentials, { verify: false });
  const console = await Console.signIn(page, product);
  await page.getByRole("checkbox", { name: "Select all loaded connections" }).check();
  await api.call("DELETE", `/connections/${first}`);
  await console.action("Delete").click();
  await page.getByRole("alertdialog", { name: "Delete 2 connections?" }).getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("No connections yet")).toBeVisible();
});

test("after Delete on a connection's page Back does not lead to what is gone, and the search is still there", async ({ page, product, organization }) => {
  const acme = await organization();
  const api = await Api.of(product);
  await api.create("Acme one", acme.credentials, { verify: false });
  await api.create("Acme two", acme.credentials, { verify: false });
  await api.create("Other", acme.credentials, { verify: false });
  const console = await Console.signIn(page, product);
  await console.search.pressSequentially("acme");
  await expect(console.rows).toHaveCount(2);
  await console.link("Acme one").click();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("alertdialog", { name: "Delete Acme one?" }).getByRole("button", { name: "Delete" }).click();
  await expect(console.rows).toHaveCount(1);
  await expect(console.search).toHaveValue("acme");
  await page.goBack();
  await expect(console.rows).toHaveCount(1);
  await expect(page.getByText("does not exist")).toHaveCount(0);
});
