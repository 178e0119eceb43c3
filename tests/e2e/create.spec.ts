// Creating a connection.

import { Console } from "./pages/console.ts";
import { Api } from "./support/api.ts";
import { UNREACHABLE_HOST, expect, expectAccessible, test } from "./support/test.ts";

test("create with the mouse: the connection is verified and appears in the list", async ({ page, product, organization }) => {
  const console = await Console.signIn(page, product);
  await expect(page.getByText("No connections yet")).toBeVisible();
  const acme = await organization();
  const panel = await console.openCreate();
  await expect(page).toHaveTitle("Create application connection · App management · App Connections");
  await panel.fill("Acme production", acme.credentials);
  await panel.field("Description").fill("Nightly backup");
  await panel.save();
  await panel.expectClosed();
  await expect(console.toast("Acme production is connected.")).toBeVisible();
  await console.expectRow("Acme production", {
    Application: "Okta",
    "Okta domain": acme.credentials.domain.replace("https://", ""),
    Status: "Active",
  });
  await expect(console.count).toContainText("1 connection");

  await page.getByRole("region", { name: "Notifications" }).getByRole("button", { name: "Open" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Acme production" })).toBeVisible();
  await expect(console.toast("Acme production is connected.")).toBeHidden();
});

test("a closed panel takes no step of Back", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).create("Acme", acme.credentials, { verify: false });
  const console = await Console.signIn(page, product);
  await console.link("Acme").click();
  await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "Application connection" }).click();
  const panel = await console.openCreate();
  await panel.button("Cancel").click();
  await panel.expectClosed();
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "Acme" })).toBeVisible();
});

test("a PEM works as well as JSON, and shows what it is before anything is sent", async ({ page, product, organization }) => {
  const console = await Console.signIn(page, product);
  const acme = await organization();
  const panel = await console.openCreate();
  await panel.fill("From PEM", { ...acme.credentials, jwk: acme.credentials.pem });
  await expect(panel.dialog.getByText("2,048 bits")).toBeVisible();
  await panel.save();
  await panel.expectClosed();
  await console.expectRow("From PEM", { Status: "Active" });
});

test("a key is taken from a file, and is out of sight at once", async ({ page, product, organization }) => {
  const console = await Console.signIn(page, product);
  const acme = await organization();
  const panel = await console.openCreate();
  const chooser = page.waitForEvent("filechooser");
  await panel.dialog.getByRole("button", { name: "Choose a file" }).click();
  await (await chooser).setFiles({ name: "key.json", mimeType: "application/json", buffer: Buffer.from(acme.credentials.jwk) });
  await expect(panel.dialog.getByText(acme.credentials.keyId).first()).toBeVisible();
  const { d } = JSON.parse(acme.credentials.jwk) as { d: string };
  expect(await page.content()).not.toContain(d.slice(0, 40));
});

test("the domain is mended, and the user is told", async ({ page, product }) => {
  const console = await Console.signIn(page, product);
  const panel = await console.openCreate();
  await panel.field("Okta domain").fill("  Acme-Admin.okta.com/admin/apps/active ");
  await panel.field("Okta domain").blur();
  await expect(panel.field("Okta domain")).toHaveValue("https://acme.okta.com");
  await expect(panel.field("Okta domain")).toHaveAccessibleDescription(/Admin Console/);
});

test("Test connection shows all nine checks and stores nothing", async ({ page, product, organization }) => {
  const console = await Console.signIn(page, product);
  const acme = await organization();
  const panel = await console.openCreate();
  await panel.fill("Tested", acme.credentials);
  await panel.button("Test connection").click();
  await expect(panel.outcome).toHaveText("Everything works");
  await expect(panel.checks.getByRole("listitem").filter({ hasText: "Passed" })).toHaveCount(9);
  await expectAccessible(page, "all checks passed");

  await panel.field("Client ID").fill("0oaAnotherOneOf20Chr");
  await expect(panel.dialog.getByText("The settings have changed since this test.")).toBeVisible();
  await expectAccessible(page, "a test of other settings");
  await panel.button("Cancel").click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Discard" }).click();
  await panel.expectClosed();
  await expect(console.count).toContainText("0 connections");
});

