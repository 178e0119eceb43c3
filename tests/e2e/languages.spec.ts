// Languages: chosen by the browser or in a menu, complete, and changed without losing input.

import { readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { type Credentials, expect, expectAccessible, test } from "./support/test.ts";

type Words = ReturnType<typeof words>;

/** Reads a language's file. */
function words(code: string) {
  return JSON.parse(readFileSync(path.join(import.meta.dirname, "../../languages", `${code}.json`), "utf8"));
}

/** Every sentence of a file. Single words and names may be the same in two languages. */
function sentences(json: unknown): string[] {
  if (typeof json === "string") {
    return json.includes(" ") && !json.includes("{") ? [json] : [];
  }
  return Object.values(json as object).flatMap(sentences);
}

const english = sentences(words("en")).filter((sentence) => sentence.split(" ").length > 2);

/** Checks that no English sentence is on the page, visible or for screen readers. */
async function expectNoEnglish(page: Page): Promise<void> {
  const shown = await page.evaluate(() => {
    const attributes = ["aria-label", "title", "placeholder", "aria-description"];
    const said = [...document.querySelectorAll("body *")].flatMap((element) => attributes.map((name) => element.getAttribute(name) ?? ""));
    return [document.title, document.body.innerText, ...said].join("\n");
  });
  expect(english.filter((sentence) => shown.includes(sentence))).toEqual([]);
}

async function signIn(page: Page, link: string, said: Words): Promise<void> {
  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1, name: said.phrases.shell.app_management })).toBeVisible();
}

async function fill(page: Page, said: Words, name: string, { domain, clientId, jwk }: Credentials): Promise<void> {
  const { fields } = said.phrases.connections;
  const field = (label: string) => page.getByRole("dialog").getByRole("textbox", { name: label, exact: true });
  await field(fields.name).fill(name);
  await field(fields.domain).fill(domain);
  await field(fields.client_id).fill(clientId);
  await field(fields.private_key).fill(jwk);
}

async function choose(page: Page, said: Words, language: string): Promise<void> {
  await page.getByRole("button", { name: said.phrases.shell.account }).click();
  await page.getByRole("menuitemradio", { name: language }).click();
}

for (const [code, locale] of [
  ["de", "de-AT"],
  ["fr", "fr-CA"],
  ["ja", "ja-JP"],
] as const) {
  test.describe(code, () => {
    test.use({ locale });
    const said = words(code);
    const { connections, common, checks } = said.phrases;

    test(`a connection is made, mended and looked at in ${code}`, async ({ page, product, organization }) => {
      const acme = await organization("key_not_registered");
      await signIn(page, await product.signInLink(), said);
      await expect(page.locator("html")).toHaveAttribute("lang", code);
      await expect(page).toHaveTitle(`${said.phrases.shell.app_management} · App Connections`);
      await expect(page.getByRole("heading", { name: connections.list.empty_title })).toBeVisible();
      await expectNoEnglish(page);
      await expectAccessible(page, `empty list in ${code}`);

      await page.getByRole("group", { name: connections.actions.bar }).getByRole("button", { name: connections.actions.create, exact: true }).click();
      const panel = page.getByRole("dialog", { name: connections.panel.create });
      await panel.getByRole("button", { name: connections.panel.save, exact: true }).click();
      await expect(panel.getByRole("link", { name: said.fields.name_missing })).toBeVisible();
      await expect(panel.getByText(said.guide["11"].text)).toBeVisible();
      await expectNoEnglish(page);
      await expectAccessible(page, `refused fields in ${code}`);

      await fill(page, said, "Acme", acme.credentials);
      await panel.getByRole("button", { name: connections.panel.test }).click();
      const report = panel.getByRole("region", { name: checks.title });
      await expect(report.getByRole("status")).toHaveText(checks.outcomes.failed);
      await expect(report.getByText(said.findings.key_not_registered.title)).toBeVisible();
      await expect(report.getByText(said.findings.key_not_registered.fix)).toBeVisible();
      await expect(report.getByText(said.sayings.domain_reached.title)).toBeVisible();
      await expectNoEnglish(page);
      await expectAccessible(page, `failed test in ${code}`);

      await acme.reset();
      await panel.getByRole("button", { name: connections.panel.test_again }).click();
      await expect(report.getByRole("status")).toHaveText(checks.outcomes.passed);
      await panel.getByRole("button", { name: connections.panel.save, exact: true }).click();
      await expect(panel).toBeHidden();
      await expect(page.getByRole("region", { name: common.notifications }).getByText(connections.panel.created.replace("{name}", "Acme"))).toBeVisible();
      await expectNoEnglish(page);
      await expectAccessible(page, `list in ${code}`);

      await page.getByRole("link", { name: "Acme", exact: true }).click();
      await expect(page.getByRole("region", { name: connections.page.history }).getByText(connections.page.actions.created)).toBeVisible();
      await expect(page.getByText(said.sayings.scopes_granted.title)).toBeVisible();
      await expectNoEnglish(page);
      await expectAccessible(page, `connection page in ${code}`);
    });

    test(`signing in is offered in ${code}`, async ({ page }) => {
      await page.goto("/sign-in");
      await expect(page.getByRole("heading", { name: said.phrases.sign_in.title })).toBeVisible();
      await expectNoEnglish(page);
      await expectAccessible(page, `sign-in in ${code}`);
      await page.getByRole("button", { name: "English" }).click();
      await expect(page.getByRole("heading", { name: "Sign in", exact: true })).toBeVisible();
      await expect(page.locator("html")).toHaveAttribute("lang", "en");
    });
  });
}

