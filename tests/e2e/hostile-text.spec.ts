// Hostile text: input of users and responses of Okta are shown as text on every page.

import { randomUUID } from "node:crypto";
import { Console } from "./pages/console.ts";
import { Api } from "./support/api.ts";
import { expect, test } from "./support/test.ts";

const NAME = `"><img src=x onerror="document.title='run'"><b>Acme</b>`;
const DESCRIPTION = "</p><script>document.title = 'run'</script> {{7*7}} ${7*7} [x](javascript:alert(1))";
const AUTHOR = `<svg onload=alert(1)> ${randomUUID()}`;

test("markup that somebody stored is shown as it was written, wherever it is shown", async ({ page, product, organization }) => {
  const acme = await organization();
  const api = await Api.of(product, AUTHOR);
  await api.create(NAME, acme.credentials, { verify: false, description: DESCRIPTION });
  const console = await Console.signIn(page, product);
  const made = () => page.locator("b, body script:not([src]), img, svg[onload], [onerror], a[href^='javascript:']").count();

  await console.expectRow(NAME, { Status: "Unverified" });
  expect(await made(), "the list").toBe(0);

  const panel = await console.openEdit(NAME);
  await expect(panel.field("Profile name")).toHaveValue(NAME);
  await expect(panel.field("Description")).toHaveValue(DESCRIPTION);
  expect(await made(), "the panel").toBe(0);
  await page.keyboard.press("Escape");

  await console.link(NAME).click();
  await expect(page.getByRole("heading", { level: 1, name: NAME })).toBeVisible();
  await expect(page.getByText(DESCRIPTION)).toBeVisible();
  await expect(page.getByText(AUTHOR).first()).toBeVisible();
  expect(await made(), "its page and its history").toBe(0);
  await page.goBack();

  await console.search.fill(NAME);
  await expect(console.rows).toHaveCount(1);
  await console.select(NAME);
  await console.action("Delete").click();
  const question = page.getByRole("alertdialog", { name: `Delete ${NAME}?` });
  expect(await made(), "the question").toBe(0);
  await question.getByRole("button", { name: "Delete" }).click();
  await expect(console.toast(`${NAME} was deleted.`)).toBeVisible();
  expect(await made(), "the message").toBe(0);
  expect(await page.title()).not.toContain("run");
});
