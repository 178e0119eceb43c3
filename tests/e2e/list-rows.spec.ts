// Rows of the list: clicks, menus, selection, and what stays visible around the rows.

import { Console } from "./pages/console.ts";
import { Api } from "./support/api.ts";
import { expectFocus } from "./support/reach.ts";
import { expect, expectAccessible, test } from "./support/test.ts";

test("Shift selects a range, by pointer and by keyboard", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).createMany(9, acme.credentials);
  const console = await Console.signIn(page, product);
  await console.checkbox("Connection 002").click();
  await console.checkbox("Connection 005").click({ modifiers: ["Shift"] });
  await expect(console.count).toContainText("4 selected");
  // A text selection begins where the user clicked last.
  await console.count.click();
  await console.row("Connection 007").getByText("Unverified").click({ modifiers: ["Shift"] });
  await expect(console.count).toContainText("6 selected");
  expect(await page.evaluate(() => getSelection()!.toString())).toBe("");
  await console.checkbox("Connection 004").click({ modifiers: ["Shift"] });
  await expect(console.count).toContainText("2 selected");
  await expect(console.checkbox("Connection 003")).toBeChecked();
  await page.getByRole("button", { name: "Deselect 2" }).click();
  await console.link("Connection 003").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+Space");
  await expect(console.count).toContainText("3 selected");
});

test("a click on a row opens it, unless it is for what is in it or marks text", async ({ page, product, organization, context }) => {
  const acme = await organization();
  await (await Api.of(product)).createMany(3, acme.credentials);
  const console = await Console.signIn(page, product);
  const cell = console.row("Connection 002").getByText("Unverified");
  const domain = (await console.row("Connection 002").getByText(new URL(acme.credentials.domain).host).boundingBox())!;
  await page.mouse.move(domain.x + 2, domain.y + domain.height / 2);
  await page.mouse.down();
  await page.mouse.move(domain.x + 60, domain.y + domain.height / 2, { steps: 4 });
  await page.mouse.up();
  expect(await page.evaluate(() => getSelection()!.toString())).not.toBe("");
  await expect(console.heading).toBeVisible();
  await page.mouse.click(10, 10);

  const [tab] = await Promise.all([context.waitForEvent("page"), cell.click({ modifiers: ["ControlOrMeta"] })]);
  await expect(tab.getByRole("heading", { level: 1, name: "Connection 002" })).toBeVisible();
  await tab.close();
  await cell.click();
  await expect(page.getByRole("heading", { level: 1, name: "Connection 002" })).toBeVisible();
  await page.goBack();
  await expect(console.link("Connection 002")).toBeFocused();
});

test("each row has a menu: edit, duplicate, verify, delete", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).create("Acme", acme.credentials, { verify: false, description: "Nightly\nbackup" });
  const console = await Console.signIn(page, product);
  await console.choose("Acme", "Verify now");
  await console.expectRow("Acme", { Status: "Active" });
  await console.choose("Acme", "Edit");
  await page.getByRole("dialog", { name: "Edit application connection" }).waitFor();
  await page.keyboard.press("Escape");
  const button = page.getByRole("button", { name: "Actions for Acme" });
  await expect(button).toBeFocused();

  await page.keyboard.press("Enter");
  const menu = page.getByRole("menu", { name: "Actions for this row" });
  await expect(menu.getByRole("menuitem", { name: "Edit" })).toBeFocused();
  await expectAccessible(page, "the menu of a row");
  await page.keyboard.press("d");
  await expect(menu.getByRole("menuitem", { name: "Duplicate" })).toBeFocused();
  await page.keyboard.press("d");
  await expect(menu.getByRole("menuitem", { name: "Delete" })).toBeFocused();
  await page.keyboard.press("d");
  await page.keyboard.press("Enter");
  const panel = page.getByRole("dialog", { name: "Create application connection" });
  await expect(panel.getByRole("textbox", { name: "Profile name" })).toHaveValue("Acme (copy)");
  await expect(panel.getByRole("textbox", { name: "Okta domain" })).toHaveValue(acme.credentials.domain);
  await expect(panel.getByRole("textbox", { name: "Client ID" })).toHaveValue(acme.credentials.clientId);
  await expect(panel.getByRole("textbox", { name: "Private key" })).toHaveValue("");
  await page.keyboard.press("Escape");

  // In a smaller window its button may be elsewhere, or hidden.
  await button.click();
  await expect(menu).toBeVisible();
  await page.setViewportSize({ width: 500, height: 500 });
  await expect.poll(() => menu.evaluate((menu) => menu.matches(":popover-open") && menu.getBoundingClientRect().bottom > innerHeight)).toBe(false);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.keyboard.press("Escape");

  await console.choose("Acme", "Delete");
  await page.getByRole("alertdialog", { name: "Delete Acme?" }).getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("No connections yet")).toBeVisible();
  await expectFocus(page, "the row is gone");
});

