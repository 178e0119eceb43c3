// A connection from its creation to its end, and the session, in Firefox.

import { withOrganization } from "./support/organization.ts";
import { expect, test } from "./support/test.ts";

test("a connection is created by keys and paste, edited, verified and deleted", async ({ window, okta }) => {
  await withOrganization(okta, async (acme) => {
    await window.signIn();
    await window.press("button", "Create");
    await window.find("dialog", "Create application connection");
    await window.type("Profile name", "Acme in Firefox");
    await window.type("Okta domain", acme.credentials.domain);
    await window.type("Client ID", acme.credentials.clientId);
    await window.paste("Private key", acme.credentials.jwk);
    await window.says("New key");
    await window.press("button", "Save");
    await window.says("Acme in Firefox is connected.");
    await window.says("Active");

    await window.press("checkbox", "Select Acme in Firefox");
    await window.press("button", "Edit");
    await window.type("Profile name", "Acme renamed");
    await window.press("button", "Save");
    await window.find("link", "Acme renamed");

    await window.press("link", "Acme renamed");
    await window.find("heading", "Acme renamed");
    await window.press("button", "Verify now");
    await window.says("Everything works");

    // The list comes back as it was left, with the row selected.
    await window.page.goBack();
    await window.find("button", "Deselect 1");
    await window.press("button", "Delete");
    await window.find("alertdialog", "Delete Acme renamed?");
    await window.keys("Tab");
    await window.press("button", "Delete");
    await window.saysNo("Acme renamed?");
    await window.says("No connections");
  });
});

test("what is wrong is said at the field while the keys go on", async ({ window }) => {
  await window.signIn();
  await window.press("button", "Create");
  await window.type("Okta domain", "https://acme-admin.okta.com/admin/apps");
  await window.keys("Tab");
  await expect.poll(() => window.value("Okta domain")).toBe("https://acme.okta.com");
  await window.type("Client ID", "x");
  await window.keys("Tab");
  const client = await window.find("textbox", "Client ID");
  expect(await client.evaluate((field) => field.getAttribute("aria-invalid"))).toBe("true");
  await window.type("Client ID", "0oa1b2c3d4E5F6G7H8i9");
  expect(await client.evaluate((field) => field.getAttribute("aria-invalid"))).not.toBe("true");
});

test("Esc asks before anything typed is lost", async ({ window }) => {
  await window.signIn();
  await window.press("button", "Create");
  await window.type("Profile name", "Half done");
  await window.keys("Escape");
  await window.find("button", "Discard");
  await window.keys("Escape");
  expect(await window.value("Profile name")).toBe("Half done");
});

test("signed out in one window is signed out in the other", async ({ window, another }) => {
  await window.signIn();
  const second = await another("same");
  await second.goto("/connections");
  await second.find("button", "Create");
  await window.press("button", "Account");
  await window.press("menuitem", "Sign out");
  await window.find("heading", "Sign in");
  await second.find("heading", "Sign in");
});

test("Back after the session has ended shows nothing of it", async ({ window }) => {
  await window.signIn();
  await window.page.goto("about:blank");
  await window.forgetCookies();
  // The page is shown again, and does not load: there is no event to wait for.
  await window.page.evaluate(() => history.back());
  await window.find("heading", "Sign in");
  await window.saysNo("Okta domain");
});

test("a private key file is read", async ({ window, okta }) => {
  await withOrganization(okta, async (acme) => {
    await window.signIn();
    await window.press("button", "Create");
    const chooser = window.page.waitForFileChooser();
    await window.press("button", "Choose a file");
    await (await chooser).accept([await acme.keyFile()]);
    await window.says("New key");
  });
});
