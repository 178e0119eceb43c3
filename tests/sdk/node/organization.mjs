// The simulated organization that the tests are given by `cargo xtask`, and a client of Okta's own SDK for it.

import { readFileSync } from "node:fs";
import okta from "@okta/okta-sdk-nodejs";

/** The scopes of users, groups and apps. */
export const SCOPES = ["okta.users.read", "okta.groups.read", "okta.apps.read"];

const { OKTA_SIM_URL: orgUrl, OKTA_SIM_ADMIN: admin, OKTA_SIM_DEMO: demoFile } = process.env;
const host = new URL(orgUrl).hostname;

/** What an administrator copies out of Okta. */
export const demo = JSON.parse(readFileSync(demoFile, "utf8"));

/** A client as Okta's README makes one; the cache, which would answer for the organization, is left out. */
export function newClient(changes = {}) {
  return new okta.Client({
    orgUrl,
    authorizationMode: "PrivateKey",
    clientId: demo.client_id,
    scopes: SCOPES,
    privateKey: demo.jwk,
    keyId: demo.key_id,
    cacheMiddleware: null,
    ...changes,
  });
}

/** Everything is right again, in this scenario. */
export async function start(scenario) {
  await control("POST", `/orgs/${host}/reset`);
  if (scenario) await control("POST", `/orgs/${host}/scenarios/${scenario}`);
}

/** What the organization was asked, oldest first. */
export async function requests() {
  return (await control("GET", `/orgs/${host}/requests`)).json();
}

async function control(method, path) {
  const answer = await fetch(admin + path, { method });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}
