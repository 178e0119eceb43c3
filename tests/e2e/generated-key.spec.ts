// Generated key pairs: the private half never reaches the browser, the public half goes into Okta.

import { Console } from "./pages/console.ts";
import type { ConnectionPanel } from "./pages/panel.ts";
import { Api } from "./support/api.ts";
import { copied } from "./support/clipboard.ts";
import { type Organization, expect, expectAccessible, test } from "./support/test.ts";

interface PublicJwk {
  kid: string;
  [member: string]: string;
}

async function shownKey(panel: ConnectionPanel): Promise<PublicJwk> {
  const text = await panel.dialog.getByRole("group", { name: "Public key" }).textContent();
  return JSON.parse(text ?? "") as PublicJwk;
}

async function fillAllButTheKey(panel: ConnectionPanel, name: string, { credentials }: Organization): Promise<void> {
  await panel.field("Profile name").fill(name);
  await panel.field("Okta domain").fill(credentials.domain);
  await panel.field("Client ID").fill(credentials.clientId);
}

test("a key made here: its public half goes into Okta, and the connection works with it", async ({ page, product, organization }) => {
  const console = await Console.signIn(page, product);
  const acme = await organization();
  const panel = await console.openCreate();
  await fillAllButTheKey(panel, "Own key", acme);
  const answer = page.waitForResponse("**/api/v1/keys");
  await panel.button("Generate a key here").click();
  expect(Object.keys((await (await answer).json()) as object).sort()).toEqual(["id", "key_id", "public_jwk", "public_pem"]);
  const key = await shownKey(panel);
  expect(Object.keys(key).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
  await expectAccessible(page, "a generated key");

  // The guide shows where to paste it.
  await panel.button("See step 8").click();
  const step = panel.dialog.getByRole("listitem").filter({ hasText: "Paste the public key" });
  await expect(step).toContainText("Start here");
  await step.getByRole("button", { name: "Copy public key" }).click();
  expect(JSON.parse(await copied(panel.field("Description")))).toEqual(key);

  await panel.button("Test connection").click();
  await expect(panel.outcome, "Okta does not know it yet").toHaveText("Not connected");
  await acme.register(key);
  await panel.button("Test connection").click();
  await expect(panel.outcome).toHaveText("Everything works");
  await panel.save();
  await panel.expectClosed();
  await console.expectRow("Own key", { Status: "Active" });

  await page.reload();
  const edit = await console.openEdit("Own key");
  await expect(edit.dialog.getByText(key.kid).first()).toBeVisible();
});

test("whoever changes their mind gets the same key again", async ({ page, product, organization }) => {
  const console = await Console.signIn(page, product);
  const acme = await organization();
  const panel = await console.openCreate();
  await fillAllButTheKey(panel, "Undecided", acme);
  await panel.button("Generate a key here").click();
  const first = await shownKey(panel);
  await panel.button("Use another key").click();
  await expect(panel.field("Private key")).toBeFocused();
  await panel.field("Private key").fill(acme.credentials.jwk);
  await panel.button("Replace").click();
  await panel.button("Use the generated key").click();
  expect(await shownKey(panel)).toEqual(first);

  await panel.button("Use another key").click();
  await panel.field("Private key").fill(acme.credentials.jwk);
  await panel.save();
  await panel.expectClosed();
  await console.expectRow("Undecided", { Status: "Active" });
});

test("a stored key is replaced by one that is made here", async ({ page, product, organization }) => {
  const acme = await organization();
  const api = await Api.of(product);
  const id = await api.create("Acme", acme.credentials);
  const console = await Console.signIn(page, product);
  const panel = await console.openEdit("Acme");
  await panel.button("Replace").click();
  await panel.button("Generate a key here").click();
  const key = await shownKey(panel);
  await acme.register(key);
  await panel.save();
  await panel.expectClosed();
  const stored = (await (await api.call("GET", `/connections/${id}`)).json()) as { settings: { key: { key_id: string } }; status: string };
  expect(stored).toMatchObject({ status: "active", settings: { key: { key_id: key.kid } } });
});

test("without a server no key is generated, and the panel says so", async ({ page, product, context, guard }) => {
  guard.allow(/Failed to load resource/);
  const console = await Console.signIn(page, product);
  const panel = await console.openCreate();
  await context.setOffline(true);
  await panel.button("Generate a key here").click();
  await expect(panel.dialog.getByText(/No key was generated/)).toBeVisible();
  await context.setOffline(false);
  await panel.button("Generate a key here").click();
  await expect(panel.button("Copy public key").first()).toBeFocused();
});
