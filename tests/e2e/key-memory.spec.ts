// Private keys in memory: a key is in the browser only as long as its form is open.

import { randomBytes } from "node:crypto";
import { Console } from "./pages/console.ts";
import { holding } from "./support/memory.ts";
import { expect, test } from "./support/test.ts";

for (const [how, saved] of [
  ["after it was saved", true],
  ["after its form was discarded", false],
] as const) {
  test(`${how}, nothing in the page holds the key`, async ({ page, product, organization, context }) => {
    const console = await Console.signIn(page, product);
    const { credentials } = await organization();
    const { d } = JSON.parse(credentials.jwk) as { d: string };
    const piece = d.slice(0, 32);
    const panel = await console.openCreate();
    await panel.fill("Acme", credentials);
    await expect(panel.button("Replace")).toBeVisible();
    expect(await holding(page, piece), "while the form is open").toContain("wasm");

    if (saved) {
      await panel.save();
    } else {
      await panel.button("Cancel").click();
      await page.getByRole("alertdialog").getByRole("button", { name: "Discard" }).click();
    }
    await panel.expectClosed();
    // A text that a script holds is found: so finding nothing means that nothing is held.
    const control = randomBytes(24).toString("base64url");
    await page.evaluate((control) => Reflect.set(window, "control", control), control);
    expect(await holding(page, control)).toEqual(["scripts"]);

    expect(await holding(page, piece)).toEqual([]);
    const stored = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
    expect(stored + JSON.stringify(await context.storageState({ indexedDB: true }))).not.toContain(piece);
    expect(await page.content()).not.toContain(piece);
  });
}
