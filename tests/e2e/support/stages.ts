// Stages: the first steps that several visual states have in common.

import { type BrowserContext, type Page, expect } from "@playwright/test";
import { Console } from "../pages/console.ts";
import type { ConnectionPanel } from "../pages/panel.ts";
import { SignIn } from "../pages/sign-in.ts";
import { Api } from "./api.ts";
import type { Company, Organization } from "./okta.ts";
import type { Product } from "./product.ts";

/** What a stage works with. */
export interface Stage {
  page: Page;
  context: BrowserContext;
  product: Product;
  company: (name: Company, ...scenarios: string[]) => Promise<Organization>;
}

/** Connections in every status. */
export async function connections({ product, company }: Stage): Promise<void> {
  const [right, fewScopes, other, broken] = [await company("acme"), await company("borealis", "missing_scopes"), await company("cobalt"), await company("delta")];
  const api = await Api.of(product, "automation");
  await api.create("Acme production", right.credentials, { description: "Nightly backup of users, groups and apps" });
  await api.create("Borealis Bank", fewScopes.credentials, { description: "Frankfurt" });
  await api.create("Cobalt Health", other.credentials, { verify: false });
  const id = await api.create("Delta Freight", broken.credentials);
  await api.create("Evergreen Energy", right.credentials, { description: "Preview organization, used by the disaster recovery exercise" });
  await broken.apply("key_not_registered");
  expect((await api.call("POST", `/connections/${id}/verify`)).status).toBe(200);
}

export async function list(stage: Stage): Promise<Console> {
  await connections(stage);
  return Console.signIn(stage.page, stage.product);
}

export async function ended(stage: Stage): Promise<void> {
  const form = await filled(stage);
  await stage.context.clearCookies();
  await form.save();
  await SignIn.again(stage.page);
}

export async function panel({ page, product }: Stage): Promise<ConnectionPanel> {
  return (await Console.signIn(page, product)).openCreate();
}

export async function filled(stage: Stage, ...scenarios: string[]): Promise<ConnectionPanel> {
  const form = await panel(stage);
  await form.fill("Acme production", (await stage.company("acme", ...scenarios)).credentials);
  await form.type("Description", "Nightly backup");
  return form;
}

export async function tested(stage: Stage, ...scenarios: string[]): Promise<ConnectionPanel> {
  const form = await filled(stage, ...scenarios);
  await form.button("Test connection").click();
  await expect(form.outcome).not.toHaveText(/\d of \d/);
  await expect(form.outcome).toHaveText(/works|Connected|Not connected/);
  return form;
}

export async function connection(stage: Stage, name: string): Promise<void> {
  const console = await list(stage);
  await console.link(name).click();
  await expect(stage.page.getByRole("heading", { level: 1, name })).toBeVisible();
}
