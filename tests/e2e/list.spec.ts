// Finding a connection among many.

import { type Locator } from "@playwright/test";
import { Console } from "./pages/console.ts";
import { Api } from "./support/api.ts";
import { paste } from "./support/clipboard.ts";
import { expect, expectAccessible, test } from "./support/test.ts";

test("search, clear, and nothing found", async ({ page, product, organization }) => {
  const acme = await organization();
  const api = await Api.of(product);
  await api.create("Ärzte GmbH", acme.credentials, { verify: false, description: "Klinik" });
  await api.create("Bakery", acme.credentials, { verify: false });
  const console = await Console.signIn(page, product);
  await console.search.fill("ärz");
  await expect(console.rows).toHaveCount(1);
  expect(new URL(page.url()).searchParams.get("q")).toBe("ärz");
  await page.reload();
  await expect(console.search).toHaveValue("ärz");
  await expect(console.rows).toHaveCount(1);

  await console.search.fill("no such thing");
  await expect(page.getByText("No connections found")).toBeVisible();
  await expectAccessible(page, "nothing found");
  await page.getByRole("button", { name: "Clear search and filter" }).click();
  await expect(console.rows).toHaveCount(2);
});

test("typing a search makes one step of the history, however often it pauses", async ({ page, product, organization }) => {
  const acme = await organization();
  const api = await Api.of(product);
  for (const name of ["North one", "North two", "South"]) {
    await api.create(name, acme.credentials, { verify: false });
  }
  const console = await Console.signIn(page, product);
  const query = () => new URL(page.url()).searchParams.get("q");
  for (const [typed, q] of [["nor", "nor"], ["th ", "north"], ["two", "north two"]] as const) {
    await page.getByRole("searchbox").pressSequentially(typed);
    await expect.poll(query).toBe(q);
  }
  await expect(console.search).toHaveValue("north two");
  await expect(console.rows).toHaveCount(1);
  await page.keyboard.press("Enter");
  await console.search.fill("south");
  await expect.poll(query).toBe("south");
  await page.goBack();
  await expect(console.search).toHaveValue("north two");
  await page.goBack();
  await expect(console.search).toHaveValue("");
  await expect(console.rows).toHaveCount(3);
});

test("filter by status", async ({ page, product, organization }) => {
  const acme = await organization();
  const api = await Api.of(product);
  await api.create("Verified", acme.credentials);
  await api.create("Not yet", acme.credentials, { verify: false });
  const console = await Console.signIn(page, product);
  await console.filterByStatus("Unverified");
  await expect(console.rows).toHaveCount(1);
  expect(await console.names()).toEqual(["Not yet"]);
  await console.filterByStatus("Active");
  await expect(console.row("Verified")).toBeVisible();
  await expectAccessible(page, "a filtered list");
});

test("filter by several statuses, who and when; the address holds it, and one click shows what needs attention", async ({ page, product, organization }) => {
  const [works, limited] = [await organization(), await organization("missing_role")];
  const [ada, ops] = [await Api.of(product, "Ada Lovelace"), await Api.of(product, "ops")];
  await ada.create("Works", works.credentials);
  await ops.create("Limited one", limited.credentials);
  await ops.create("Not yet", works.credentials, { verify: false });
  const console = await Console.signIn(page, product);
  const names = (...expected: string[]) => expect.poll(() => console.names()).toEqual(expected);
  await console.filterByStatus("Active", "Unverified");
  await names("Not yet", "Works");
  await page.reload();
  await names("Not yet", "Works");

  await page.getByRole("button", { name: "Needs attention" }).click();
  await names("Limited one");
  await expect(page.getByRole("button", { name: "Needs attention" })).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("button", { name: "Needs attention" }).click();
  await names("Limited one", "Not yet", "Works");

  await console.filterButton.click();
  await console.filters.getByRole("textbox", { name: "Modified by" }).pressSequentially("LOVE");
  await page.keyboard.press("Enter");
  await names("Works");
  await expectAccessible(page, "the filters");
  await console.filters.getByRole("combobox", { name: "Last modified" }).selectOption("Last 7 days");
  await names("Works");
  expect(new URL(page.url()).search).toBe("?by=LOVE&days=7");
  await page.goBack();
  expect(new URL(page.url()).search).toBe("?by=LOVE");
  await console.filters.getByRole("button", { name: "Clear filters" }).click();
  await names("Limited one", "Not yet", "Works");
});

