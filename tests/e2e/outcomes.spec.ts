// Unusual outcomes of saving: another organization, a lost response, a deletion.

import { Console } from "./pages/console.ts";
import { Api } from "./support/api.ts";
import { expectFocus } from "./support/reach.ts";
import { expect, test } from "./support/line.ts";
import { UNREACHABLE_HOST, expectAccessible } from "./support/test.ts";

test("a connection moves to another organization after a question that says so", async ({ page, product, organization }) => {
  const [acme, other] = [await organization(), await organization()];
  await (await Api.of(product)).create("Acme", acme.credentials);
  const console = await Console.signIn(page, product);
  const panel = await console.openEdit("Acme");
  await panel.type("Okta domain", other.credentials.domain);
  await panel.paste("Private key", other.credentials.jwk);
  await panel.save();
  await expect(panel.dialog.getByText("This is a different Okta organization")).toBeVisible();
  await expect(panel.dialog.getByText(/\?organization=/), "words for people").toBeHidden();
  await expectFocus(page, "a save that was refused");
  await expectAccessible(page, "another organization");
  await panel.button("Switch organization").click();
  await panel.expectClosed();
  await console.expectRow("Acme", { "Okta domain": other.host, Status: "Active" });
});

test("a saved connection whose answer was lost is found, and is not saved twice", async ({ page, product, organization, guard, line }) => {
  guard.allow(/ERR_|Failed to fetch|Failed to load/);
  const api = await Api.of(product);
  const { credentials } = await organization();
  const console = await Console.signIn(page, product);
  const panel = await console.openCreate();
  await panel.fill("Acme", credentials);
  // The server stores it; its response never arrives.
  line.lose("answer", "POST", "/api/v1/connections");
  await panel.save();
  await expect(panel.dialog.getByText("It may have been saved")).toBeVisible();
  await expectFocus(page, "a lost answer");
  line.recover();
  await panel.type("Description", "Nightly");
  await panel.save();
  await panel.expectClosed();
  const { items } = (await (await api.call("GET", "/connections")).json()) as { items: { name: string; description: string }[] };
  expect(items.map(({ name, description }) => ({ name, description }))).toEqual([{ name: "Acme", description: "Nightly" }]);
  await console.expectRow("Acme", { Status: "Active" });

  // Sent again: the server recognizes it by its idempotency key.
  const again = await console.openCreate();
  await again.fill("Borealis", credentials);
  line.lose("answer", "POST", "/api/v1/connections");
  await again.save();
  await expect(again.dialog.getByText("It may have been saved")).toBeVisible();
  line.recover();
  await again.save();
  await again.expectClosed();
  await expect(console.rows).toHaveCount(2);
});

test("closed while it is saved, the list knows what became of it", async ({ page, product, organization, line }) => {
  const api = await Api.of(product);
  const { credentials } = await organization();
  const console = await Console.signIn(page, product);
  const panel = await console.openCreate();
  await panel.fill("Acme", credentials);
  line.slow(3_000);
  await panel.save();
  await expect.poll(async () => ((await (await api.call("GET", "/connections")).json()) as { items: unknown[] }).items.length).toBe(1);
  await page.keyboard.press("Escape");
  await page.getByRole("alertdialog", { name: "Close while saving?" }).getByRole("button", { name: "Close" }).click();
  line.slow(0);
  await panel.expectClosed();
  await console.expectRow("Acme", { Status: "Active" });
});

test("after a lost answer a look says whether it was saved, and closing asks the list anew", async ({ page, product, organization, guard, line }) => {
  guard.allow(/ERR_|Failed to fetch|Failed to load/);
  const { credentials } = await organization();
  const console = await Console.signIn(page, product);
  const panel = await console.openCreate();
  await panel.fill("Acme", credentials);
  line.lose("request", "POST", "/api/v1/connections");
  await panel.save();
  await panel.button("Check now").click();
  await expect(panel.dialog.getByText("Not saved")).toBeVisible();
  line.lose("answer", "POST", "/api/v1/connections");
  await panel.save();
  await expect(panel.dialog.getByText("It may have been saved")).toBeVisible();
  await panel.button("Cancel").click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Discard" }).click();
  await console.expectRow("Acme", { Status: "Active" });
});

