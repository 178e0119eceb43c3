// Overload: the server is too busy for a moment.

import path from "node:path";
import { Console } from "./pages/console.ts";
import { Api } from "./support/api.ts";
import { Running } from "./support/process.ts";
import { expect, test } from "./support/test.ts";

/** Locks the database as another program would: until that has ended, other writers wait. */
const WRITING = `
import sqlite3, sys, time
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN IMMEDIATE")
print("writing", flush=True)
time.sleep(60)
`;

test("what the server is too busy for is asked again, without a word", async ({ page, product, organization, guard }) => {
  guard.allow(/status of 503 /);
  const acme = await organization();
  const api = await Api.of(product);
  const others = await Promise.all(["One", "Two", "Three"].map((name) => api.create(name, acme.credentials, { verify: false })));
  await api.create("Mine", acme.credentials, { verify: false });
  const console = await Console.signIn(page, product);
  await console.select("Mine");
  await console.action("Delete").click();

  const writer = Running.start("another writer", "python3", ["-c", WRITING, path.join(product.data, "app-connections.db")]);
  await writer.until(() => expect(writer.log).toContain("writing"));
  const waiting = others.map((id) => api.call("DELETE", `/connections/${id}`));
  // Two requests wait for the lock; the third is the first to be refused as busy.
  expect((await Promise.race(waiting)).status).toBe(503);
  const refused = page.waitForResponse((response) => response.status() === 503);
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await refused;
  await writer.stop();

  await expect(console.toast("Mine was deleted.")).toBeVisible();
  expect((await Promise.all(waiting)).map(({ status }) => status).sort()).toEqual([204, 204, 503]);
});
