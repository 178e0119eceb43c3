// Mozilla's HTTP Observatory against the real server over https.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { access, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { HOST, start } from "./server.mjs";

/** Of 145 points 5 are for being in the list of hosts that browsers ship, and 5 for a cookie, which only a session has. */
const SIGNED_OUT = 135;
const SIGNED_IN = 140;
const TESTS = 10;

let site;
before(async () => {
  // Its own set-up would download the list; nobody is in this one.
  const list = path.join(path.dirname(createRequire(import.meta.url).resolve("@mdn/mdn-http-observatory")), "../conf/hsts-preload.json");
  await access(list).catch(() => writeFile(list, "{}"));
  site = await start();
});
after(() => site?.stop());

test("every test of the Observatory passes, signed out", async () => {
  expectBest(await observe(), SIGNED_OUT);
});

test("every test of the Observatory passes, signed in", async () => {
  expectBest(await observe(await site.token()), SIGNED_IN);
});

function expectBest({ status, score, tests }, least) {
  assert.equal(status, 200);
  assert.equal(tests.length, TESTS);
  assert.deepEqual(
    tests.filter(({ pass }) => pass !== true),
    [],
  );
  assert.ok(score >= least, `${score} of 145: ${JSON.stringify(tests)}`);
}

async function observe(...token) {
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: site.caFile };
  const { stdout } = await promisify(execFile)(process.execPath, ["observe.mjs", HOST, `${site.httpPort}`, `${site.httpsPort}`, ...token], { env });
  return JSON.parse(stdout);
}
