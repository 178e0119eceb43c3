// Page object: the dialog that lists the user's sessions.

import { type Locator, type Page, expect } from "@playwright/test";

/** User agents, by how the dialog shows them. */
export const USER_AGENTS = {
  "Firefox · Windows": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
  "Safari · macOS": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
};

/** The dialog, by its rows. */
export class SessionsDialog {
  private constructor(readonly dialog: Locator) {}

  /** Opens it from the account menu. */
  static async open(page: Page): Promise<SessionsDialog> {
    await page.getByRole("button", { name: "Account" }).click();
    await page.getByRole("menuitem", { name: "Sessions" }).click();
    const dialog = page.getByRole("dialog", { name: "Sessions" });
    await expect(dialog).toBeVisible();
    return new SessionsDialog(dialog);
  }

  get rows(): Locator {
    return this.dialog.getByRole("listitem");
  }

  row(device: string): Locator {
    return this.rows.filter({ hasText: device });
  }

  /** Signs out of the browser in that row. */
  async end(device: string): Promise<void> {
    await this.row(device).getByRole("button", { name: "Sign out" }).click();
  }

  get endOthers(): Locator {
    return this.dialog.getByRole("button", { name: "Sign out everywhere else" });
  }

  async close(): Promise<void> {
    await this.dialog.getByRole("button", { name: "Close" }).click();
    await expect(this.dialog).toBeHidden();
  }
}
