// Every visual state of the console, and how to get there. Specs compare each with its reference picture and check its
// accessibility; some are the README's tour.

import { expect } from "@playwright/test";
import { Console } from "../pages/console.ts";
import { SessionsDialog, USER_AGENTS } from "../pages/sessions.ts";
import { SignIn } from "../pages/sign-in.ts";
import { Api } from "./api.ts";
import { paste } from "./clipboard.ts";
import { type Stage, connection, connections, ended, filled, list, panel, tested } from "./stages.ts";

export interface State {
  /** Also the name of its picture. */
  name: string;
  reach: (stage: Stage) => Promise<unknown>;
  /** The error in the browser's console, if the state is a failure. */
  says?: RegExp;
  /** Additional settings of the server. */
  settings?: Record<string, string>;
}

/** A sign-in provider. It gets no request before the user goes there. */
const PROVIDER = {
  APPCONN_OIDC_ISSUER: "https://acme.okta.com",
  APPCONN_OIDC_CLIENT_ID: "0oa1b2c3d4E5F6G7H8i9",
  APPCONN_OIDC_ROLES: "Backup administrators=admin",
  APPCONN_OIDC_NAME: "Okta",
};

export const STATES: State[] = [
  { name: "list", reach: list },
  {
    name: "list-empty",
    reach: ({ page, product }) => Console.signIn(page, product),
  },
  {
    name: "list-selected",
    reach: async (stage) => {
      const console = await list(stage);
      await console.select("Borealis Bank");
      await console.select("Delta Freight");
    },
  },
  {
    name: "list-nothing-found",
    reach: async (stage) => {
      const console = await list(stage);
      await console.search.fill("no such connection");
      await expect(stage.page.getByText("No connections found")).toBeVisible();
    },
  },
  {
    name: "list-loading",
    reach: async (stage) => {
      const { page, product } = stage;
      await Console.signIn(page, product);
      await page.goto("/nowhere");
      await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
      product.pause();
      await page.getByRole("link", { name: "Go to connections" }).click();
      await expect(page.getByText("Taking longer than usual")).toBeVisible();
    },
  },
  {
    name: "list-error",
    says: /ERR_CONNECTION_REFUSED|Failed to fetch/,
    reach: async ({ page, product }) => {
      await Console.signIn(page, product);
      await page.goto("/nowhere");
      await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
      await product.stop();
      await page.getByRole("link", { name: "Go to connections" }).click();
      await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
    },
  },
  {
    name: "list-offline",
    says: /ERR_INTERNET_DISCONNECTED|Failed to fetch/,
    reach: async (stage) => {
      const console = await list(stage);
      await stage.context.setOffline(true);
      await console.search.fill("bank");
      await expect(stage.page.getByRole("button", { name: "Try again" })).toBeVisible();
    },
  },
  {
    name: "list-viewer",
    reach: async (stage) => {
      await connections(stage);
      const console = await Console.signIn(stage.page, stage.product, "viewer");
      await console.select("Acme production");
    },
  },
  {
    name: "list-verifying",
    reach: async (stage) => {
      const { page, product, company } = stage;
      const acme = await company("acme", "hanging");
      await (await Api.of(product, "automation")).createMany(5, acme.credentials);
      const console = await Console.signIn(page, product);
      await page.getByRole("checkbox", { name: "Select all loaded connections" }).check();
      await console.action("Verify now").click();
      await expect(page.getByRole("row").getByText("Verifying…")).toHaveCount(3);
      product.pause();
    },
  },
  {
    name: "list-told",
    reach: async (stage) => {
      const console = await list(stage);
      await console.select("Delta Freight");
      await console.action("Verify now").click();
      await expect(console.toast(/Delta Freight/)).toBeVisible();
    },
  },
  {
    name: "list-filters",
    reach: async (stage) => {
      const console = await list(stage);
      await stage.page.getByRole("button", { name: "Needs attention" }).click();
      await console.filterButton.click();
      await expect(console.filters).toBeVisible();
    },
  },
  {
    name: "list-search-refused",
    reach: async (stage) => {
      const console = await list(stage);
      await console.search.fill("-----BEGIN PRIVATE KEY-----");
      await expect(stage.page.getByRole("alert").filter({ hasText: "private key" })).toBeVisible();
    },
  },
  {
    name: "columns",
    reach: async (stage) => {
      await list(stage);
      await stage.page.getByRole("button", { name: "Columns" }).click();
      await expect(stage.page.getByRole("dialog")).toBeVisible();
    },
  },
  {
    name: "keys",
    reach: async (stage) => {
      await list(stage);
      await stage.page.keyboard.press("?");
      await expect(stage.page.getByRole("dialog")).toBeVisible();
    },
  },
  {
    name: "account",
    reach: async (stage) => {
      await list(stage);
      await stage.page.getByRole("button", { name: "Account" }).click();
      await expect(stage.page.getByRole("menu")).toBeVisible();
    },
  },
  {
    name: "delete",
    reach: async (stage) => {
      const console = await list(stage);
      await console.select("Acme production");
      await console.select("Borealis Bank");
      await console.action("Delete").click();
      await expect(stage.page.getByRole("alertdialog")).toBeVisible();
    },
  },
  {
    name: "delete-many",
    reach: async ({ page, product, company }) => {
      const acme = await company("acme");
      await (await Api.of(product, "automation")).createMany(12, acme.credentials);
      const console = await Console.signIn(page, product);
      await page.getByRole("checkbox", { name: "Select all loaded connections" }).check();
      await console.action("Delete").click();
      await expect(page.getByRole("alertdialog")).toBeVisible();
    },
  },
  { name: "panel-empty", reach: panel },
  {
    name: "panel-refused",
    reach: async (stage) => {
      const form = await panel(stage);
      await form.field("Okta domain").fill("http://10.0.0.1");
      await form.field("Private key").fill("-----BEGIN PUBLIC KEY-----");
      await form.save();
      await expect(form.summary).toBeVisible();
    },
  },
  { name: "panel-filled", reach: filled },
  {
    name: "panel-pasted",
    reach: async (stage) => {
      const form = await panel(stage);
      const { credentials } = await stage.company("acme");
      const all = { domain: credentials.domain, client_id: credentials.clientId, private_key: JSON.parse(credentials.jwk) as unknown };
      await paste(form.field("Private key"), JSON.stringify(all));
      await expect(form.field("Client ID")).toHaveValue(credentials.clientId);
    },
  },
  {
    name: "panel-generated-key",
    reach: async (stage) => {
      const form = await panel(stage);
      await form.button("Generate a key here").click();
      await expect(form.dialog.getByRole("group", { name: "Public key" })).toBeVisible();
    },
  },
  {
    name: "panel-checking",
    reach: async (stage) => {
      const form = await filled(stage, "hanging");
      await form.button("Test connection").click();
      await expect(form.outcome).toHaveText(/^1 of 9/);
      stage.product.pause();
    },
  },
  { name: "panel-passed", reach: (stage) => tested(stage) },
  { name: "panel-limited", reach: (stage) => tested(stage, "missing_scopes") },
  {
    name: "panel-failed",
    reach: async (stage) => {
      const form = await tested(stage, "key_not_registered");
      await form.button("See step 7").click();
    },
  },
  {
    name: "panel-discard",
    reach: async (stage) => {
      await filled(stage);
      await stage.page.keyboard.press("Escape");
      await expect(stage.page.getByRole("alertdialog")).toBeVisible();
    },
  },
  {
    name: "panel-draft",
    reach: async (stage) => {
      await filled(stage);
      stage.page.on("dialog", (dialog) => void dialog.accept());
      await stage.page.reload();
      await expect(stage.page.getByText("Your entries were restored")).toBeVisible();
    },
  },
  {
    name: "edit",
    reach: async (stage) => {
      const console = await list(stage);
      await console.openEdit("Acme production");
    },
  },
  {
    name: "edit-conflict",
    reach: async (stage) => {
      const { page, product, company } = stage;
      const { credentials } = await company("acme");
      const api = await Api.of(product, "automation");
      const id = await api.create("Acme production", credentials, { description: "Nightly backup" });
      const console = await Console.signIn(page, product);
      const form = await console.openEdit("Acme production");
      await form.field("Description").fill("Nightly and weekly backup");
      const settings = { domain: credentials.domain, client_id: credentials.clientId };
      const theirs = { name: "Acme (production)", description: "Backup at 02:00 UTC", application: "okta", settings };
      expect((await api.call("PUT", `/connections/${id}`, theirs, { "if-match": '"1"' })).status).toBe(200);
      await form.save();
      await expect(form.dialog.getByText("Someone else changed this connection")).toBeVisible();
    },
  },
  { name: "connection", reach: (stage) => connection(stage, "Acme production") },
  { name: "connection-limited", reach: (stage) => connection(stage, "Borealis Bank") },
  { name: "connection-failed", reach: (stage) => connection(stage, "Delta Freight") },
  { name: "connection-unverified", reach: (stage) => connection(stage, "Cobalt Health") },
  {
    name: "connection-gone",
    reach: async ({ page, product }) => {
      await Console.signIn(page, product);
      await page.goto("/connections/01980000-0000-7000-8000-000000000000");
      await expect(page.getByRole("button", { name: "Go to connections" })).toBeVisible();
    },
  },
  {
    name: "not-found",
    reach: async ({ page, product }) => {
      await Console.signIn(page, product);
      await page.goto("/nowhere");
      await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
    },
  },
  {
    name: "sign-in",
    reach: async ({ page }) => {
      await page.goto("/");
      await expect(page.getByRole("textbox", { name: "Link or token" })).toBeVisible();
    },
  },
  {
    name: "sign-in-refused",
    reach: async ({ page }) => {
      await page.goto("/");
      await page.getByRole("textbox", { name: "Link or token" }).fill("acl_wrong");
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByText("This link no longer works")).toBeVisible();
    },
  },
  {
    name: "sign-in-provider",
    settings: PROVIDER,
    reach: async ({ page }) => {
      await page.goto("/");
      await expect((await SignIn.page(page)).withProvider).toBeVisible();
    },
  },
  {
    name: "sign-in-provider-failed",
    settings: PROVIDER,
    reach: async ({ page }) => {
      await page.goto("/sign-in?failed=no_role");
      const signIn = await SignIn.page(page);
      await expect(signIn.alert).toBeVisible();
      await expect(signIn.withProvider).toBeVisible();
    },
  },
  { name: "session-ended", reach: ended },
  {
    name: "session-ended-provider",
    settings: PROVIDER,
    reach: async (stage) => {
      await ended(stage);
      await expect((await SignIn.again(stage.page)).withProvider).toBeVisible();
    },
  },
  {
    name: "sessions",
    reach: async (stage) => {
      const { page, product } = stage;
      await connections(stage);
      for (const userAgent of Object.values(USER_AGENTS)) {
        const token = new URL(await product.signInLink("admin", "Ada")).hash.slice("#token=".length);
        const headers = { "content-type": "application/json", "user-agent": userAgent };
        const answer = await fetch(`${product.url}/api/v1/session`, { method: "POST", headers, body: JSON.stringify({ token }) });
        expect(answer.status).toBe(201);
      }
      await Console.signIn(page, product, "admin", "Ada");
      await expect((await SessionsDialog.open(page)).rows).toHaveCount(3);
    },
  },
];
