// What a verification reads, read by Okta's SDK: for `cargo xtask bench verify`.
//
// Each line of standard input, `in-turn` or `at-once`, is a run with a new client, hence a new token; its time in
// milliseconds is printed. `in-turn` awaits each call, as the SDK's README does. `at-once` awaits the first, so that the
// token is there (the SDK would ask for one for each call otherwise), and then all others together.

import { createInterface } from "node:readline";
import { demo, newClient } from "./organization.mjs";

const SCOPES = ["apps", "devices", "groups", "orgs", "roles", "userTypes", "users"].map((name) => `okta.${name}.read`);

const first = (collection) => collection.then((items) => items.next());

/** The organization's description, the app's roles, and one read for each type of object. */
const CALLS = [
  (okta) => okta.orgSettingApi.getWellknownOrgMetadata(),
  (okta) => first(okta.roleAssignmentApi.listRolesForClient({ clientId: demo.client_id })),
  (okta) => first(okta.applicationApi.listApplications({ limit: 1 })),
  (okta) => first(okta.deviceApi.listDevices({ limit: 1 })),
  (okta) => first(okta.groupApi.listGroups({ limit: 1 })),
  (okta) => okta.orgSettingApi.getOrgSettings(),
  (okta) => okta.customRoleApi.listRoles(),
  (okta) => first(okta.userTypeApi.listUserTypes()),
  (okta) => first(okta.userApi.listUsers({ limit: 1 })),
];

const WAYS = {
  async "in-turn"(client) {
    for (const call of CALLS) await call(client);
  },
  async "at-once"(client) {
    const [one, ...others] = CALLS;
    await one(client);
    await Promise.all(others.map((call) => call(client)));
  },
};

for await (const way of createInterface({ input: process.stdin })) {
  const start = performance.now();
  await WAYS[way](newClient({ scopes: SCOPES }));
  console.log((performance.now() - start).toFixed(3));
}
