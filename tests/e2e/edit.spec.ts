// Editing a stored connection.

import { Console } from "./pages/console.ts";
import { Api } from "./support/api.ts";
import { expectFocus } from "./support/reach.ts";
import { expect, expectAccessible, test } from "./support/test.ts";

test("edit without touching the key: the stored key stays", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).create("Acme", acme.credentials);
  const console = await Console.signIn(page, product);
  const panel = await console.openEdit("Acme");
  await expect(panel.field("Okta domain")).toHaveValue(acme.credentials.domain);
  await expect(panel.dialog.getByText(/^Saved key/)).toBeVisible();
  await expectAccessible(page, "the edit panel");
  await panel.field("Profile name").fill("Acme renamed");
  await panel.save();
  await panel.expectClosed();
  await expect(console.toast("Acme renamed was saved.")).toBeVisible();
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
  await expect(panel.dialog.getByText(/cannot be used for this one/)).toBeVisible();
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

test("somebody else's change meanwhile: both are shown, and each field is a choice", async ({ page, product, organization }) => {
  const acme = await organization();
  const api = await Api.of(product);
  const id = await api.create("Acme", acme.credentials, { description: "Before" });
  const console = await Console.signIn(page, product);
  const panel = await console.openEdit("Acme");
  const choice = (name: RegExp) => panel.dialog.getByRole("radio", { name });
  const stored = async () => (await (await api.call("GET", `/connections/${id}`)).json()) as { name: string; description: string };
  const settings = { domain: acme.credentials.domain, client_id: acme.credentials.clientId };
  const change = async (version: number, name: string, description: string) => {
    const theirs = { name, description, application: "okta", settings };
    expect((await api.call("PUT", `/connections/${id}`, theirs, { "if-match": `"${version}"` })).status).toBe(200);
  };

  await panel.field("Description").fill("Mine");
  await change(1, "Acme theirs", "Theirs");
  await panel.save();
  await expect(panel.dialog.getByText("Someone else changed this connection")).toBeVisible();
  // Only they changed the name; both changed the description, where the user's own text is the default.
  await expect(choice(/^Profile name, Theirs: Acme theirs$/)).toBeChecked();
  await expect(choice(/^Description, Yours: Mine$/)).toBeChecked();
  await expectAccessible(page, "two versions");
  // It follows what is typed meanwhile: that is what would be saved.
  await panel.type("Description", "Mine, too");
  await expect(choice(/^Description, Yours: Mine, too$/)).toBeChecked();

  // Another change while the user chooses: the conflict is shown anew, with the present differences.
  await change(2, "Acme again", "Theirs");
  await panel.button("Save selection").click();
  await expect(choice(/^Profile name, Theirs: Acme again$/)).toBeChecked();
  await choice(/^Description, Theirs/).check();
  await choice(/^Profile name, Yours/).check();
  await panel.button("Save selection").click();
  await panel.expectClosed();
  expect(await stored()).toMatchObject({ name: "Acme theirs", description: "Theirs" });
});

test("somebody else's version can be taken as it is", async ({ page, product, organization }) => {
  const acme = await organization();
  const api = await Api.of(product);
  const id = await api.create("Acme", acme.credentials);
  const console = await Console.signIn(page, product);
  const panel = await console.openEdit("Acme");
  await panel.field("Description").fill("Mine");
  const settings = { domain: acme.credentials.domain, client_id: acme.credentials.clientId };
  await api.call("PUT", `/connections/${id}`, { name: "Acme", description: "Theirs", application: "okta", settings }, { "if-match": '"1"' });
  await panel.save();
  await panel.button("Use their version").click();
  await expect(panel.field("Description")).toHaveValue("Theirs");
  await expectFocus(page, "their version was taken");
  await panel.button("Cancel").click();
  await panel.expectClosed();
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
