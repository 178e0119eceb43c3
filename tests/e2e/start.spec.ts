// What shows when the console's code is not what it should be.

import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { assets } from "./support/places.ts";
import { expect, expectAccessible, test as base } from "./support/test.ts";

/** A server of files whose wasm somebody has changed: it would still run. */
const test = base.extend({
  settings: async ({}, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), "changed-assets-"));
    await cp(assets, folder, { recursive: true });
    const name = (await readdir(folder)).find((file) => file.endsWith(".wasm")) ?? "";
    // A custom section of nothing but its name.
    const changed = Buffer.concat([await readFile(path.join(folder, name)), Buffer.from([0x00, 0x02, 0x01, 0x78])]);
    await writeFile(path.join(folder, name), changed);
    await writeFile(path.join(folder, `${name}.br`), brotliCompressSync(changed));
    await writeFile(path.join(folder, `${name}.gz`), gzipSync(changed));
    await use({ APPCONN_ASSETS: folder });
    await rm(folder, { recursive: true });
  },
});

test("code that was changed on its way here is not run, and the page says so", async ({ page, product, guard }) => {
  guard.allow(/is not the file that this page belongs to/);
  await page.goto(`${product.url}/connections`);
  await expect(page.getByRole("heading", { level: 1, name: "App management" })).toBeVisible();
  await expect(page.getByRole("alert").filter({ hasText: "The console did not start." })).toBeVisible();
  await expectAccessible(page, "the console did not start");
});
