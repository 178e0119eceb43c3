// The bill of materials in dist/: right by CycloneDX's own schema, and complete by what the lock file says.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";

const dist = path.resolve(process.env.APPCONN_ASSETS ?? "../../dist");
const text = await readFile(path.join(dist, "app-connections.cdx.json"), "utf8");
const bill = JSON.parse(text);
const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot7);
const named = (name) => bill.components.filter((component) => component.name === name);

test("it is what CycloneDX 1.7 says", async () => {
  assert.equal(bill.specVersion, Spec.Version.v1dot7);
  assert.equal(await validator.validate(text), null);
});

test("the schema refuses what is not", async () => {
  for (const wrong of [{ ...bill, bomFormat: "x" }, { ...bill, more: 1 }, { ...bill, components: [{ name: "without a type" }] }]) {
    assert.notEqual(await validator.validate(JSON.stringify(wrong)), null);
  }
});

test("each crate is the very one of the lock file", async () => {
  const lock = await readFile("../../Cargo.lock", "utf8");
  const crates = bill.components.filter(({ purl }) => purl?.startsWith("pkg:cargo/"));
  assert.ok(crates.length > 200, `${crates.length}`);
  for (const { name, version, hashes } of crates) {
    const entry = lock.split("\n\n").find((entry) => entry.includes(`name = "${name}"\nversion = "${version}"\n`));
    assert.match(entry ?? "", new RegExp(`checksum = "${hashes[0].content}"`), `${name} ${version}`);
  }
});

test("programs, what they carry and what they are made with are there; what only tests and builds use is not", () => {
  for (const name of ["server", "okta-sim", "console", "axum", "leptos", "zeroizing-alloc", "sqlite", "aws-lc", "swagger-ui", "rust-std"]) {
    assert.equal(named(name).length, 1, name);
  }
  for (const name of ["proptest", "xtask", "serde_derive", "cc", "markup", "zip"]) {
    assert.deepEqual(named(name), [], name);
  }
});

test("each component has a license and is needed by something", () => {
  const needs = new Map(bill.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
  const reached = new Set();
  const visit = (ref) => {
    if (!reached.has(ref)) {
      reached.add(ref);
      assert.ok(needs.has(ref), ref);
      needs.get(ref).forEach(visit);
    }
  };
  visit(bill.metadata.component["bom-ref"]);
  for (const component of bill.components) {
    assert.ok(component.licenses?.length > 0, component.name);
    assert.ok(reached.has(component["bom-ref"]), component["bom-ref"]);
  }
  assert.equal(reached.size, bill.components.length + 1);
});

test("nothing in it is of the machine or the moment", () => {
  assert.equal(bill.serialNumber, undefined);
  assert.ok(!text.includes(process.cwd().split(path.sep).slice(0, 3).join(path.sep)), "a path of this machine");
});
