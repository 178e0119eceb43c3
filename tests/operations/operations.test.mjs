// Runs what docs/OPERATIONS.md says, in its order: each block is taken from the page. Paths of the page lie below a
// temporary folder here, the service's user is whoever runs the test, and ports are free ones.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promises as fs } from "node:fs";
import { createServer } from "node:net";
import https from "node:https";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../..");
const programs = process.env["APPCONN_PROGRAMS"] ?? path.join(root, "target/debug");
const assets = process.env["APPCONN_ASSETS"] ?? path.join(root, "dist");

/** Words behind the language of a block that say when it is run. */
const MARKS = ["after-start", "after-stop", "run-as-root", "not-run"];

const place = await fs.mkdtemp(path.join(os.tmpdir(), "operations-"));
const port = await freePort();
const page = await fs.readFile(path.join(root, "docs/OPERATIONS.md"), "utf8");
const blocks = [...page.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(([, language, mark, text]) => ({ language, mark, text }));
/** Without settings of the product; what the page installs is found. */
const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("APPCONN_"))),
  PATH: `${place}/usr/local/bin:${process.env.PATH}`,
};
let server;

/** What the page says, at this test's places. */
function here(text) {
  return text
    .replaceAll(/\/(etc|var|usr\/local)\//g, `${place}/$1/`)
    .replaceAll("sudo -u app-connections ", "")
    .replaceAll("127.0.0.1:8080", `127.0.0.1:${port}`)
    .replaceAll("target/release/app-connections", path.join(programs, "app-connections"))
    .replaceAll("cp -r dist/.", `cp -r ${assets}/.`);
}

async function sh(text) {
  const { stdout, stderr } = await run("sh", ["-euc", text], { cwd: place, env: environment });
  return stdout + stderr;
}

async function start() {
  server = spawn(`${place}/usr/local/bin/app-connections`, ["serve", "--config", `${place}/etc/app-connections/app.toml`], { cwd: place, env: environment, stdio: "ignore" });
  for (let ready = false; !ready; ) {
    assert.equal(server.exitCode, null, "the server has ended at its start");
    ready = await fetch(`http://127.0.0.1:${port}/readyz`).then((answer) => answer.ok, () => false);
  }
}

async function stop() {
  const exit = once(server, "exit");
  server.kill("SIGTERM");
  await exit;
}

async function freePort() {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address();
  listener.close();
  await once(listener, "close");
  return port;
}

const settings = () => blocks.find(({ language }) => language === "toml");

before(async () => {
  for (const folder of ["var/lib/app-connections", "etc/app-connections/key", "etc/cron.d", "etc/ssl/certs", "etc/ssl/private"]) {
    await fs.mkdir(path.join(place, folder), { recursive: true, mode: 0o700 });
  }
});

after(async () => {
  if (server?.exitCode === null && server.signalCode === null) await stop();
  await fs.rm(place, { recursive: true, force: true });
});

test("every block of the page is of a kind that is run here, or says that it is not", () => {
  assert.ok(blocks.length > 12, "the page has blocks");
  for (const { language, mark } of blocks) {
    const known = { sh: [undefined, ...MARKS], toml: ["/etc/app-connections/app.toml"], cron: ["/etc/cron.d/app-connections"], nginx: ["own-host", "shared-host"] }[language];
    assert.ok(known?.includes(mark), `${language} ${mark}`);
  }
});

test("what root does is a user, and folders that belong to them", async () => {
  const [block] = blocks.filter(({ mark }) => mark === "run-as-root");
  await sh(`set -n; ${block.text}`);
  for (const folder of block.text.matchAll(/install -d .* (\/\S+)$/gm)) {
    assert.ok(page.split(folder[1]).length > 2, `${folder[1]} is used on the page`);
  }
});

test("from the build to a service that signs somebody in", async () => {
  await fs.mkdir(path.join(place, "etc/app-connections"), { recursive: true });
  await fs.writeFile(path.join(place, "etc/app-connections/app.toml"), here(settings().text));
  for (const { text } of blocks.filter(({ language, mark }) => language === "sh" && mark === undefined)) {
    await sh(here(text));
  }
  await start();
  const said = [];
  for (const { text } of blocks.filter(({ mark }) => mark === "after-start")) {
    said.push(await sh(here(text)));
  }
  assert.match(said.join("\n"), /https:\/\/connections\.example\.com\/sign-in#token=acl_/);
  assert.match(said.join("\n"), /# (HELP|TYPE) /);
});

test("the line for cron backs up, as cron runs it", async () => {
  const cron = here(blocks.find(({ language }) => language === "cron").text).trim();
  const [, command] = /^30 2 \* \* \* app-connections (.*)$/.exec(cron);
  await fs.rm(path.join(place, "var/lib/app-connections", `backup-${new Date().toISOString().slice(0, 10)}.db`), { force: true });
  // cron takes the backslash off.
  await sh(command.replaceAll("\\%", "%"));
  assert.ok((await fs.readdir(path.join(place, "var/lib/app-connections"))).some((name) => name.startsWith("backup-")));
});

for (const [mark, host, base] of [["own-host", "connections.example.com", "/"], ["shared-host", "tools.example.com", "/okta/"]]) {
  test(`nginx in front, ${mark}: pages, the API and a session over TLS`, async () => {
    const tls = await freePort();
    const [certificate, key] = [`${place}/etc/ssl/certs/${host}.pem`, `${place}/etc/ssl/private/${host}.key`];
    await run("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host}`, "-keyout", key, "-out", certificate]);
    const config = path.join(place, `${mark}.conf`);
    const sites = here(blocks.find((block) => block.mark === mark).text).replace("listen 443 ssl", `listen 127.0.0.1:${tls} ssl`);
    const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${place}/${name};`).join(" ");
    await fs.writeFile(config, `daemon off; pid ${place}/${mark}.pid; error_log stderr; events {} http { access_log off; ${temp} ${sites} }`);
    await stop();
    const url = `https://${host}${base}`;
    await fs.writeFile(path.join(place, "etc/app-connections/app.toml"), here(settings().text).replace(/^public_url = .*$/m, `public_url = "${url}"`));
    await start();
    const nginx = spawn("nginx", ["-c", config], { stdio: "ignore" });
    try {
      const ca = await fs.readFile(certificate);
      const ask = (target, options = {}) => request({ tls, host, ca, path: target, ...options });
      let page;
      while ((page = await ask(base).catch(() => undefined)) === undefined) assert.equal(nginx.exitCode, null, "nginx has ended");
      assert.equal(page.status, 200);
      assert.match(page.body, new RegExp(`<base href="${base}">`));
      const link = await sh(here("sudo -u app-connections app-connections sign-in-link --config /etc/app-connections/app.toml"));
      const token = /#token=(\S+)/.exec(link)[1];
      const signedIn = await ask(`${base}api/v1/session`, { method: "POST", headers: { "Content-Type": "application/json", Origin: `https://${host}` }, body: JSON.stringify({ token }) });
      assert.equal(signedIn.status, 201, signedIn.body);
      const cookie = signedIn.headers["set-cookie"][0].split(";")[0];
      assert.equal((await ask(`${base}api/v1/connections`, { headers: { Cookie: cookie } })).status, 200);
      assert.equal((await ask("/metrics")).status, 404);
    } finally {
      const exit = once(nginx, "exit");
      nginx.kill("SIGTERM");
      await exit;
    }
  });
}

test("restored on an empty place, it serves what was there", async () => {
  await stop();
  const [block] = blocks.filter(({ mark }) => mark === "after-stop");
  await sh(here(block.text));
  await start();
  assert.equal((await fetch(`http://127.0.0.1:${port}/readyz`)).status, 200);
});

function request({ tls, host, ca, path: target, method = "GET", headers = {}, body }) {
  return new Promise((resolve, reject) => {
    const asked = https.request({ host: "127.0.0.1", port: tls, servername: host, ca, path: target, method, headers: { Host: host, ...headers } }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (part) => (text += part)).on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, body: text }));
    });
    asked.on("error", reject);
    asked.end(body);
  });
}