test("proof of possession may be on", async ({ page, product, organization }) => {
  const console = await Console.signIn(page, product);
  const acme = await organization("dpop");
  const panel = await console.openCreate();
  await panel.fill("With DPoP", acme.credentials);
  await panel.save();
  await panel.expectClosed();
  await console.expectRow("With DPoP", { Status: "Active" });
});

test("a missing scope is named, and the connection is stored as limited", async ({ page, product, organization }) => {
  const console = await Console.signIn(page, product);
  const acme = await organization("missing_scopes");
  const panel = await console.openCreate();
  await panel.fill("Half", acme.credentials);
  await panel.button("Test connection").click();
  await expect(panel.outcome).toHaveText("Connected, but some data cannot be read");
  await expect(panel.check("okta.devices.read").first()).toBeVisible();
  await expectAccessible(page, "a limited connection");
  await panel.save();
  await panel.expectClosed();
  await expect(console.toast(/^Half .*Not readable: Devices,/)).toBeVisible();
  await console.expectRow("Half", { Status: "Limited" });
});

test("an organization that cannot be reached can be saved without verifying", async ({ page, product, organization }) => {
  const console = await Console.signIn(page, product);
  const acme = await organization();
  const panel = await console.openCreate();
  await panel.fill("Later", { ...acme.credentials, domain: `https://${UNREACHABLE_HOST}` });
  await panel.save();
  await expect(panel.outcome).toHaveText("The test could not be completed");
  await expectAccessible(page, "an inconclusive test");
  await panel.button("Save without verifying").click();
  await panel.expectClosed();
  await console.expectRow("Later", { Status: "Unverified", "Last verified": "Never" });
});

test("a site that is not Okta is called so", async ({ page, product, organization }) => {
  const console = await Console.signIn(page, product);
  const site = await organization("not_okta");
  const panel = await console.openCreate();
  await panel.fill("Not Okta", site.credentials);
  await panel.save();
  await expect(panel.checks.getByRole("listitem").filter({ hasText: "Failed" }).first()).toContainText(/Okta organization/i);
});

test("a name that is taken is refused at its field, and stays refused until it is another", async ({ page, product, organization }) => {
  const console = await Console.signIn(page, product);
  const acme = await organization();
  await (await Api.of(product)).create("Acme", acme.credentials, { verify: false });
  const panel = await console.openCreate();
  await panel.fill("", acme.credentials);
  const name = panel.field("Profile name");
  await name.pressSequentially("ACME");
  await page.keyboard.press("Enter");
  const summary = panel.dialog.getByRole("group", { name: "1 field needs your attention" });
  await expect(summary).toBeFocused();
  await panel.expectError("Profile name", /name/);
  await expect(panel.field("Client ID")).toHaveValue(acme.credentials.clientId);

  // Visited and left unchanged: still invalid.
  await name.click();
  await page.keyboard.press("Tab");
  await panel.expectError("Profile name", /name/);
  await expect(summary).toBeVisible();
  await name.click();
  await page.keyboard.press("End");
  await name.pressSequentially(" 2");
  await expect(name).toHaveValue("ACME 2");
  await expect(summary).toBeHidden();
  await page.keyboard.press("Enter");
  await panel.expectClosed();
  await console.expectRow("ACME 2", { Status: "Active" });
});

test("leaving with something typed asks first, and nothing typed asks nothing", async ({ page, product }) => {
  const console = await Console.signIn(page, product);
  const panel = await console.openCreate();
  await page.keyboard.press("Escape");
  await panel.expectClosed();

  const again = await console.openCreate();
  await again.field("Profile name").fill("Half typed");
  await page.keyboard.press("Escape");
  const question = page.getByRole("alertdialog", { name: "Discard unsaved changes?" });
  await expect(question).toBeVisible();
  await expectAccessible(page, "the question before discarding");
  await question.getByRole("button", { name: "Keep editing" }).click();
  await expect(again.field("Profile name")).toHaveValue("Half typed");
});