test("a viewer's rows have no menu", async ({ page, product, organization }) => {
  await (await Api.of(product)).create("Acme", (await organization()).credentials, { verify: false });
  const console = await Console.signIn(page, product, "viewer");
  await expect(console.row("Acme")).toBeVisible();
  await expect(page.getByRole("button", { name: "Actions for Acme" })).toHaveCount(0);
  await page.keyboard.press("ArrowDown");
  for (const key of ["e", "Delete"]) {
    await page.keyboard.press(key);
  }
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
});

test("the actions stay in sight wherever the list is scrolled to", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).createMany(120, acme.credentials);
  const console = await Console.signIn(page, product);
  for (const [width, height] of [[1280, 800], [1920, 1080], [640, 400], [320, 800]] as const) {
    await page.setViewportSize({ width, height });
    await page.evaluate(() => scrollTo(0, 0));
    const place = (): Promise<number> => console.checkbox("Connection 001").evaluate((box) => box.getBoundingClientRect().y);
    await expect.poll(place).toBeGreaterThan(0);
    const before = await place();
    await console.checkbox("Connection 001").check();
    if (width >= 1280) {
      // The next click must not hit another row's checkbox.
      await expect(console.actions.getByRole("button", { name: "Deselect 1" })).toBeVisible();
      expect(await place(), `a selected row at ${width}`).toBe(before);
    }
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight / 2));
    for (const name of ["Edit", "Delete", "Verify now", "Export 1 as CSV", "Deselect 1"]) {
      const button = console.actions.getByRole("button", { name, exact: true });
      await expect(button, `${name} at ${width}`).toBeInViewport({ ratio: 1 });
      // Nothing covers it.
      await button.click({ trial: true });
    }
    // Headers and rows begin below the bar.
    const covered = await page.evaluate(() => {
      const bar = document.querySelector(innerWidth >= 900 && innerHeight >= 480 ? ".action-frame" : ".action-buttons")!.getBoundingClientRect();
      const head = document.querySelector("thead th")!.getBoundingClientRect();
      return head.bottom > 0 && head.top > 0 ? bar.bottom - head.top : 0;
    });
    expect(covered, `the head at ${width}`).toBeLessThanOrEqual(1);
    await page.evaluate(() => scrollTo(0, 0));
    await console.checkbox("Connection 001").uncheck();
  }
});

test("no column is cut, in no language and at no width", async ({ page, product, organization }) => {
  const acme = await organization();
  const api = await Api.of(product, "somebody-with-a-rather-long-name@subsidiary.example.com");
  await api.create("acme_production_tenant_backup_connection_2026_without_any_space_in_it", acme.credentials, { description: "Long ".repeat(30) });
  await api.create("Acme", acme.credentials, { verify: false });
  await page.clock.setFixedTime(Date.now() + 22 * 60_000);
  const console = await Console.signIn(page, product);
  for (const language of ["en", "de", "fr", "ja"]) {
    await page.evaluate((language) => {
      localStorage.setItem("language", language);
      dispatchEvent(new StorageEvent("storage"));
    }, language);
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    for (const width of [1180, 1280, 1440, 1920]) {
      await page.setViewportSize({ width, height: 800 });
      await expect(console.row("Acme")).toBeVisible();
      const cut = await page.evaluate(() => {
        const wrap = document.querySelector("table")!.parentElement!.getBoundingClientRect();
        const cells = [...document.querySelectorAll<HTMLElement>("th, td, td time, .sort-header")];
        return cells.filter((cell) => cell.getBoundingClientRect().right > wrap.right + 1 || (!cell.matches("td, .cell-check, .cell-menu") && cell.scrollWidth > cell.clientWidth + 1 && cell.clientWidth > 0)).map((cell) => cell.textContent);
      });
      expect(cut, `${language} at ${width}`).toEqual([]);
    }
  }
});

