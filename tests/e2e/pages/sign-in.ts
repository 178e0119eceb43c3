// Page object: the sign-in page, and the dialog that appears when a session ends.

import { type Locator, type Page, expect } from "@playwright/test";

/** The ways to sign in, on the page or in the dialog. */
export class SignIn {
  private constructor(private readonly place: Page | Locator) {}

  /** The page. */
  static async page(page: Page): Promise<SignIn> {
    await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
    return new SignIn(page);
  }

  /** The dialog over a page whose session has ended. */
  static async again(page: Page): Promise<SignIn> {
    const dialog = page.getByRole("alertdialog", { name: "Sign in again" });
    await expect(dialog).toBeVisible();
    return new SignIn(dialog);
  }

  get withProvider(): Locator {
    return this.place.getByRole("link", { name: /^Sign in with / });
  }

  /** The error message. */
  get alert(): Locator {
    return this.place.getByRole("alert");
  }

  async withToken(token: string): Promise<void> {
    await this.place.getByRole("textbox", { name: "Link or token" }).fill(token);
    await this.place.getByRole("button", { name: "Sign in", exact: true }).click();
  }
}
