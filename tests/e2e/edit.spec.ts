// Changing a stored connection.

import { Console } from "./pages/console.ts";
import { Api } from "./support/api.ts";
import { expect, expectAccessible, test } from "./support/test.ts";

test("edit without touching the key: the stored key stays", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).create("Acme", acme.credentials);
  const console = await Console.signIn(page, product);
  const panel = await console.openEdit("Acme");
  await expect(panel.field("Okta domain")).toHaveValue(acme.credentials.domain);
  await expect(panel.dialog.getByText("Key stored")).toBeVisible();
  await expectAccessible(page, "the edit panel");
  await panel.field("Profile name").fill("Acme renamed");
  await panel.save();
  await panel.expectClosed();
  await expect(console.toast("Acme renamed is saved.")).toBeVisible();
  await console.expectRow("Acme renamed", { Status: "Active" });

  await console.select("Acme renamed");
  await console.action("Verify now").click();
  await expect(console.toast("Acme renamed works.")).toBeVisible();
});

test("another domain needs the key again", async ({ page, product, organization }) => {
  const [acme, other] = [await organization(), await organization()];
  await (await Api.of(product)).create("Acme", acme.credentials);
  const console = await Console.signIn(page, product);
  const panel = await console.openEdit("Acme");
  await panel.field("Okta domain").fill(other.credentials.domain);
  await panel.field("Okta domain").blur();
  await expect(panel.dialog.getByText(/never follows to a new one/)).toBeVisible();
  await panel.save();
  await expect(panel.summary.getByRole("link", { name: /key/i })).toBeVisible();
  await expectAccessible(page, "the key must be given again");
});

test("a key is replaced", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).create("Acme", acme.credentials);
  const console = await Console.signIn(page, product);
  const panel = await console.openEdit("Acme");
  await panel.button("Replace").click();
  await panel.field("Private key").fill(acme.credentials.pem);
  await panel.save();
  await panel.expectClosed();
  await console.expectRow("Acme", { Status: "Active" });
});

test("somebody else's change meanwhile: both are shown, and mine can win", async ({ page, product, organization }) => {
  const acme = await organization();
  const api = await Api.of(product);
  const id = await api.create("Acme", acme.credentials);
  const console = await Console.signIn(page, product);
  const panel = await console.openEdit("Acme");
  await panel.field("Description").fill("Mine");

  const settings = { domain: acme.credentials.domain, client_id: acme.credentials.clientId };
  const theirs = { name: "Acme", description: "Theirs", application: "okta", settings };
  expect((await api.call("PUT", `/connections/${id}`, theirs, { "if-match": '"1"' })).status).toBe(200);

  await panel.save();
  await expect(panel.dialog.getByText("Somebody else has changed this connection")).toBeVisible();
  await expect(panel.dialog.getByRole("row").filter({ hasText: "Description" })).toContainText("Theirs");
  await expectAccessible(page, "two versions");
  await panel.dialog.getByRole("button", { name: "Keep mine and save" }).click();
  await panel.expectClosed();
  const stored = (await (await api.call("GET", `/connections/${id}`)).json()) as { description: string };
  expect(stored.description).toBe("Mine");
});

test("the address opens the panel, and Back closes it", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).create("Acme", acme.credentials);
  const console = await Console.signIn(page, product);
  const panel = await console.openEdit("Acme");
  expect(new URL(page.url()).search).toContain("panel=edit");
  await page.reload();
  await expect(panel.field("Profile name")).toHaveValue("Acme");
  await page.goBack();
  await panel.expectClosed();
});
