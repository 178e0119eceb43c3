// Saved drafts: input survives a reload, a stray Esc, and the end of a session.

import type { Page } from "@playwright/test";
import { Console } from "./pages/console.ts";
import { ConnectionPanel } from "./pages/panel.ts";
import { Api } from "./support/api.ts";
import { expect, expectAccessible, test } from "./support/test.ts";

const CREATE = "Create application connection";
const BACK = "Your entries were restored";

/** The number of drafts that the tab has saved. */
async function drafts(page: Page): Promise<number> {
  return page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith("draft:")).length);
}

// The browser asks before it leaves a page with unsaved input; here the answer is yes.
test.beforeEach(({ page }) => {
  page.on("dialog", (dialog) => void dialog.accept());
});

test("a reload brings back what was typed, but never the private key", async ({ page, product, organization }) => {
  const console = await Console.signIn(page, product);
  const { credentials } = await organization();
  const panel = await console.openCreate();
  await panel.fill("Half done", credentials);
  await panel.field("Description").fill("Nightly");
  const { d } = JSON.parse(credentials.jwk) as { d: string };
  const stored = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
  expect(stored).toContain("Half done");
  expect(stored).not.toContain(d.slice(0, 24));

  await page.reload();
  const again = await ConnectionPanel.opened(page, CREATE);
  await expect(again.dialog.getByText(BACK)).toBeVisible();
  await expect(again.field("Profile name")).toHaveValue("Half done");
  await expect(again.field("Description")).toHaveValue("Nightly");
  await expect(again.field("Client ID")).toHaveValue(credentials.clientId);
  await expect(again.field("Private key")).toHaveValue("");
  await expect(again.dialog.getByText(/private key is never kept/)).toBeVisible();
  await expectAccessible(page, "a draft that came back");

  await again.field("Private key").fill(credentials.jwk);
  await again.save();
  await again.expectClosed();
  await console.expectRow("Half done", { Status: "Active" });
  expect(await drafts(page)).toBe(0);
});

test("a generated key survives a reload: Okta may know it already", async ({ page, product, organization }) => {
  const console = await Console.signIn(page, product);
  const acme = await organization();
  const panel = await console.openCreate();
  await panel.field("Profile name").fill("Own key");
  await panel.field("Okta domain").fill(acme.credentials.domain);
  await panel.field("Client ID").fill(acme.credentials.clientId);
  await panel.button("Generate a key here").click();
  const shown = panel.dialog.getByRole("group", { name: "Public key" });
  const key = (await shown.textContent()) ?? "";
  await acme.register(JSON.parse(key) as { kid: string });
  await page.reload();
  await expect(shown).toHaveText(key);
  await panel.save();
  await panel.expectClosed();
  await console.expectRow("Own key", { Status: "Active" });
});

test("starting afresh forgets it, and so does discarding", async ({ page, product }) => {
  const console = await Console.signIn(page, product);
  const panel = await console.openCreate();
  await panel.field("Profile name").fill("Half done");
  await page.reload();
  await panel.button("Start over").click();
  await expect(panel.field("Profile name")).toHaveValue("");
  await expect(panel.field("Profile name")).toBeFocused();
  await expect(panel.dialog.getByText(BACK)).toBeHidden();
  await page.reload();
  await expect(panel.field("Profile name")).toHaveValue("");

  await panel.field("Profile name").fill("Half done again");
  await page.keyboard.press("Escape");
  await page.getByRole("alertdialog").getByRole("button", { name: "Discard" }).click();
  await panel.expectClosed();
  const next = await console.openCreate();
  await expect(next.field("Profile name")).toHaveValue("");
});

test("an edit comes back after a reload, and a change by somebody else meanwhile is not overwritten", async ({ page, product, organization }) => {
  const acme = await organization();
  const api = await Api.of(product);
  const id = await api.create("Acme", acme.credentials, { description: "Before" });
  const console = await Console.signIn(page, product);
  const panel = await console.openEdit("Acme");
  await panel.field("Description").fill("Mine");
  const settings = { domain: acme.credentials.domain, client_id: acme.credentials.clientId };
  const theirs = { name: "Acme theirs", description: "Theirs", application: "okta", settings };
  expect((await api.call("PUT", `/connections/${id}`, theirs, { "if-match": '"1"' })).status).toBe(200);

  await page.reload();
  await expect(panel.dialog.getByText(BACK)).toBeVisible();
  await expect(panel.field("Description")).toHaveValue("Mine");
  await expect(panel.field("Profile name"), "not touched here").toHaveValue("Acme theirs");
  await panel.save();
  await expect(panel.dialog.getByRole("radio", { name: "Description, Yours: Mine" })).toBeChecked();
  await panel.button("Save selection").click();
  await panel.expectClosed();
  const stored = (await (await api.call("GET", `/connections/${id}`)).json()) as Record<string, unknown>;
  expect(stored).toMatchObject({ name: "Acme theirs", description: "Mine" });
});

test("a draft waits while the connection cannot be loaded", async ({ page, product, organization, guard }) => {
  guard.allow(/Failed to load resource/);
  const acme = await organization();
  const api = await Api.of(product);
  const id = await api.create("Acme", acme.credentials);
  const console = await Console.signIn(page, product);
  const panel = await console.openEdit("Acme");
  await panel.field("Description").fill("Mine");
  expect(await drafts(page)).toBe(1);
  await api.call("DELETE", `/connections/${id}`);
  await page.reload();
  await panel.expectClosed();
  expect(await drafts(page), "nothing was saved or discarded").toBe(1);
});

test("what one connection's panel holds is not another's", async ({ page, product, organization }) => {
  const acme = await organization();
  const api = await Api.of(product);
  await api.create("Acme", acme.credentials);
  await api.create("Globex", acme.credentials);
  const console = await Console.signIn(page, product);
  const panel = await console.openEdit("Acme");
  await panel.field("Description").fill("Mine");
  await page.goto("/connections");
  const other = await console.openEdit("Globex");
  await expect(other.field("Description")).toHaveValue("");
  await other.button("Cancel").click();
  await other.expectClosed();
  await page.reload();
  const back = await console.openEdit("Acme");
  await expect(back.field("Description")).toHaveValue("Mine");
});

test("two steps back at once keep what was typed, and it is back at the next edit", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).create("Acme", acme.credentials);
  const console = await Console.signIn(page, product);
  await console.link("Acme").click();
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  const panel = await ConnectionPanel.opened(page, "Edit application connection");
  await panel.type("Description", "Nightly");
  await page.evaluate(() => history.go(-2));
  await panel.expectClosed();
  const again = await console.openEdit("Acme");
  await expect(again.dialog.getByText(BACK)).toBeVisible();
  await expect(again.field("Description")).toHaveValue("Nightly");
});

test("a second reload still says that the private key is to be entered again", async ({ page, product, organization }) => {
  const console = await Console.signIn(page, product);
  const { credentials } = await organization();
  const panel = await console.openCreate();
  await panel.fill("Half done", credentials);
  for (let time = 0; time < 2; time += 1) {
    await page.reload();
    await expect(panel.dialog.getByText(/private key is never kept/)).toBeVisible();
  }
});