test("a menu changes the language and the browser remembers it", async ({ page, product }) => {
  const [en, ja] = [words("en"), words("ja")];
  await signIn(page, await product.signInLink(), en);
  await choose(page, en, "日本語");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(ja.phrases.shell.app_management);
  await expect(page).toHaveTitle(/アプリ管理/);
  await expectNoEnglish(page);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(ja.phrases.shell.app_management);
  await choose(page, ja, "English");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(en.phrases.shell.app_management);
});

test("an open panel follows the language chosen in another tab, with all that was typed and tested", async ({ page, context, product, organization }) => {
  const [en, ja] = [words("en"), words("ja")];
  const acme = await organization("key_not_registered");
  await signIn(page, await product.signInLink(), en);
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await fill(page, en, "Acme", acme.credentials);
  await page.getByRole("dialog").getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByRole("dialog").getByText(en.findings.key_not_registered.title)).toBeVisible();

  const other = await context.newPage();
  await other.goto("/connections");
  await choose(other, en, "日本語");
  const panel = page.getByRole("dialog", { name: ja.phrases.connections.panel.create });
  await expect(panel.getByText(ja.findings.key_not_registered.title)).toBeVisible();
  await expect(panel.getByRole("textbox", { name: ja.phrases.connections.fields.name })).toHaveValue("Acme");
  await expect(panel.getByText(ja.phrases.connections.key.given).first()).toBeVisible();
  await expectNoEnglish(page);

  await choose(other, ja, "English");
  await expect(page.getByRole("dialog").getByText(en.phrases.connections.key.given).first()).toBeVisible();
  await acme.reset();
  await page.getByRole("dialog").getByRole("button", { name: en.phrases.connections.panel.test_again }).click();
  await expect(page.getByRole("dialog").getByRole("region", { name: en.phrases.checks.title }).getByRole("status")).toHaveText(en.phrases.checks.outcomes.passed);
});

test("a language whose file cannot be loaded leaves English", async ({ page, product, guard }) => {
  // The parts of the console that were being preloaded do not come either.
  guard.allow(/ERR_INTERNET_DISCONNECTED|Failed to fetch/);
  const en = words("en");
  await signIn(page, await product.signInLink(), en);
  await page.context().setOffline(true);
  await choose(page, en, "Français");
  await expect(page.getByRole("region", { name: "Notifications" }).getByText(en.phrases.shell.language_failed)).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});
