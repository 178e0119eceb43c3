// Search, filters and sorting of the list.

import { Console } from "./pages/console.ts";
import { Api } from "./support/api.ts";
import { paste } from "./support/clipboard.ts";
import { expectFocus } from "./support/reach.ts";
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
  await expectFocus(page, "the filters were cleared");
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

  // The same filter by hand, and a handmade address.
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
  // The test itself went there, and nothing sent a further request.
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
  await console.select("b");
  await console.action("Delete").click();
  await expect(page.getByRole("alertdialog", { name: "Delete b?" })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("alertdialog"), "Back leads out of the question").toBeHidden();
  await expect.poll(() => console.names()).toEqual(["C", "b", "a"]);
});

test("a long list comes as it is scrolled, and only what is near the screen is in the page", async ({ page, product, organization }) => {
  const acme = await organization();
  const api = await Api.of(product);
  await api.createMany(130, acme.credentials);
  const console = await Console.signIn(page, product);
  await expect(console.count).toContainText("130 connections");
  await expect(page.getByRole("table", { name: "Application connection" })).toHaveAttribute("aria-rowcount", "131");
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
