// Page object: the panel that creates and edits a connection.

import { type Locator, type Page, expect } from "@playwright/test";
import { paste } from "../support/clipboard.ts";
import type { Credentials } from "../support/test.ts";

/** Every button of the panel that a spec presses. */
type Button =
  | "Save"
  | "Test connection"
  | "Try again"
  | "Test again"
  | "Cancel"
  | "Save without verifying"
  | "Replace"
  | "Close"
  | "Generate a key here"
  | "Use the generated key"
  | "Use another key"
  | "Copy public key"
  | "See step 7"
  | "See step 8"
  | "Choose a file"
  | "Start over"
  | "Save selection"
  | "Use their version"
  | "Switch organization"
  | "Check now"
  | "Keep the saved key"
  | "Save as a new connection"
  | "See step 12";

/** Every field that takes text. */
export type Label = "Profile name" | "Description" | "Okta domain" | "Client ID" | "Private key" | "Key ID";

/** The form, by its labels. */
export class ConnectionPanel {
  private constructor(
    readonly page: Page,
    readonly dialog: Locator,
  ) {}

  static async opened(page: Page, title: string): Promise<ConnectionPanel> {
    const dialog = page.getByRole("dialog", { name: title });
    await expect(dialog).toBeVisible();
    return new ConnectionPanel(page, dialog);
  }

  field(label: Label): Locator {
    return this.dialog.getByRole("textbox", { name: label, exact: true });
  }

  get application(): Locator {
    return this.dialog.getByRole("combobox", { name: "Select application" });
  }

  button(name: Button): Locator {
    return this.dialog.getByRole("button", { name, exact: true });
  }

  /** Fills every required field: types key by key, and pastes the private key. */
  async fill(name: string, { domain, clientId, jwk }: Pick<Credentials, "domain" | "clientId" | "jwk">): Promise<void> {
    await this.type("Profile name", name);
    await this.application.selectOption("Okta");
    await this.type("Okta domain", domain);
    await this.type("Client ID", clientId);
    await this.paste("Private key", jwk);
  }

  /** Replaces the value of a field by typing. */
  async type(label: Label, text: string): Promise<void> {
    const field = this.field(label);
    await field.focus();
    await this.page.keyboard.press("ControlOrMeta+A");
    await this.page.keyboard.press("Delete");
    await field.pressSequentially(text);
  }

  /** Replaces the value of a field by pasting. */
  async paste(label: Label, text: string): Promise<void> {
    const field = this.field(label);
    await field.focus();
    await this.page.keyboard.press("ControlOrMeta+A");
    await paste(field, text);
  }

  async save(): Promise<void> {
    await this.button("Save").click();
  }

  /** Waits until the panel has closed. */
  async expectClosed(): Promise<void> {
    await expect(this.dialog).toBeHidden();
  }

  /** The nine checks. */
  get checks(): Locator {
    return this.dialog.getByRole("region", { name: "Connection test" });
  }

  check(title: string | RegExp): Locator {
    return this.checks.getByRole("listitem").filter({ hasText: title });
  }

  /** The outcome, below the heading of the checks. */
  get outcome(): Locator {
    return this.checks.getByRole("status");
  }

  /** The error summary above the form. */
  get summary(): Locator {
    return this.dialog.getByRole("list").filter({ has: this.page.getByRole("link") }).first();
  }

  async expectError(label: Parameters<ConnectionPanel["field"]>[0], message: string | RegExp): Promise<void> {
    await expect(this.field(label)).toHaveAttribute("aria-invalid", "true");
    await expect(this.field(label)).toHaveAccessibleDescription(message);
  }
}
