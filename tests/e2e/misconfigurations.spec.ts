// Misconfigurations: each is named in one sentence, the page of Okta's console that fixes it is one click away, and
// after fixing it *Test again* succeeds without typing anything anew. All of them, through the API:
// crates/server/tests/api/misconfigurations/rows.rs.

import { Console } from "./pages/console.ts";
import { expect, expectAccessible, test } from "./support/test.ts";

const NOT_CONNECTED = "Not connected";
const LIMITED = "Connected, but some data cannot be read";
const UNFINISHED = "The test could not be completed";

const APPLICATIONS = "/admin/apps/active";
const GENERAL = "#tab-general";
const SCOPES = "#tab-okta-api-scopes";
const ROLES = "#tab-admin-roles";
const NETWORKS = "/admin/access/networks";

interface Row {
  /** The scenario of the simulator. */
  scenario: string;
  /** The format in which the key is pasted; JSON contains its key ID, PEM does not. */
  key?: "pem";
  outcome: string;
  title: string;
  says: RegExp;
  /** The guide's step that fixes it. */
  step?: number;
  /** The page of Okta's console that fixes it, or the tab of the app's own page. */
  page?: string;
}

const ROWS: Row[] = [
  { scenario: "unknown_client", outcome: NOT_CONNECTED, title: "Client ID not found", says: /has no active app with the client ID 0oa/, step: 5, page: APPLICATIONS },
  { scenario: "web_app", outcome: NOT_CONNECTED, title: "Wrong type of app", says: /is not an API Services app/, step: 3, page: APPLICATIONS },
  { scenario: "no_client_credentials", outcome: NOT_CONNECTED, title: "Client credentials not allowed", says: /does not allow the grant type/, step: 3, page: GENERAL },
  { scenario: "client_secret", outcome: NOT_CONNECTED, title: "App has no key", says: /no active public key/, step: 6, page: GENERAL },
  { scenario: "client_secret_with_keys", outcome: NOT_CONNECTED, title: "App uses a client secret", says: /is not Public key \/ Private key/, step: 6, page: GENERAL },
  { scenario: "key_not_registered", outcome: NOT_CONNECTED, title: "Key not added to the app", says: /is not among the app’s active keys/, step: 7, page: GENERAL },
  { scenario: "wrong_key", outcome: NOT_CONNECTED, title: "Key ID of a different key", says: /does not belong to this private key/, step: 8, page: GENERAL },
  { scenario: "several_keys", key: "pem", outcome: NOT_CONNECTED, title: "Key ID needed", says: /several active keys/, step: 8, page: GENERAL },
  { scenario: "network_zone", outcome: NOT_CONNECTED, title: "Network not allowed", says: /this console is outside them/, page: NETWORKS },
  { scenario: "clock_ahead", outcome: NOT_CONNECTED, title: "Clock is wrong", says: /This console’s clock is \d+ (minutes|hours) behind Okta’s/ },
  { scenario: "no_scopes", outcome: NOT_CONNECTED, title: "No scopes granted", says: /None of the scopes is granted/, step: 11, page: SCOPES },
  { scenario: "missing_scopes", outcome: LIMITED, title: "Some scopes not granted", says: /okta\.devices\.read/, step: 11, page: SCOPES },
  { scenario: "read_only_role", outcome: LIMITED, title: "Super Administrator role missing", says: /does not have the Super Administrator role/, step: 12, page: ROLES },
  { scenario: "token_outage", outcome: UNFINISHED, title: "Okta not available", says: /cannot serve the request now/ },
];

for (const { scenario, key, outcome, title, says, step, page: place } of ROWS) {
  test(`${scenario}: named, linked, and green after mending`, async ({ page, product, organization }) => {
    const console = await Console.signIn(page, product);
    const acme = await organization(scenario);
    const { credentials } = acme;
    const panel = await console.openCreate();
    await panel.fill("Acme", key === "pem" ? { ...credentials, jwk: credentials.pem } : credentials);
    await panel.button("Test connection").click();

    await expect(panel.outcome).toHaveText(outcome);
    const found = panel.check(title).first();
    await expect(found).toContainText(says);
    const link = found.getByRole("link", { name: /Open this page in Okta/ });
    const stepButton = found.getByRole("button", { name: /See step/ });
    if (place === undefined) {
      await expect(link).toHaveCount(0);
    } else {
      const admin = `https://${acme.host.replace(".okta.com", "-admin.okta.com")}`;
      const app = `/admin/app/oidc_client/instance/${credentials.clientId}/`;
      await expect(link).toHaveAttribute("href", admin + (place.startsWith("#") ? app + place : place));
    }
    await expect(stepButton).toHaveText(step === undefined ? [] : [`See step ${step}`]);
    await expectAccessible(page, scenario);

    await acme.reset();
    await panel.button("Test again").click();
    await expect(panel.outcome).toHaveText("Everything works");
    await expect(panel.checks.getByRole("listitem").filter({ hasText: "Passed" })).toHaveCount(9);
    await expect(panel.button("Test again")).toHaveCount(0);
    await panel.save();
    await panel.expectClosed();
    await console.expectRow("Acme", { Status: "Active" });
  });
}

test("after a failed Save, Try again saves", async ({ page, product, organization }) => {
  const console = await Console.signIn(page, product);
  const acme = await organization("no_scopes");
  const panel = await console.openCreate();
  await panel.fill("Acme", acme.credentials);
  await panel.save();
  await expect(panel.outcome).toHaveText(NOT_CONNECTED);
  await expect(panel.field("Profile name")).toHaveValue("Acme");
  await acme.reset();
  await panel.button("Try again").click();
  await panel.expectClosed();
  await console.expectRow("Acme", { Status: "Active" });
});

test("a result belongs to the values it was made from: an edit marks it, and undoing the edit restores it", async ({ page, product, organization }) => {
  const console = await Console.signIn(page, product);
  const acme = await organization("missing_role");
  const panel = await console.openCreate();
  await panel.fill("Acme", acme.credentials);
  await panel.button("Test connection").click();
  await expect(panel.outcome).toHaveText(LIMITED);
  const stale = panel.dialog.getByText("The settings have changed since this test.");
  await panel.field("Profile name").fill("Acme, renamed");
  await expect(stale, "the name is no part of what was tested").toHaveCount(0);
  for (const label of ["Okta domain", "Client ID"] as const) {
    const value = await panel.field(label).inputValue();
    await panel.field(label).fill("changed");
    await expect(stale).toBeVisible();
    await panel.field(label).fill(value);
    await expect(stale).toHaveCount(0);
  }
  await panel.button("Replace").click();
  await expect(stale).toBeVisible();
  await panel.field("Private key").fill(acme.credentials.jwk);
  await expect(stale).toHaveCount(0);
});

test("closing the panel cancels the verification", async ({ page, product, organization }) => {
  const console = await Console.signIn(page, product);
  const acme = await organization("hanging");
  const panel = await console.openCreate();
  await panel.fill("Acme", acme.credentials);
  await panel.button("Test connection").click();
  await expect.poll(() => acme.requests()).toHaveLength(1);
  await page.keyboard.press("Escape");
  await page.getByRole("alertdialog").getByRole("button", { name: "Discard" }).click();
  await panel.expectClosed();
  await expect.poll(() => acme.requests(), "the server has gone away from Okta, too").toMatchObject([{ abandoned: true }]);
});
