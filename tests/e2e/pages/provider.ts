// Page object: the provider's own sign-in page.

import { type Page, expect } from "@playwright/test";
import { type Account, PROVIDER_NAME } from "../support/provider.ts";

/** The page, once the browser has arrived there. */
export class ProviderPage {
  private constructor(private readonly page: Page) {}

  static async opened(page: Page): Promise<ProviderPage> {
    await expect(page.getByRole("heading", { name: PROVIDER_NAME })).toBeVisible();
    return new ProviderPage(page);
  }

  async continueAs(account: Account): Promise<void> {
    await this.page.getByRole("textbox", { name: "Account" }).fill(account);
    await this.page.getByRole("button", { name: "Continue" }).click();
  }

  async cancel(): Promise<void> {
    await this.page.getByRole("button", { name: "Cancel" }).click();
  }
}