const PEM = `-----BEGIN PRIVATE KEY-----\n${"MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\n".repeat(24)}-----END PRIVATE KEY-----`;

test("a private key that is pasted into the search gets into no address, no request and no history", async ({ page, product, organization, context }) => {
  const acme = await organization();
  const api = await Api.of(product);
  await api.create("Acme", acme.credentials, { verify: false });
  await api.create("Zebra", acme.credentials, { verify: false });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const console = await Console.signIn(page, product);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(decodeURIComponent(request.url())));
  page.on("framenavigated", (frame) => asked.push(decodeURIComponent(frame.url())));
  for (const key of [PEM, acme.credentials.jwk, PEM.split("\n")[5]!]) {
    await console.search.fill("");
    await expect(console.rows).toHaveCount(2);
    await paste(console.search, key);
    await expect(page.getByRole("alert").filter({ hasText: "This is a private key" })).toBeVisible();
    await expect(console.search).toHaveValue("");
    await expect(console.search).toHaveAccessibleDescription(/private key/);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await expect(page.getByRole("alert").filter({ hasText: "This is a private key" })).toBeVisible();
    expect(new URL(page.url()).search).toBe("");
  }
  await expectAccessible(page, "a refused search");
  await console.search.fill("");
  await console.search.pressSequentially("zeb");
  await expect(console.rows).toHaveCount(1);
  await expect(page.getByRole("alert").filter({ hasText: "This is a private key" })).toHaveCount(0);
  await page.goBack();
  await expect(console.rows).toHaveCount(2);

  // The same filter by hand, and an address that somebody made.
  await console.filterButton.click();
  await paste(console.filters.getByRole("textbox", { name: "Modified by" }), PEM);
  await page.keyboard.press("Enter");
  await expect(console.filters.getByRole("alert")).toContainText("This is a private key");
  await page.keyboard.press("Escape");
  const leaks = () => asked.filter((url) => url.includes("BEGIN") || url.includes("MIIE") || url.includes('"d"'));
  expect(leaks()).toEqual([]);
  await page.goto(`/connections?q=${encodeURIComponent(PEM)}`);
  await expect(console.rows).toHaveCount(2);
  expect(new URL(page.url()).search).toBe("");
  // The test itself went there, and nothing asked any further.
  expect(leaks().every((url) => url.startsWith(`${product.url}/connections?q=`))).toBe(true);
});

test("a search that is too long says so, keeps what was typed and asks nobody", async ({ page, product }) => {
  const console = await Console.signIn(page, product);
  await console.search.fill("x".repeat(201));
  await expect(page.getByRole("alert").filter({ hasText: "too long" })).toContainText("200");
  await expect(console.search).toHaveValue("x".repeat(201));
  expect(new URL(page.url()).search).toBe("");
  await page.keyboard.press("Backspace");
  await expect.poll(() => new URL(page.url()).searchParams.get("q")).toBe("x".repeat(200));
});

