// Durability: stored connections survive a restart, and no file contains the key.

import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { Console } from "./pages/console.ts";
import { expect, test } from "./support/test.ts";

test("a connection is there after a reload and after a restart, and no file but the master key helps to read its key", async ({ page, product, organization }) => {
  const acme = await organization();
  const console = await Console.signIn(page, product);
  const panel = await console.openCreate();
  await panel.fill("Durable", acme.credentials);
  await panel.save();
  await panel.expectClosed();
  await page.reload();
  await console.expectRow("Durable", { Status: "Active" });
  await product.restart();
  await page.reload();
  await console.expectRow("Durable", { Status: "Active" });
  await console.select("Durable");
  await console.action("Verify now").click();
  await expect(console.toast("Durable works.")).toBeVisible();

  const pieces = piecesOf(acme.credentials.jwk, acme.credentials.pem);
  for (const file of await readdir(product.data)) {
    const bytes = await readFile(path.join(product.data, file));
    for (const piece of pieces) {
      expect(bytes.includes(piece), `${file} holds a piece of the private key`).toBe(false);
    }
  }
  for (const piece of pieces) {
    expect(Buffer.from(product.log).includes(piece), "the log holds a piece of the private key").toBe(false);
  }
});

/** Parts of the private numbers as a file might contain them: base64url, base64 of the PEM, hexadecimal, raw. */
function piecesOf(jwk: string, pem: string): Buffer[] {
  const members = JSON.parse(jwk) as Record<string, string>;
  const numbers = ["d", "p", "q", "dp", "dq", "qi"].map((name) => members[name] ?? "");
  expect(numbers.every((number) => number.length > 40)).toBe(true);
  return [
    ...numbers.map((number) => Buffer.from(number.slice(4, 36))),
    ...numbers.map((number) => Buffer.from(number, "base64url").subarray(4, 28)),
    ...numbers.map((number) => Buffer.from(Buffer.from(number, "base64url").subarray(4, 20).toString("hex"))),
    ...pem.split("\n").slice(6, 20).map((line) => Buffer.from(line)),
  ].filter((piece) => piece.length >= 16);
}
