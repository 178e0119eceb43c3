// Field validation in the browser: every field's own message, before anything is sent.

import { generateKeyPairSync } from "node:crypto";
import { Console } from "./pages/console.ts";
import type { ConnectionPanel } from "./pages/panel.ts";
import { expect, expectAccessible, test } from "./support/test.ts";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const short = generateKeyPairSync("rsa", { modulusLength: 1024 });
const edwards = generateKeyPairSync("ed25519");
const pkcs8 = rsa.privateKey.export({ type: "pkcs8", format: "pem" }) as string;

type Label = Parameters<ConnectionPanel["field"]>[0];

const REFUSED: { field: Label; typed: string; says: RegExp }[] = [
  { field: "Profile name", typed: "   ", says: /Enter a profile name/ },
  { field: "Profile name", typed: "x".repeat(121), says: /120 characters\. It has 121/ },
  { field: "Description", typed: "x".repeat(2001), says: /2,000 characters/ },
  { field: "Okta domain", typed: "http://acme.okta.com", says: /Use https/ },
  { field: "Okta domain", typed: "https://acme.okta.com:8443", says: /Remove the port/ },
  { field: "Okta domain", typed: "https://user:word@acme.okta.com", says: /user name/ },
  { field: "Okta domain", typed: "https://127.0.0.1", says: /not an IP address/ },
  { field: "Okta domain", typed: "https://0x7f.1", says: /not an IP address/ },
  { field: "Okta domain", typed: "acme", says: /in full/ },
  { field: "Okta domain", typed: "acme.okta.com.com", says: /\.com\.com/ },
  { field: "Okta domain", typed: "acme.okta.con", says: /Did you mean https:\/\/acme\.okta\.com\?/ },
  { field: "Profile name", typed: "Ac\u200bme", says: /invisible character U\+200B/ },
  { field: "Okta domain", typed: "https://{yourOktaDomain}", says: /placeholder/ },
  { field: "Okta domain", typed: "https://xn--zzzzzzzzzz99999.example.com", says: /not a valid domain name/ },
  { field: "Client ID", typed: "0oa12", says: /6 to 100 characters\. This one has 5/ },
  { field: "Client ID", typed: "0oa1b2c3d4E5F6G7H8i/", says: /letters, digits, and/ },
  { field: "Client ID", typed: "00QCjAl4MlV-WPXM7ABm0HmxABCdefghijklmnopqr", says: /API token/ },
  { field: "Private key", typed: "SSWS 00QCjAl4MlV-WPXM7ABm0HmxABCdefghijklmnopqr", says: /API token/ },
  { field: "Private key", typed: "fD3Hk9Lm2Qp7Rs5Tv8Wx1Yz4Ab6Cd0Ef3Gh9Jk2L", says: /client secret/ },
  { field: "Private key", typed: "secret", says: /not a private key/ },
  { field: "Private key", typed: rsa.publicKey.export({ type: "spki", format: "pem" }) as string, says: /public key/ },
  { field: "Private key", typed: JSON.stringify(rsa.publicKey.export({ format: "jwk" })), says: /public key/ },
  { field: "Private key", typed: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", says: /certificate/ },
  {
    field: "Private key",
    typed: rsa.privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "word" }) as string,
    says: /passphrase/,
  },
  { field: "Private key", typed: pkcs8.slice(0, 800), says: /end of the private key is missing/ },
  { field: "Private key", typed: JSON.stringify({ keys: [rsa.privateKey.export({ format: "jwk" })] }), says: /set of keys/ },
  { field: "Private key", typed: edwards.privateKey.export({ type: "pkcs8", format: "pem" }) as string, says: /Ed25519/ },
  { field: "Private key", typed: short.privateKey.export({ type: "pkcs8", format: "pem" }) as string, says: /1024 bits/ },
];

test("each wrong input has its own message at its field", async ({ page, product }) => {
  const console = await Console.signIn(page, product);
  const panel = await console.openCreate();
  for (const { field, typed, says } of REFUSED) {
    await panel.field(field).fill(typed);
    await panel.field(field).blur();
    await panel.expectError(field, says);
  }
});

test("saving an empty form lists what is missing, and each line leads to its field", async ({ page, product }) => {
  const console = await Console.signIn(page, product);
  const panel = await console.openCreate();
  await panel.save();
  const summary = panel.summary;
  await expect(summary.getByRole("link")).toHaveCount(4);
  await expectAccessible(page, "an empty form refused");
  await summary.getByRole("link", { name: /Okta domain/ }).click();
  await expect(panel.field("Okta domain")).toBeFocused();
  await summary.getByRole("link", { name: /private key/i }).click();
  await expect(panel.field("Private key")).toBeFocused();
});

test("an error goes as soon as it is mended", async ({ page, product }) => {
  const console = await Console.signIn(page, product);
  const panel = await console.openCreate();
  await panel.field("Client ID").fill("short");
  await panel.field("Client ID").blur();
  await panel.expectError("Client ID", /6 to 100 characters/);
  await panel.field("Client ID").fill("0oa1b2c3d4E5F6G7H8i9");
  await expect(panel.field("Client ID")).not.toHaveAttribute("aria-invalid", "true");
});

test("an unusual client ID is a warning, not an error", async ({ page, product }) => {
  const console = await Console.signIn(page, product);
  const panel = await console.openCreate();
  await panel.field("Client ID").fill("00o1b2c3d4E5F6G7H8i9");
  await panel.field("Client ID").blur();
  await expect(panel.field("Client ID")).toHaveAccessibleDescription(/usually have 20 letters and digits and start with 0oa/);
  await expect(panel.field("Client ID")).not.toHaveAttribute("aria-invalid", "true");
});

test("a value is taken out of what was copied with it", async ({ page, product }) => {
  const console = await Console.signIn(page, product);
  const panel = await console.openCreate();
  for (const { field, typed, left } of [
    { field: "Okta domain", typed: "<https://acme.okta.com>", left: "https://acme.okta.com" },
    { field: "Okta domain", typed: "https//acme.okta.com", left: "https://acme.okta.com" },
    { field: "Client ID", typed: "client_id: 0oa1b2c3d4E5F6G7H8i9", left: "0oa1b2c3d4E5F6G7H8i9" },
  ] as const) {
    await panel.field(field).clear();
    await panel.field(field).pressSequentially(typed);
    await panel.field(field).blur();
    await expect(panel.field(field)).toHaveValue(left);
    await expect(panel.field(field)).not.toHaveAttribute("aria-invalid", "true");
  }
});

test("a name is as long as it looks", async ({ page, product }) => {
  const console = await Console.signIn(page, product);
  const panel = await console.openCreate();
  await panel.field("Profile name").fill("👨‍👩‍👧‍👦".repeat(120));
  await panel.field("Profile name").blur();
  await expect(panel.field("Profile name")).not.toHaveAttribute("aria-invalid", "true");
  await panel.field("Profile name").fill("👨‍👩‍👧‍👦".repeat(121));
  await panel.field("Profile name").blur();
  await panel.expectError("Profile name", /It has 121/);
});
