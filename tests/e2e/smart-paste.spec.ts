// Smart paste: a text that holds several values, or a value of another field, is distributed to the right fields.

import { Console } from "./pages/console.ts";
import type { ConnectionPanel } from "./pages/panel.ts";
import { paste } from "./support/clipboard.ts";
import { type Credentials, expect, expectAccessible, test } from "./support/test.ts";

type Label = Parameters<ConnectionPanel["field"]>[0];

const admin = ({ domain, clientId }: Credentials) => `${domain.replace(".okta.com", "-admin.okta.com")}/admin/apps/oidc/${clientId}/`;
const demo = ({ domain, clientId, keyId, jwk, pem }: Credentials) =>
  JSON.stringify({ domain, client_id: clientId, key_id: keyId, jwk: JSON.parse(jwk) as unknown, pem });
const sdk = ({ domain, clientId, keyId, pem }: Credentials) =>
  JSON.stringify({ okta: { client: { orgUrl: domain, clientId, privateKey: pem, keyId } } }, null, 2);
const env = ({ domain, clientId, keyId, pem }: Credentials) =>
  `# backup\nOKTA_DOMAIN=${domain}\nexport OKTA_CLIENT_ID="${clientId}"\nOKTA_KEY_ID='${keyId}'\nOKTA_PRIVATE_KEY="${pem.replaceAll("\n", "\\n")}"\n`;
const mail = ({ domain, clientId, jwk }: Credentials) => `Hi Ada,\n\nour domain is <${domain}/>, the client ID: ${clientId}.\n\n${jwk}\n\nGrace`;

const PASTES: { name: string; into: Label; text: (of: Credentials) => string; fills: Label[]; says: string }[] = [
  { name: "the app's address in the admin console", into: "Okta domain", text: admin, fills: ["Okta domain", "Client ID"], says: "Okta domain and Client ID" },
  { name: "the same into the Client ID", into: "Client ID", text: admin, fills: ["Okta domain", "Client ID"], says: "Okta domain and Client ID" },
  { name: "the same into the name", into: "Profile name", text: admin, fills: ["Okta domain", "Client ID"], says: "Okta domain and Client ID" },
  { name: "a whole JSON", into: "Okta domain", text: demo, fills: ["Okta domain", "Client ID", "Private key"], says: "Okta domain, Client ID, and Private key" },
  { name: "an SDK's configuration into the key", into: "Private key", text: sdk, fills: ["Okta domain", "Client ID", "Private key", "Key ID"], says: "Okta domain, Client ID, Private key, and Key ID" },
  { name: "a whole .env", into: "Okta domain", text: env, fills: ["Okta domain", "Client ID", "Private key", "Key ID"], says: "Okta domain, Client ID, Private key, and Key ID" },
  { name: "a mail into the key", into: "Private key", text: mail, fills: ["Okta domain", "Client ID", "Private key"], says: "Okta domain, Client ID, and Private key" },
  { name: "a key into the description", into: "Description", text: ({ jwk }) => jwk, fills: ["Private key"], says: "Private key" },
  { name: "a domain into the Client ID", into: "Client ID", text: ({ domain }) => domain, fills: ["Okta domain"], says: "Okta domain" },
];

test("the parts of a paste go where they belong, and the panel says so", async ({ page, product, organization }) => {
  const console = await Console.signIn(page, product);
  const { credentials } = await organization();
  const values: Partial<Record<Label, string>> = { "Okta domain": credentials.domain, "Client ID": credentials.clientId, "Key ID": credentials.keyId };
  for (const { name, into, text, fills, says } of PASTES) {
    await test.step(name, async () => {
      const panel = await console.openCreate();
      await paste(panel.field(into), text(credentials));
      await expect(panel.dialog.getByText(`Filled in from what you pasted: ${says}.`)).toBeVisible();
      for (const field of fills) {
        if (field === "Private key") {
          await expect(panel.dialog.getByText(/^New key/)).toBeVisible();
        } else {
          await expect(panel.field(field)).toHaveValue(values[field] ?? "");
        }
      }
      if (!fills.includes(into)) {
        await expect(panel.field(into), "nothing stays where it does not belong").toHaveValue("");
      }
      if (fills.length > 3) {
        await expectAccessible(page, name);
      }
      await page.keyboard.press("Escape");
      await page.getByRole("alertdialog").getByRole("button", { name: "Discard" }).click();
      await panel.expectClosed();
    });
  }
});

