// What specs import: `test` with a running product, and `expect`.
//
//   test("…", async ({ page, product, organization }) => {
//     await page.goto(await product.signInLink());
//     const acme = await organization();
//     …acme.credentials.domain…
//   });

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test as base } from "@playwright/test";
import { Guard } from "./guard.ts";
import { type Company, OktaSim, type Organization } from "./okta.ts";
import { Product } from "./product.ts";

export { expect } from "@playwright/test";
export { expectAccessible } from "./axe.ts";
export { type Credentials, type Organization, UNREACHABLE_HOST } from "./okta.ts";
export type { Product } from "./product.ts";

interface TestFixtures {
  /** Further `APPCONN_…` settings of the server: `test.use({ settings: { APPCONN_VERIFY_EVERY: "0" } })`. */
  settings: Record<string, string>;
  /** The server, with an empty database. `page.goto("/…")` goes there. */
  product: Product;
  /** Makes an organization that belongs to the test, and is removed with it. */
  organization: (...scenarios: string[]) => Promise<Organization>;
  /** The same with the name of a company, for pictures. */
  company: (name: Company, ...scenarios: string[]) => Promise<Organization>;
  /** Fails the test on errors in the console; used by every test. */
  guard: Guard;
}

interface WorkerFixtures {
  /** One simulator for each worker; tests have their own organizations in it. */
  okta: OktaSim;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  okta: [
    async ({}, use) => {
      await inTemporaryFolder(async (folder) => {
        const okta = await OktaSim.start(folder);
        await use(okta);
        await okta.stop();
      });
    },
    { scope: "worker" },
  ],

  settings: [{}, { option: true }],

  product: async ({ okta, settings }, use, info) => {
    await inTemporaryFolder(async (folder) => {
      const product = await Product.start(folder, okta, settings);
      await use(product);
      await product.stop();
      if (info.status !== info.expectedStatus) {
        await info.attach("server log", { body: product.log, contentType: "text/plain" });
      }
    });
  },

  baseURL: async ({ product }, use) => {
    await use(product.url);
  },

  organization: async ({ okta }, use) => {
    await withOrganizations((keep) => use(async (...scenarios) => keep(await okta.organization(...scenarios))));
  },

  company: async ({ okta }, use) => {
    await withOrganizations((keep) => use(async (name, ...scenarios) => keep(await okta.company(name, ...scenarios))));
  },

  guard: [
    async ({ context }, use) => {
      const guard = await Guard.watch(context);
      await use(guard);
      await guard.check();
    },
    { auto: true },
  ],
});

/** Cleans up after the test. */
async function withOrganizations(work: (keep: (made: Organization) => Organization) => Promise<void>): Promise<void> {
  const kept: Organization[] = [];
  await work((made) => {
    kept.push(made);
    return made;
  });
  for (const organization of kept) {
    await organization.remove();
  }
}

async function inTemporaryFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "app-connections-e2e-"));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
