// Okta's own SDK for Node.js signs in to the simulator with private_key_jwt and lists users, groups and apps.
//
// It sends a proof of possession with every token request, and uses the token as the answer says: `Bearer` when the app
// demands no proof, `DPoP` after `use_dpop_nonce`.

import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { demo, newClient, requests, start } from "./organization.mjs";

/** What is listed, and how. `several`: on more than one page of two. */
const LISTS = [
  { what: "users", list: (client) => client.userApi.listUsers({ limit: 2 }), named: (user) => user.profile.login },
  { what: "groups", list: (client) => client.groupApi.listGroups({ limit: 2 }), named: (group) => group.profile.name },
  { what: "apps", list: (client) => client.applicationApi.listApplications({ limit: 2 }), named: (app) => app.label },
];

const APPS = [
  { about: "an app without proof of possession", scenario: null, scheme: "Bearer", tokenStatuses: [200] },
  { about: "an app that demands proof of possession", scenario: "dpop", scheme: "DPoP", tokenStatuses: [400, 200] },
];

for (const { about, scenario, scheme, tokenStatuses } of APPS) {
  describe(about, () => {
    beforeEach(() => start(scenario));

    for (const { what, list, named } of LISTS) {
      test(`lists ${what}, page after page`, async () => {
        const names = [];
        await (await list(newClient())).each((item) => names.push(named(item)));
        assert.ok(names.length > 2 && names.every((name) => typeof name === "string" && name !== ""), `${names}`);
        assert.equal(new Set(names).size, names.length, "no page comes twice");

        const seen = await requests();
        const tokens = seen.filter(({ path }) => path === "/oauth2/v1/token");
        assert.deepEqual(tokens.map(({ status }) => status), tokenStatuses);
        assert.ok(tokens.every(({ assertion }) => assertion.header.kid === demo.key_id));
        const reads = seen.filter(({ path }) => path.startsWith("/api/v1/"));
        assert.equal(reads.length, Math.ceil(names.length / 2));
        assert.ok(reads.every((read) => read.status === 200 && read.authorization === scheme));
        assert.ok(reads.every(({ proof }) => (proof?.claims.ath !== undefined) === (scheme === "DPoP")));
      });
    }

    test("signs in with the PEM form of the key", async () => {
      const client = newClient({ privateKey: demo.pem });
      const user = await (await client.userApi.listUsers({ limit: 1 })).next();
      assert.ok(user.value.id.startsWith("00u"));
    });
  });
}

describe("refusals", () => {
  test("a scope that is not granted is told by status and challenge", async () => {
    await start("missing_scopes");
    const client = newClient({ scopes: ["okta.users.read", "okta.devices.read"] });
    await assert.rejects(
      async () => (await client.deviceApi.listDevices({ limit: 1 })).next(),
      (error) => error.status === 403 && /insufficient_scope/.test(error.headers.get("www-authenticate")),
    );
  });

  test("a refused sign-in is only seen at the read, without Okta's reason", async () => {
    await start("key_not_registered");
    await assert.rejects(
      async () => (await newClient().userApi.listUsers({ limit: 1 })).next(),
      (error) => error.status === 401 && !/invalid_client/.test(`${error}`),
    );
  });

  test("a role that is too weak is told by E0000006", async () => {
    await start("missing_role");
    await assert.rejects(
      async () => (await newClient().userApi.listUsers({ limit: 1 })).next(),
      (error) => error.status === 403 && error.errorCode === "E0000006",
    );
  });
});
