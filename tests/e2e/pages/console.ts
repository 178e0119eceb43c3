// Page object: the application shell and the list, by roles and labels, never by CSS classes.

import { type Locator, type Page, expect } from "@playwright/test";
import type { Product } from "../support/test.ts";
import { ConnectionPanel } from "./panel.ts";

/** The application shell and the list. */
export class Console {
  constructor(readonly page: Page) {}

  /** Opens a one-time link and waits for the list. */
  static async signIn(page: Page, product: Product, role: "admin" | "viewer" = "admin", name?: string): Promise<Console> {
    await page.goto(await product.signInLink(role, name));
    return Console.opened(page);
  }

  /** Waits for the list. */
  static async opened(page: Page): Promise<Console> {
    const console = new Console(page);
    await expect(console.heading).toBeVisible();
    await expect(page.getByRole("status").filter({ hasText: /\d connections?/ })).toBeVisible();
    return console;
  }

  get heading(): Locator {
    return this.page.getByRole("heading", { level: 1, name: "App management" });
  }

  get actions(): Locator {
    return this.page.getByRole("group", { name: "Actions" });
  }

  action(name: "Create" | "Edit" | "Delete" | "Verify now" | "Export CSV"): Locator {
    return this.actions.getByRole("button", { name, exact: true });
  }

  get search(): Locator {
    return this.page.getByRole("searchbox", { name: "Search connections" });
  }

  /** The button that opens the filters. */
  get filterButton(): Locator {
    return this.actions.getByRole("button", { name: /^Filter/ });
  }

  /** The filters, if they are open. */
  get filters(): Locator {
    return this.page.getByRole("dialog", { name: "Filter" });
  }

  /** Filters by these statuses. */
  async filterByStatus(...names: string[]): Promise<void> {
    await this.filterButton.click();
    for (const name of ["Active", "Limited", "Failed", "Unverified"]) {
      await this.filters.getByRole("checkbox", { name }).setChecked(names.includes(name));
    }
    await this.page.keyboard.press("Escape");
    await expect(this.filters).toBeHidden();
  }

  /** Chooses a command from the menu of a row. */
  async choose(name: string, item: "Edit" | "Duplicate" | "Verify now" | "Delete"): Promise<void> {
    await this.row(name).getByRole("button", { name: `Actions for ${name}`, exact: true }).click();
    await this.page.getByRole("menu", { name: "Actions for this row" }).getByRole("menuitem", { name: item }).click();
  }

  checkbox(name: string): Locator {
    return this.page.getByRole("checkbox", { name: `Select ${name}`, exact: true });
  }

  /** The number of connections, and how many are selected. */
  get count(): Locator {
    return this.actions.getByRole("status").filter({ hasText: /\d connections?/ });
  }

  /** Rows with a connection, without the header. */
  get rows(): Locator {
    return this.page.getByRole("row").filter({ has: this.page.getByRole("link") });
  }

  row(name: string): Locator {
    return this.page.getByRole("row").filter({ has: this.page.getByRole("link", { name, exact: true }) });
  }

  /** The names in the order of the rows. */
  async names(): Promise<string[]> {
    return this.rows.getByRole("link").allTextContents();
  }

  /** The link that opens a row's page, which also takes the keyboard focus. */
  link(name: string): Locator {
    return this.page.getByRole("table").getByRole("link", { name, exact: true });
  }

  columnHeader(name: string): Locator {
    return this.page.getByRole("columnheader", { name });
  }

  async sortBy(name: string): Promise<void> {
    await this.columnHeader(name).getByRole("button").click();
  }

  async select(name: string): Promise<void> {
    await this.page.getByRole("checkbox", { name: `Select ${name}`, exact: true }).check();
  }

  /** A notification. */
  toast(text: string | RegExp): Locator {
    return this.page.getByRole("region", { name: "Notifications" }).getByText(text);
  }

  /** The notification history. */
  async openNotifications(): Promise<Locator> {
    await this.page.getByRole("button", { name: "Account" }).click();
    await this.page.getByRole("menuitem", { name: "Notifications" }).click();
    const dialog = this.page.getByRole("dialog", { name: "Notifications" });
    await expect(dialog).toBeVisible();
    return dialog;
  }

  async signOut(): Promise<void> {
    await this.page.getByRole("button", { name: "Account" }).click();
    await this.page.getByRole("menuitem", { name: "Sign out" }).click();
  }

  async openCreate(): Promise<ConnectionPanel> {
    await this.action("Create").click();
    return ConnectionPanel.opened(this.page, "Create application connection");
  }

  async openEdit(name: string): Promise<ConnectionPanel> {
    // What was selected before stays selected, also after a reload.
    await expect(this.row(name)).toBeVisible();
    const deselect = this.actions.getByRole("button", { name: /^Deselect/ });
    if (await deselect.isVisible()) {
      await deselect.click();
    }
    await this.select(name);
    await this.action("Edit").click();
    return ConnectionPanel.opened(this.page, "Edit application connection");
  }

  /** The row as a person reads it: header text → cell text. */
  async expectRow(name: string, cells: Record<string, string | RegExp>): Promise<void> {
    await expect(this.row(name)).toBeVisible();
    const heads = await this.page.getByRole("columnheader").allTextContents();
    for (const [head, text] of Object.entries(cells)) {
      const column = heads.findIndex((candidate) => candidate.trim() === head);
      expect(column, `a column ${head} among ${heads.join(", ")}`).toBeGreaterThanOrEqual(0);
      await expect(this.row(name).getByRole("cell").nth(column)).toHaveText(text);
    }
  }
}