test("sort by a column, both ways; Back goes through the orders", async ({ page, product, organization }) => {
  const acme = await organization();
  const api = await Api.of(product);
  for (const name of ["b", "C", "a"]) {
    await api.create(name, acme.credentials, { verify: false });
  }
  const console = await Console.signIn(page, product);
  await expect(console.columnHeader("Profile name")).toHaveAttribute("aria-sort", "ascending");
  await expect.poll(() => console.names()).toEqual(["a", "b", "C"]);
  await console.sortBy("Profile name");
  await expect(console.columnHeader("Profile name")).toHaveAttribute("aria-sort", "descending");
  await expect.poll(() => console.names()).toEqual(["C", "b", "a"]);
  await console.sortBy("Last modified");
  await expect.poll(() => console.names()).toEqual(["b", "C", "a"]);
  await page.goBack();
  await expect.poll(() => console.names()).toEqual(["C", "b", "a"]);
});

test("a long list comes as it is scrolled, and only what is near the screen is in the page", async ({ page, product, organization }) => {
  const acme = await organization();
  const api = await Api.of(product);
  await api.createMany(130, acme.credentials);
  const console = await Console.signIn(page, product);
  await expect(console.count).toContainText("130 connections");
  await expect(page.getByRole("table")).toHaveAttribute("aria-rowcount", "131");
  await expect(page.getByText("50 of 130")).toBeAttached();
  await expectAccessible(page, "a long list");

  await expect
    .poll(async () => {
      await page.keyboard.press("End");
      return console.row("Connection 130").isVisible();
    })
    .toBe(true);
  await expect(console.row("Connection 130")).toHaveAttribute("aria-rowindex", "131");
  await expect(page.getByRole("button", { name: "Load more" })).toHaveCount(0);
  await expect(console.row("Connection 001")).toHaveCount(0);
  expect(await console.rows.count()).toBeLessThan(100);

  await page.keyboard.press("Home");
  await expect(console.row("Connection 001")).toBeVisible();
  await page.getByRole("checkbox", { name: "Select all loaded connections" }).check();
  await expect(console.count).toContainText("130 selected");
});

test("the next rows come to who goes to the button, and focus goes on when the button is gone", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).createMany(55, acme.credentials);
  const console = await Console.signIn(page, product);
  const more = page.getByRole("button", { name: "Load more" });
  await more.focus();
  await page.keyboard.press("Enter");
  await expect(more).toHaveCount(0);
  await expect(page.getByText("All 55 loaded")).toBeFocused();
  await expectAccessible(page, "the end of a long list");
  await page.keyboard.press("ArrowUp");
  await expect(console.link("Connection 055")).toBeFocused();
  await expect(console.row("Connection 055")).toHaveAttribute("aria-rowindex", "56");
});

test("a connection's page shows its report, what happened, and leads back", async ({ page, product, organization }) => {
  const acme = await organization("missing_role");
  await (await Api.of(product)).create("Acme", acme.credentials);
  const console = await Console.signIn(page, product);
  await console.row("Acme").getByRole("link", { name: "Acme" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Acme" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Connection test" }).getByRole("listitem")).toHaveCount(9);
  await expect(page.getByRole("region", { name: "Connection test" })).toContainText("Super Administrator");
  await expect(page.getByRole("heading", { name: "History" })).toBeVisible();
  await page.getByRole("button", { name: "Verify now" }).click();
  const verified = page.getByRole("listitem").filter({ hasText: "Verified: Connected, but" });
  await expect(verified.getByText("Super Administrator role missing"), "the history says why").toBeVisible();
  await expectAccessible(page, "a connection's page");

  await acme.reset();
  await page.getByRole("button", { name: "Verify now" }).click();
  await expect(page.getByText("Everything works", { exact: true })).toBeVisible();
  await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "Application connection" }).click();
  await console.expectRow("Acme", { Status: "Active" });
});

test("an address that names nothing says so", async ({ page, product }) => {
  await Console.signIn(page, product);
  await page.goto("/nowhere");
  await expect(page.getByText("Page not found")).toBeVisible();
  await expectAccessible(page, "not found");
});

/** How far a row is below the upper edge of the screen. */
async function top(row: Locator): Promise<number> {
  return row.evaluate((element) => Math.round(element.getBoundingClientRect().top));
}

