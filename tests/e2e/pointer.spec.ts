// Pointer accuracy: nothing moves away under the pointer, and the second press of a double click does nothing else.

import { Console } from "./pages/console.ts";
import { Api } from "./support/api.ts";
import { expectFocus, expectReachable } from "./support/reach.ts";
import { expect, test } from "./support/test.ts";

test("a click right after typing something wrong is not lost", async ({ page, product }) => {
  const console = await Console.signIn(page, product);
  const panel = await console.openCreate();
  for (const { field, typed } of [
    { field: "Client ID", typed: "0oa1" },
    { field: "Okta domain", typed: "acme-admin.okta.com/admin" },
  ] as const) {
    await panel.type(field, typed);
    const button = panel.button("Generate a key here").or(panel.button("Use the generated key"));
    await button.scrollIntoViewIfNeeded();
    const box = (await button.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    // Held as long as a finger: everything that leaving the field triggers has happened.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    expect((await button.boundingBox())!.y, "the button stays under the pointer").toBe(box.y);
    await page.mouse.up();
    await expect(panel.button("Copy public key").first()).toBeVisible();
    await panel.button("Use another key").click();
  }
  await panel.expectError("Client ID", /6 to 100 characters/);
  await expect(panel.field("Okta domain"), "mended after the click").toHaveValue("https://acme.okta.com");
});

test("a double click on Create or Edit opens the panel and leaves it open", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).create("Acme", acme.credentials, { verify: false });
  await page.setViewportSize({ width: 1920, height: 1000 });
  const console = await Console.signIn(page, product);
  const dialog = page.getByRole("dialog", { name: /application connection/ });
  await console.action("Create").dblclick();
  await expect(dialog).toBeVisible();
  await expectFocus(page, "a double click on Create");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await console.select("Acme");
  const box = (await console.action("Edit").boundingBox())!;
  const settled = () => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const now = Date.now();
  await page.clock.setFixedTime(now);
  await page.mouse.click(box.x + 5, box.y + 5);
  await expect(dialog.getByRole("textbox", { name: "Profile name" })).toBeFocused();
  // Two separate clicks, as some touchpads send them.
  await page.mouse.click(box.x + 5, box.y + 5);
  await settled();
  await expect(dialog).toBeVisible();
  // A slow double click.
  await page.clock.setFixedTime(now + 1_000);
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
  await settled();
  await expect(dialog).toBeVisible();
  await page.mouse.click(box.x + 5, box.y + 5);
  await expect(dialog).toBeHidden();
});

test("only a plain click beside the panel closes it", async ({ page, product }) => {
  await page.setViewportSize({ width: 1920, height: 1000 });
  const console = await Console.signIn(page, product);
  const panel = await console.openCreate();
  await expect(panel.field("Profile name")).toBeFocused();
  for (const button of ["right", "middle"] as const) {
    await page.mouse.click(50, 500, { button });
    await expect(panel.dialog).toBeVisible();
  }
  // A text selection that ends outside of the panel.
  const field = (await panel.field("Profile name").boundingBox())!;
  await page.mouse.move(field.x + 10, field.y + 10);
  await page.mouse.down();
  await page.mouse.move(50, 500);
  await page.mouse.up();
  await expect(panel.dialog).toBeVisible();
  await expect(async () => {
    await page.mouse.click(50, 500);
    await expect(panel.dialog).toBeHidden({ timeout: 500 });
  }).toPass();
});

test("a file that is dropped anywhere in the panel is taken", async ({ page, product, organization }) => {
  const { credentials } = await organization();
  await (await Api.of(product)).create("Acme", credentials);
  const console = await Console.signIn(page, product);
  const panel = await console.openEdit("Acme");
  for (const target of ["#panel-title", "#profile-name", ".guide"]) {
    const prevented = await page.locator(target).evaluate((node, text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], "key.json", { type: "application/json" }));
      const events = ["dragover", "drop"].map((type) => new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
      return events.map((event) => !node.dispatchEvent(event));
    }, credentials.jwk);
    expect(prevented, `${target}: the browser does not open the file`).toEqual([true, true]);
    await expect(panel.dialog.getByText(/^New key/)).toBeVisible();
  }
});

test("in a window of 640 × 400 everything can be reached, and Save comes before the guide", async ({ page, product, organization }) => {
  const { credentials } = await organization();
  const name = "acme_production_tenant_backup_connection_2026_".repeat(3).slice(0, 120);
  await (await Api.of(product)).create(name, credentials);
  for (const viewport of [{ width: 640, height: 400 }, { width: 320, height: 800 }, { width: 1280, height: 800 }]) {
    await page.setViewportSize(viewport);
    const console = await Console.signIn(page, product);
    const panel = await console.openEdit(name);
    await expectReachable(page, `the panel at ${viewport.width} px`);
    const order = await panel.dialog.evaluate((dialog) => ["save-connection", "guide-title"].map((id) => dialog.querySelector(`#${id}`)!.getBoundingClientRect().top));
    if (viewport.width === 640) {
      expect(order[0]).toBeLessThan(order[1]!);
    }
    await panel.button("Cancel").click();
    await panel.expectClosed();
    await console.action("Delete").click();
    const question = page.getByRole("alertdialog");
    for (const button of ["Cancel", "Delete"]) {
      await expect(question.getByRole("button", { name: button }), "without scrolling to the side").toBeInViewport({ ratio: 1 });
    }
    await expectReachable(page, `the question at ${viewport.width} px`);
    await question.getByRole("button", { name: "Cancel" }).click();
    await expect(question).toBeHidden();
    await expectFocus(page, "Cancel");
  }
});
