// What loads a chunk, over a real socket: whatever goes wrong fails the one attempt, and no other.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { integrity } from "./files.mjs";
import { loadChunk } from "./load-chunk.js";

/** A module of nothing. */
const MODULE = Buffer.from([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
const INTEGRITY = integrity(MODULE);

const server = createServer((request, response) => respond(request, response));
let respond;
let asked;

before(() => new Promise((resolve) => server.listen(0, "127.0.0.1", resolve)));
after(() => {
  server.closeAllConnections();
  server.close();
});

/** Each path is a file of its own: what failed once is remembered by its address. */
const at = (path) => new URL(path, `http://127.0.0.1:${server.address().port}/console/`);

function serve(status, body, headers = { "Content-Type": "application/wasm", "Cache-Control": "public, max-age=31536000, immutable" }) {
  asked = [];
  respond = (request, response) => {
    asked.push(request);
    response.writeHead(status, headers).end(body);
  };
}

test("a chunk is loaded, and can be compiled while streaming", async () => {
  serve(200, MODULE);
  const { instance } = await WebAssembly.instantiateStreaming(loadChunk(at("split_a.wasm"), INTEGRITY), {});
  assert.ok(instance);
  assert.equal(asked[0].url, "/console/split_a.wasm");
  assert.equal(asked[0].headers["cache-control"], undefined);
});

for (const type of ["text/plain", "application/octet-stream", undefined]) {
  test(`a proxy that serves it as ${type} does not matter`, async () => {
    serve(200, MODULE, type ? { "Content-Type": type } : {});
    assert.ok(await WebAssembly.instantiateStreaming(loadChunk(at("split_b.wasm"), INTEGRITY), {}));
  });
}

for (const [what, status, body] of [
  ["gone", 404, MODULE],
  ["changed", 200, Buffer.concat([MODULE, Buffer.from([0x00, 0x02, 0x01, 0x78])])],
  ["cut off", 200, MODULE.subarray(0, 4)],
  ["a page", 200, Buffer.from("<!doctype html>")],
]) {
  test(`a chunk that is ${what} is refused, and asked for again past every cache`, async () => {
    serve(status, body);
    const address = at(`split_${what.replace(" ", "_")}.wasm`);
    await assert.rejects(loadChunk(address, INTEGRITY));
    serve(200, MODULE);
    assert.deepEqual(Buffer.from(await (await loadChunk(address, INTEGRITY)).arrayBuffer()), MODULE);
    assert.equal(asked[0].headers["cache-control"], "no-cache");
    serve(200, MODULE);
    await loadChunk(address, INTEGRITY);
    assert.equal(asked[0].headers["cache-control"], undefined, "once it was right, as any other");
  });
}

test("a connection that breaks is a failure that the next attempt does not inherit", async () => {
  respond = (_, response) => response.destroy();
  const address = at("split_broken.wasm");
  await assert.rejects(loadChunk(address, INTEGRITY));
  serve(200, MODULE);
  assert.ok(await loadChunk(address, INTEGRITY));
});

test("a server that never responds is a failure, too", async () => {
  respond = () => {};
  const address = at("split_slow.wasm");
  await assert.rejects(loadChunk(address, INTEGRITY, 50), { name: "TimeoutError" });
  serve(200, MODULE);
  assert.ok(await loadChunk(address, INTEGRITY));
});