/** Scrolls until that row has come, and lets it come to rest. */
async function scrollToRow(console: Console, name: string): Promise<number> {
  await expect(async () => {
    await console.page.mouse.wheel(0, 2_400);
    await expect(console.row(name)).toBeInViewport({ timeout: 250 });
  }).toPass();
  await console.row(name).evaluate((row) => {
    scrollBy(0, row.getBoundingClientRect().top - innerHeight / 2);
  });
  await expect.poll(async () => Math.abs((await top(console.row(name))) - 400)).toBeLessThan(40);
  return top(console.row(name));
}

test("Back, Forward and a reload bring the list back as it was: rows, scroll, focus and selection", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).createMany(320, acme.credentials);
  const console = await Console.signIn(page, product);
  await console.select("Connection 002");
  await page.mouse.move(600, 500);
  const before = await scrollToRow(console, "Connection 300");
  const asItWas = async (what: string) => {
    await expect(console.row("Connection 300"), what).toBeInViewport();
    await expect.poll(async () => Math.abs((await top(console.row("Connection 300"))) - before), { message: what }).toBeLessThanOrEqual(2);
    await expect(console.link("Connection 300"), what).toBeFocused();
    await expect(console.count, what).toContainText("1 selected");
  };
  await console.link("Connection 300").click();
  await expect(page.getByRole("heading", { level: 1, name: "Connection 300" })).toBeVisible();
  await page.goBack();
  await asItWas("after Back");
  await page.reload();
  await asItWas("after a reload");
  await page.goForward();
  await expect(page.getByRole("heading", { level: 1, name: "Connection 300" })).toBeVisible();
  await page.goBack();
  await asItWas("after Forward and Back");
  await console.choose("Connection 300", "Edit");
  await expect(page.getByRole("dialog", { name: "Edit application connection" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Edit application connection" })).toBeHidden();
  expect(Math.abs((await top(console.row("Connection 300"))) - before)).toBeLessThanOrEqual(2);

  // Another window size, as with 200 % zoom: the row at the top of the screen stays there.
  const first = await page.evaluate(() => {
    const head = document.querySelector("thead th")!.getBoundingClientRect().bottom;
    return [...document.querySelectorAll("tbody tr[aria-rowindex]")].find((row) => row.getBoundingClientRect().bottom > head + 1)!.getAttribute("aria-rowindex");
  });
  await page.setViewportSize({ width: 640, height: 400 });
  await expect(page.locator(`tr[aria-rowindex="${first}"]`)).toBeInViewport();
});

test("Back from another order is where that order was left", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).createMany(120, acme.credentials);
  const console = await Console.signIn(page, product);
  await page.mouse.move(600, 500);
  const before = await scrollToRow(console, "Connection 100");
  await console.sortBy("Profile name");
  await expect(console.row("Connection 120")).toBeInViewport();
  await page.goBack();
  await expect(console.row("Connection 100")).toBeInViewport();
  await expect.poll(async () => Math.abs((await top(console.row("Connection 100"))) - before)).toBeLessThanOrEqual(2);
});

test("what is selected stays so while the list is sorted, searched and filtered", async ({ page, product, organization }) => {
  const acme = await organization();
  const api = await Api.of(product);
  await api.createMany(60, acme.credentials);
  const console = await Console.signIn(page, product);
  await console.select("Connection 001");
  await console.select("Connection 002");
  await console.sortBy("Profile name");
  await expect(console.row("Connection 060")).toBeVisible();
  await expect(console.row("Connection 001")).toHaveCount(0);
  await expect(console.count).toContainText("2 selected");
  await console.search.pressSequentially("connection 03");
  await expect(console.rows).toHaveCount(10);
  await console.select("Connection 035");
  await expect(console.count).toContainText("3 selected");
  await console.action("Delete").click();
  const question = page.getByRole("alertdialog", { name: "Delete 3 connections?" });
  await expect(question.getByRole("listitem")).toHaveText(["Connection 001", "Connection 002", "Connection 035"]);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Deselect 3" }).click();
  await expect(console.count).not.toContainText("selected");
  await expect(console.search).toBeFocused();
});

