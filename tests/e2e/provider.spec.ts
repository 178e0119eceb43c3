// Single sign-on with an OpenID Connect provider: the real `oidc-provider`, over TLS, on another site.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { Console } from "./pages/console.ts";
import { ConnectionPanel } from "./pages/panel.ts";
import { ProviderPage } from "./pages/provider.ts";
import { SignIn } from "./pages/sign-in.ts";
import { type Account, IdentityProvider } from "./support/provider.ts";
import { type Credentials, test as base, expect, expectAccessible } from "./support/test.ts";

const test = base.extend<{ provider: IdentityProvider }>({
  // It serves as soon as it knows the console's address.
  provider: async ({ okta }, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), "app-connections-provider-"));
    await use(await IdentityProvider.create(folder, path.dirname(okta.caFile)));
    await rm(folder, { recursive: true });
  },
  settings: async ({ provider }, use) => use(provider.settings),
  product: async ({ product, provider }, use) => {
    await provider.start(product.url);
    await use(product);
    await provider.stop();
  },
});

// The browser does not know the CA; the console's server does, and checks the certificate.
test.use({ ignoreHTTPSErrors: true });

async function signIn(page: Page, account: Account, address = "/"): Promise<void> {
  await page.goto(address);
  await (await SignIn.page(page)).withProvider.click();
  await (await ProviderPage.opened(page)).continueAs(account);
}

/** Fills the form, and saves it after the session has ended. */
async function signedOutWhileTyping(page: Page, credentials: Credentials) {
  await signIn(page, "ada@example.com");
  const console = await Console.opened(page);
  const panel = await console.openCreate();
  await panel.fill("Kept", credentials);
  await page.context().clearCookies({ name: "session" });
  await panel.save();
  return { console, panel, again: await SignIn.again(page) };
}

test("an administrator of the provider is one here, on the page that was asked for", async ({ page, product, context }) => {
  await page.goto("/connections?sort=-domain");
  await expectAccessible(page, "signing in with a provider");
  await signIn(page, "ada@example.com", "/connections?sort=-domain");
  const console = await Console.opened(page);
  expect(page.url()).toBe(`${product.url}/connections?sort=-domain`);
  await expect(console.action("Create")).not.toHaveAttribute("aria-disabled", "true");
  await page.getByRole("button", { name: "Account" }).click();
  await expect(page.getByRole("menu")).toContainText("ada@example.com");

  const names = (await context.cookies(product.url)).map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }));
  expect(names, "nothing of the sign-in stays").toEqual([{ name: "session", httpOnly: true, sameSite: "Strict" }]);
  expect(product.log).not.toMatch(/code=|state=/);
});

test("a group that may only look makes a viewer", async ({ page }) => {
  await signIn(page, "vic@example.com");
  const console = await Console.opened(page);
  await expect(console.action("Create")).toHaveAccessibleDescription(/Viewer/);
});

test("somebody without a role is told so, and may take another account", async ({ page }) => {
  await signIn(page, "noel@example.com");
  const refused = await SignIn.page(page);
  await expect(refused.alert).toContainText("Your account does not have access to this console. Ask your administrator");
  await expectAccessible(page, "an account without a role");
  await refused.withProvider.click();
  await (await ProviderPage.opened(page)).continueAs("ada@example.com");
  await Console.opened(page);
});

test("whoever cancels at the provider is back, and gets in at the second try", async ({ page, product }) => {
  await page.goto("/connections?sort=-domain");
  await (await SignIn.page(page)).withProvider.click();
  await (await ProviderPage.opened(page)).cancel();
  const back = await SignIn.page(page);
  await expect(back.alert).toContainText("Sign-in was canceled");
  await back.withProvider.click();
  await (await ProviderPage.opened(page)).continueAs("ada@example.com");
  await Console.opened(page);
  expect(page.url(), "what was asked for is not forgotten").toBe(`${product.url}/connections?sort=-domain`);
});

test("while the provider is down a link still signs in", async ({ page, product, provider }) => {
  await provider.stop();
  await page.goto("/connections?sort=-domain");
  await (await SignIn.page(page)).withProvider.click();
  const failed = await SignIn.page(page);
  await expect(failed.alert).toContainText("The sign-in provider cannot be reached");
  await failed.withToken(await product.signInLink());
  await Console.opened(page);
  expect(page.url()).toBe(`${product.url}/connections?sort=-domain`);
});

test("a sign-in that one browser began does not end in another", async ({ page, context, product, browser }) => {
  await page.goto("/");
  const begun = await context.request.get("/api/v1/session/oidc", { maxRedirects: 0 });
  const other = await (await browser.newContext()).newPage();
  await other.goto(begun.headers()["location"] ?? "");
  await (await ProviderPage.opened(other)).continueAs("ada@example.com");
  await expect((await SignIn.page(other)).alert).toContainText("started in another tab or browser");
  expect((await other.context().request.get(`${product.url}/api/v1/session`)).status()).toBe(401);
  await other.context().close();
});

test("a way back counts once", async ({ page, product }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await signIn(page, "ada@example.com");
  await Console.opened(page);
  const callback = asked.find((url) => url.includes("/session/oidc/callback?"));
  await page.goto(callback ?? "");
  await expect((await SignIn.page(page)).alert).toContainText("Sign-in took too long");
  expect(page.url()).toBe(`${product.url}/sign-in?failed=expired`);
  await page.goto("/");
  await Console.opened(page);
});

test("signing in again in the middle of a form keeps what was typed, and says what it does not keep", async ({ page, organization }) => {
  const { credentials } = await organization();
  const { console, again } = await signedOutWhileTyping(page, credentials);
  await expect(page.getByText("except the private key, which is never kept")).toBeVisible();
  await expectAccessible(page, "signing in again with a provider");
  const asks: string[] = [];
  page.on("dialog", (dialog) => {
    asks.push(dialog.type());
    void dialog.accept();
  });
  // The user still has a session at the provider, which sends them back at once.
  await again.withProvider.click();
  const back = await ConnectionPanel.opened(page, "Create application connection");
  await expect(back.field("Profile name")).toHaveValue("Kept");
  await expect(back.field("Client ID")).toHaveValue(credentials.clientId);
  await expect(back.field("Private key")).toHaveValue("");
  await expect(back.dialog.getByText(/private key is never kept/)).toBeVisible();
  expect(asks, "the page has said it already").toEqual([]);
  await back.field("Private key").fill(credentials.jwk);
  await back.save();
  await back.expectClosed();
  await console.expectRow("Kept", { Status: "Active" });
});

test("signing in again in another tab loses nothing, the private key neither", async ({ page, context, organization }) => {
  const { credentials } = await organization();
  const { console, panel } = await signedOutWhileTyping(page, credentials);

  const other = await context.newPage();
  await other.goto("/");
  await (await SignIn.page(other)).withProvider.click();
  await Console.opened(other);
  await expect(page.getByRole("alertdialog")).toBeHidden();
  await expect(panel.dialog.getByText(/^New key/)).toBeVisible();
  await panel.save();
  await panel.expectClosed();
  await console.expectRow("Kept", { Status: "Active" });
});
