// Key facts: what the panel shows of a key before it is sent.

import { createHash, generateKeyPairSync } from "node:crypto";
import { Console } from "./pages/console.ts";
import { expect, expectAccessible, test } from "./support/test.ts";

/** RFC 7638 with SHA-256, from the public half as a JWK. */
function thumbprint(jwk: Record<string, unknown>): string {
  const members = jwk["kty"] === "RSA" ? ["e", "kty", "n"] : ["crv", "kty", "x", "y"];
  return createHash("sha256")
    .update(JSON.stringify(Object.fromEntries(members.map((name) => [name, jwk[name]]))))
    .digest("base64url");
}

const rsa = generateKeyPairSync("rsa", { modulusLength: 3072 });
const p521 = generateKeyPairSync("ec", { namedCurve: "P-521" });

const KEYS = [
  { name: "RSA as JSON", text: JSON.stringify({ ...rsa.privateKey.export({ format: "jwk" }), kid: "named-here" }), says: ["RSA", "3,072 bits, JSON", "named-here"], of: rsa },
  { name: "RSA as PKCS#8", text: rsa.privateKey.export({ type: "pkcs8", format: "pem" }), says: ["RSA", "3,072 bits, PEM"], of: rsa },
  { name: "RSA as PKCS#1", text: rsa.privateKey.export({ type: "pkcs1", format: "pem" }), says: ["RSA", "3,072 bits, PEM"], of: rsa },
  { name: "EC as SEC1", text: p521.privateKey.export({ type: "sec1", format: "pem" }), says: ["EC", "P-521, PEM"], of: p521 },
  { name: "EC as JSON", text: JSON.stringify(p521.privateKey.export({ format: "jwk" })), says: ["EC", "P-521, JSON"], of: p521 },
];

test("kind, size, key ID and thumbprint of a key show at once, and nothing is sent", async ({ page, product }) => {
  const console = await Console.signIn(page, product);
  const panel = await console.openCreate();
  const sent: string[] = [];
  page.on("request", (request) => sent.push(`${request.method()} ${request.url()}`));
  for (const { name, text, says, of } of KEYS) {
    await panel.field("Private key").fill(text.toString());
    const expected = thumbprint(of.publicKey.export({ format: "jwk" }) as Record<string, unknown>);
    await expect(panel.dialog.getByText(expected, { exact: true }), name).toBeVisible();
    for (const fact of says) {
      await expect(panel.dialog.getByText(fact, { exact: true }), name).toBeVisible();
    }
    await panel.button("Replace").click();
  }
  expect(sent).toEqual([]);
  await panel.field("Private key").fill(KEYS[0]?.text.toString() ?? "");
  await expectAccessible(page, "the facts of a key");
});