test("Shift selects a range, by pointer and by keyboard", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).createMany(9, acme.credentials);
  const console = await Console.signIn(page, product);
  await console.checkbox("Connection 002").click();
  await console.checkbox("Connection 005").click({ modifiers: ["Shift"] });
  await expect(console.count).toContainText("4 selected");
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

  await console.choose("Acme", "Delete");
  await page.getByRole("alertdialog", { name: "Delete Acme?" }).getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("No connections yet")).toBeVisible();
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
    await console.checkbox("Connection 001").check();
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight / 2));
    for (const name of ["Edit", "Delete", "Verify now", "Export 1 as CSV", "Deselect 1"]) {
      const button = console.actions.getByRole("button", { name, exact: true });
      await expect(button, `${name} at ${width}`).toBeInViewport({ ratio: 1 });
      // Nothing lies over it.
      await button.click({ trial: true });
    }
    // Heads and rows begin below the bar.
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
    // By keyboard, and in sight.
    await page.keyboard.press("End");
    await expect(menu.getByRole("menuitem", { name: "Sign out" })).toBeFocused();
    await expect(menu.getByRole("menuitem", { name: "Sign out" })).toBeInViewport({ ratio: 1 });
    await page.keyboard.press("Escape");
  }
  // By a turn of the wheel and a click.
  await page.getByRole("button", { name: "Account" }).click();
  const menu = page.getByRole("menu", { name: "Account" });
  const box = (await menu.boundingBox())!;
  await page.mouse.move(box.x + 20, box.y + 20);
  await page.mouse.wheel(0, 1_000);
  await expect(menu.getByRole("menuitem", { name: "Sign out" })).toBeInViewport({ ratio: 1 });
  await menu.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("a search that met the end of the session goes on after signing in", async ({ page, product, context, organization }) => {
  const acme = await organization();
  const api = await Api.of(product);
  await api.create("Acme", acme.credentials, { verify: false });
  await api.create("Zebra", acme.credentials, { verify: false });
  const console = await Console.signIn(page, product);
  await context.clearCookies();
  await console.search.pressSequentially("zeb");
  const again = page.getByRole("alertdialog", { name: "Sign in again" });
  await again.getByRole("textbox", { name: "Link or token" }).fill(await product.signInLink());
  await again.getByRole("button", { name: "Sign in" }).click();
  await expect(again).toBeHidden();
  await expect(console.rows).toHaveCount(1);
  await expect(page.getByText("Authorization")).toHaveCount(0);
  await expect(page.getByText("out of date")).toHaveCount(0);
});

test("when its window comes to the front the list is as it is by now, and nothing moves", async ({ page, product, organization }) => {
  const acme = await organization();
  const api = await Api.of(product);
  await api.createMany(60, acme.credentials);
  const console = await Console.signIn(page, product);
  await page.mouse.move(600, 500);
  const before = await scrollToRow(console, "Connection 040");
  await console.link("Connection 040").focus();
  await api.create("A new one", acme.credentials, { verify: false });
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await expect(console.count).toContainText("61 connections");
  await expect(console.row("Connection 040")).toHaveAttribute("aria-rowindex", "42");
  await expect.poll(async () => Math.abs((await top(console.row("Connection 040"))) - before)).toBeLessThanOrEqual(2);
  await expect(console.link("Connection 040")).toBeFocused();
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
  expect(await page.evaluate(() => document.activeElement!.tagName)).not.toBe("BODY");
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
  await console.expectRow("Acme", { "Last verified": /\d{4}.*\d\d:\d\d/ });
  await page.reload();
  await console.expectRow("Acme", { "Last modified": /\d{4}.*\d\d:\d\d/ });
});
