// Finding a connection among many.

import { Console } from "./pages/console.ts";
import { Api } from "./support/api.ts";
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
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await expectAccessible(page, "nothing found");
  await page.getByRole("button", { name: "Clear search and filter" }).click();
  await expect(console.rows).toHaveCount(2);
});

test("filter by status", async ({ page, product, organization }) => {
  const acme = await organization();
  const api = await Api.of(product);
  await api.create("Verified", acme.credentials);
  await api.create("Not yet", acme.credentials, { verify: false });
  const console = await Console.signIn(page, product);
  await console.statusFilter.selectOption("Unverified");
  await expect(console.rows).toHaveCount(1);
  expect(await console.names()).toEqual(["Not yet"]);
  await console.statusFilter.selectOption("Active");
  await expect(console.row("Verified")).toBeVisible();
  await expectAccessible(page, "a filtered list");
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

test("pages from the server", async ({ page, product, organization }) => {
  const acme = await organization();
  const api = await Api.of(product);
  for (let i = 1; i <= 30; i++) {
    await api.create(`Connection ${String(i).padStart(2, "0")}`, acme.credentials, { verify: false });
  }
  const console = await Console.signIn(page, product);
  await expect(page.getByText("1–30 of 30")).toBeVisible();
  await page.getByRole("combobox", { name: "Rows per page" }).selectOption("25");
  await expect(page.getByText("1–25 of 30")).toBeVisible();
  await expect(page.getByRole("button", { name: "Previous page" })).toBeDisabled();
  await page.getByRole("button", { name: "Next page" }).click();
  await expect(page.getByText("26–30 of 30")).toBeVisible();
  await expect(console.rows).toHaveCount(5);
  await page.getByRole("button", { name: "Previous page" }).click();
  await expect(console.row("Connection 01")).toBeVisible();

  await page.getByRole("checkbox", { name: "Select all on this page" }).check();
  await expect(console.count).toContainText("25 selected");
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
  await expect(page.getByText("There is nothing at this address")).toBeVisible();
  await expectAccessible(page, "not found");
});