test("whoever is signed out on a low screen can be: the account menu scrolls", async ({ page, product }) => {
  await Console.signIn(page, product);
  for (const viewport of [{ width: 640, height: 400 }, { width: 667, height: 320 }, { width: 320, height: 480 }]) {
    await page.setViewportSize(viewport);
    await page.getByRole("button", { name: "Account" }).click();
    const menu = page.getByRole("menu", { name: "Account" });
    const box = (await menu.boundingBox())!;
    expect(box.y + box.height).toBeLessThanOrEqual(viewport.height);
    // By keyboard, and visible.
    await page.keyboard.press("End");
    await expect(menu.getByRole("menuitem", { name: "Sign out" })).toBeFocused();
    await expect(menu.getByRole("menuitem", { name: "Sign out" })).toBeInViewport({ ratio: 1 });
    await page.keyboard.press("Escape");
  }
  // By mouse wheel and click.
  await page.getByRole("button", { name: "Account" }).click();
  const menu = page.getByRole("menu", { name: "Account" });
  const box = (await menu.boundingBox())!;
  await page.mouse.move(box.x + 20, box.y + 20);
  await page.mouse.wheel(0, 1_000);
  await expect(menu.getByRole("menuitem", { name: "Sign out" })).toBeInViewport({ ratio: 1 });
  await menu.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("a page that does not load says why where the next rows would be; a search that does not shows no rows of another", async ({ page, product, organization, guard }) => {
  const acme = await organization();
  await (await Api.of(product)).createMany(60, acme.credentials);
  const console = await Console.signIn(page, product);
  guard.allow(/ERR_CONNECTION_REFUSED/);
  await product.stop();
  await page.keyboard.press("End");
  await page.mouse.wheel(0, 9_000);
  const more = page.getByRole("button", { name: "Load more" });
  await expect(more).toBeInViewport();
  await expect(page.getByRole("alert").filter({ hasText: "cannot be reached" })).toBeInViewport();
  await page.keyboard.press("/");
  await console.search.pressSequentially("zebra");
  await expect(console.rows).toHaveCount(0);
  const retry = page.getByRole("button", { name: "Try again" });
  await retry.focus();
  await page.keyboard.press("Enter");
  await expect(retry).toBeVisible();
  await expectFocus(page, "Try again, in vain");
  await product.restart();
  await retry.press("Enter");
  await expect(page.getByText("No connections found")).toBeVisible();
  await expectFocus(page, "Try again");
});

test("on paper there are all rows that have come, with exact moments, and nothing to press", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).createMany(80, acme.credentials);
  const console = await Console.signIn(page, product);
  await expect
    .poll(async () => {
      await page.keyboard.press("End");
      return console.row("Connection 080").isVisible();
    })
    .toBe(true);
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await expect(console.rows).toHaveCount(80);
  await expect(console.action("Create")).toBeHidden();
  await expect(page.getByRole("button", { name: "Account" })).toBeHidden();
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await page.emulateMedia({ media: "screen" });
  await expect.poll(() => console.rows.count()).toBeLessThan(80);
});

test("nothing was verified in the future, whatever this computer's clock says; exact moments on demand", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).create("Acme", acme.credentials);
  await page.clock.setFixedTime(Date.now() - 25 * 3_600_000);
  const console = await Console.signIn(page, product);
  await console.expectRow("Acme", { "Last verified": "just now", "Last modified": "just now" });
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Show exact dates and times" }).check();
  await page.keyboard.press("Escape");
  await console.expectRow("Acme", { "Last verified": /\d{4}.*\d:\d\d/ });
  await page.reload();
  await console.expectRow("Acme", { "Last modified": /\d{4}.*\d:\d\d/ });
});