test("one paste and a name make a connection", async ({ page, product, organization }) => {
  const console = await Console.signIn(page, product);
  const { credentials } = await organization();
  const panel = await console.openCreate();
  await paste(panel.field("Okta domain"), demo(credentials));
  await panel.field("Profile name").fill("One paste");
  await panel.save();
  await panel.expectClosed();
  await console.expectRow("One paste", { Status: "Active" });
});

test("what a field takes itself is pasted as ever", async ({ page, product, organization }) => {
  const console = await Console.signIn(page, product);
  const { credentials } = await organization();
  const panel = await console.openCreate();
  await paste(panel.field("Description"), `see ${credentials.domain}`);
  await expect(panel.field("Description")).toHaveValue(`see ${credentials.domain}`);
  await paste(panel.field("Profile name"), credentials.domain);
  await expect(panel.field("Profile name")).toHaveValue(credentials.domain);
  await paste(panel.field("Client ID"), credentials.clientId);
  await expect(panel.field("Client ID")).toHaveValue(credentials.clientId);
  await expect(panel.dialog.getByText(/Filled in from what you pasted/)).toBeHidden();
});

test("a file with everything in it fills the form, too", async ({ page, product, organization }) => {
  const console = await Console.signIn(page, product);
  const { credentials } = await organization();
  const panel = await console.openCreate();
  const chooser = page.waitForEvent("filechooser");
  await panel.button("Choose a file").click();
  await (await chooser).setFiles({ name: "okta.json", mimeType: "application/json", buffer: Buffer.from(demo(credentials)) });
  await expect(panel.field("Client ID")).toHaveValue(credentials.clientId);
  await expect(panel.dialog.getByText(/^New key/)).toBeVisible();
});

test("a key file is read whatever its encoding, and one that holds none says why", async ({ page, product, organization }) => {
  const console = await Console.signIn(page, product);
  const { credentials } = await organization();
  const choose = async (panel: ConnectionPanel, name: string, buffer: Buffer) => {
    const chooser = page.waitForEvent("filechooser");
    await panel.button("Choose a file").click();
    const accepted = (await (await chooser).element().getAttribute("accept"))!.split(",");
    expect(accepted, "the chooser shows it").toEqual(expect.arrayContaining([".p8", ".pk8", ".jwk", ".pem"]));
    await (await chooser).setFiles({ name, mimeType: "application/octet-stream", buffer });
  };
  const utf16 = Buffer.from(`\ufeff${credentials.pem}`, "utf16le");
  for (const [name, buffer] of [
    ["little-endian.p8", utf16],
    ["big-endian.p8", Buffer.from(utf16).swap16()],
    ["der.pk8", Buffer.from(credentials.pem.replace(/-----[^-]+-----|\s/g, ""), "base64")],
  ] as const) {
    const panel = await console.openCreate();
    await choose(panel, name, buffer);
    await expect(panel.dialog.getByText(/^New key/), name).toBeVisible();
    await page.keyboard.press("Escape");
    await page.getByRole("alertdialog").getByRole("button", { name: "Discard" }).click();
    await panel.expectClosed();
  }
  const panel = await console.openCreate();
  await choose(panel, "empty.pem", Buffer.alloc(0));
  await expect(panel.field("Private key")).toHaveAccessibleDescription(/This file is empty/);
  await choose(panel, "long.pem", Buffer.alloc(20_000, "x"));
  await expect(panel.field("Private key")).toHaveAccessibleDescription(/much longer than a private key/);
  await choose(panel, "picture.png", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0x00]));
  await expect(panel.field("Private key")).toHaveAccessibleDescription(/cannot be read/);
});
