// The real server, twice over one database: once with the console's files, once with the React page's.

import { execFile, spawn } from "node:child_process";
import { generateKeyPair } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { connectionName } from "./conditions.mjs";
import { startProxy } from "./proxy.mjs";

const READY_WITHIN_MS = 30_000;

/**
 * Starts everything and fills the database.
 * @param {string} program the server
 * @param {Record<string, {assets: string, dropPolicy: boolean}>} pages
 * @param {number} connections how many to create
 * @returns {Promise<{urls: Record<string, string>, cookie: {name: string, value: string}, stop(): Promise<void>}>}
 */
export async function startStack(program, pages, connections) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "app-connections-bench-"));
  const started = [];
  const stop = async () => {
    await Promise.all(started.map((part) => part.close()));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const urls = {};
    let environment;
    for (const [name, { assets, dropPolicy }] of Object.entries(pages)) {
      const [port, publicPort] = [await freePort(), await freePort()];
      urls[name] = `http://127.0.0.1:${publicPort}/`;
      environment = environmentOf(folder, assets, port, urls[name]);
      // One after the other: the first makes the database and the master key.
      started.push(await startServer([program, "serve"], environment, port));
      started.push(await startProxy(port, { dropPolicy, listenOn: publicPort }));
    }
    const origin = Object.values(urls).at(-1);
    const cookie = await signIn(origin, await signInToken(program, environment));
    await fill(origin, cookie, connectionsTo(connections));
    return { urls, cookie, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What the server is told, and nothing of what the machine says. */
export function environmentOf(folder, assets, port, publicUrl) {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith("APPCONN_"));
  return {
    ...Object.fromEntries(others),
    APPCONN_LISTEN: `127.0.0.1:${port}`,
    APPCONN_PUBLIC_URL: publicUrl,
    APPCONN_DATABASE_URL: `sqlite://${path.join(folder, "bench.db")}`,
    APPCONN_MASTER_KEY_FILE: path.join(folder, "master.key"),
    APPCONN_ASSETS: path.resolve(assets),
    APPCONN_VERIFY_EVERY: "0",
    APPCONN_LOG: "warn",
  };
}

/** @returns {Promise<{pid: number, close(): Promise<void>}>} once it is ready */
export async function startServer([program, ...options], env, port) {
  const child = spawn(program, options, { env, stdio: ["ignore", "inherit", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
  let isRunning = true;
  ended.then(() => (isRunning = false));
  const close = async () => {
    child.kill();
    await ended;
  };
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await isReady(port))) {
    if (!isRunning || Date.now() > deadline) {
      await close();
      throw new Error(`${program} serve ${isRunning ? "is not ready in time" : "ended at its start"}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { pid: child.pid, close };
}

const isReady = (port) =>
  fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );

export async function signInToken(program, env) {
  const { stdout } = await promisify(execFile)(program, ["sign-in-link", "--role", "admin", "--name", "bench"], { env });
  return new URLSearchParams(new URL(stdout.trim()).hash.slice(1)).get("token");
}

export async function signIn(origin, token) {
  const response = await post(origin, "session", { token });
  const [name, value] = response.headers.getSetCookie()[0].split(";")[0].split("=");
  return { name, value };
}

/**
 * Every connection with a key of its own, stored without verification.
 * @returns {Promise<string[]>} their ids
 */
export async function fill(origin, { name, value }, connections) {
  const ids = [];
  for (const connection of connections) {
    const { privateKey } = await promisify(generateKeyPair)("ec", { namedCurve: "P-256" });
    const settings = { ...connection.settings, private_key: privateKey.export({ format: "pem", type: "pkcs8" }) };
    const headers = { Cookie: `${name}=${value}` };
    const response = await post(origin, "connections?verify=skip", { ...connection, settings }, headers);
    ids.push((await response.json()).id);
  }
  return ids;
}

/** The first so many connections, but for their keys. */
export const connectionsTo = (count) =>
  Array.from({ length: count }, (_, number) => ({
    name: connectionName(number),
    description: "For the benchmark of the first row",
    application: "okta",
    settings: { domain: `https://bench-${number}.okta.com`, client_id: `0oa${String(number).padStart(17, "0")}` },
  }));

export async function post(origin, resource, body, headers = {}) {
  const response = await fetch(new URL(`api/v1/${resource}`, origin), {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: new URL(origin).origin, ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(`POST ${resource}: ${response.status} ${await response.text()}`);
  }
  return response;
}

export async function freePort() {
  const server = net.createServer();
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