test("what somebody else has deleted can be saved as a new connection, and the list knows", async ({ page, product, organization }) => {
  const api = await Api.of(product);
  const { credentials } = await organization();
  const id = await api.create("Acme", credentials);
  const console = await Console.signIn(page, product);
  const panel = await console.openEdit("Acme");
  await panel.type("Description", "Mine");
  expect((await api.call("DELETE", `/connections/${id}`)).status).toBe(204);
  await panel.save();
  await panel.button("Save as a new connection").click();
  await expect(page.getByRole("heading", { name: "Create application connection" })).toBeVisible();
  await panel.dialog.page().keyboard.press("Tab");
  const create = page.getByRole("dialog", { name: "Create application connection" });
  await expect(create.getByRole("link", { name: /private key/i }), "its key is gone with it").toBeVisible();
  await create.getByRole("textbox", { name: "Private key" }).fill(credentials.jwk);
  await create.getByRole("button", { name: "Save", exact: true }).click();
  await expect(create).toBeHidden();
  await console.expectRow("Acme", { Status: "Active" });

  const again = await console.openEdit("Acme");
  await again.type("Description", "Mine again");
  const { items } = (await (await api.call("GET", "/connections")).json()) as { items: { id: string }[] };
  await api.call("DELETE", `/connections/${items[0]!.id}`);
  await again.save();
  await expect(again.button("Save as a new connection")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("alertdialog").getByRole("button", { name: "Discard" }).click();
  await expect(page.getByText("No connections yet")).toBeVisible();

  // The same before its panel has opened.
  const gone = await api.create("Acme", credentials, { verify: false });
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await console.select("Acme");
  await api.call("DELETE", `/connections/${gone}`);
  await console.action("Edit").click();
  await expect(page.getByText("No connections yet")).toBeVisible();
});

test("an edit ends a test that runs, and the next one can begin", async ({ page, product, organization }) => {
  const [slow, acme] = [await organization("hanging"), await organization()];
  const console = await Console.signIn(page, product);
  const panel = await console.openCreate();
  await panel.fill("Acme", { ...acme.credentials, domain: slow.credentials.domain });
  await panel.button("Test connection").click();
  await expect(panel.outcome).toHaveText(/of 9/);
  await panel.type("Okta domain", acme.credentials.domain);
  await expect(panel.dialog.getByText("The settings have changed since this test.")).toBeVisible();
  await panel.button("Test connection").click();
  await expect(panel.outcome).toHaveText("Everything works");
});

test("a rename asks Okta nothing and shows no check", async ({ page, product, organization }) => {
  const acme = await organization();
  const api = await Api.of(product);
  await api.create("Acme", acme.credentials);
  await api.create("Later", acme.credentials, { verify: false });
  const console = await Console.signIn(page, product);
  const panel = await console.openEdit("Acme");
  await panel.type("Profile name", "Acme renamed");
  product.pause();
  await panel.save();
  await expect(panel.dialog.getByText("Working…").first()).toBeAttached();
  await expect(panel.checks).toBeHidden();
  product.resume();
  await panel.expectClosed();

  // Its verification is as old as before: it was not verified again.
  const later = await console.openEdit("Later");
  await later.type("Profile name", "Later renamed");
  await later.save();
  await expect(console.toast("Later renamed was saved.")).toBeVisible();
});

test("a step is shown whenever it is asked for, and a custom domain says what gives the links", async ({ page, product, organization }) => {
  const acme = await organization("missing_role");
  const console = await Console.signIn(page, product);
  const panel = await console.openCreate();
  await panel.fill("Acme", acme.credentials);
  await panel.button("Test connection").click();
  await expect(panel.outcome).toHaveText("Connected, but some data cannot be read");
  const step = panel.dialog.getByRole("listitem").filter({ hasText: "Start here" });
  for (const viewport of [{ width: 1280, height: 800 }, { width: 320, height: 800 }]) {
    await page.setViewportSize(viewport);
    if (viewport.width === 320) {
      // Unasked, nothing scrolls the result out of sight.
      await panel.button("Test again").click();
      await expect(panel.outcome).toHaveText("Connected, but some data cannot be read");
      await expect(step).toBeAttached();
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      await expect(step).not.toBeInViewport();
    }
    for (let time = 0; time < 2; time += 1) {
      await panel.button("See step 12").first().click();
      await expect(step).toBeInViewport({ ratio: 0.5 });
      await expect(step).toBeFocused();
      await panel.field("Profile name").focus();
      await panel.dialog.locator(".panel-aside").evaluate((node) => node.scrollTo(0, 0));
    }
  }
  await panel.type("Okta domain", "https://login.acme-corp.com");
  await expect(panel.dialog.getByText(/enter the okta.com address of your organization/)).toBeAttached();
});

test("a limited connection says what it cannot read, and a failed check on its page names the step", async ({ page, product, organization }) => {
  const [scopes, role] = [await organization("missing_scopes"), await organization("missing_role")];
  const api = await Api.of(product);
  await api.create("Few scopes", scopes.credentials, { description: "First line\nSecond line" });
  await api.create("No role", role.credentials);
  const console = await Console.signIn(page, product);
  await console.link("Few scopes").click();
  const checks = page.getByRole("region", { name: "Connection test" });
  await expect(checks).toContainText("Not readable: Devices, Organization settings, Admin roles, and User types.");
  await expect(checks.getByText("Failed", { exact: true }), "it works, but for these").toHaveCount(0);
  await expect(checks).toContainText("Step 11:");
  await expect(page.getByText("First line\nSecond line")).toHaveCSS("white-space", "pre-line");
  await page.goBack();
  await console.link("No role").click();
  await expect(checks).toContainText("Step 12:");
  await expect(page.getByRole("region", { name: "Readable data" })).toContainText(/some data may be missing/);
});

test("a test that did not come to its end is not called a save", async ({ page, product, organization, guard, line }) => {
  guard.allow(/ERR_|Failed to fetch|Failed to load/);
  const acme = await organization();
  const console = await Console.signIn(page, product);
  const panel = await console.openCreate();
  await panel.fill("Acme", { ...acme.credentials, domain: `https://${UNREACHABLE_HOST}` });
  line.lose("request", "POST", "/api/v1/connections/verify");
  await panel.button("Test connection").click();
  await expect(panel.dialog.getByText("The test could not be completed")).toBeVisible();
  await expect(panel.dialog.getByText("Not saved")).toBeHidden();
});
