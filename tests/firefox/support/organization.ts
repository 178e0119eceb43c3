// An organization of one test.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Credentials, OktaSim } from "../../e2e/support/okta.ts";

export interface Acme {
  credentials: Credentials;
  /** The path of a file that holds the private key. */
  keyFile: () => Promise<string>;
}

/** Gives the work an organization, and removes it afterwards. */
export async function withOrganization(okta: OktaSim, work: (acme: Acme) => Promise<void>): Promise<void> {
  const organization = await okta.organization();
  const folder = await mkdtemp(path.join(tmpdir(), "app-connections-key-"));
  const keyFile = async () => {
    const file = path.join(folder, "key.pem");
    await writeFile(file, organization.credentials.pem);
    return file;
  };
  try {
    await work({ credentials: organization.credentials, keyFile });
  } finally {
    await organization.remove();
    await rm(folder, { recursive: true, force: true });
  }
}
