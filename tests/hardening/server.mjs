// The console's server behind a proxy that ends TLS, as it is deployed.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import selfsigned from "selfsigned";

/** The proxy's name. Its certificate is for that. */
export const HOST = "localhost";

const READY_WITHIN_MS = 30_000;
const program = path.join(process.env.APPCONN_PROGRAMS ?? "../../target/debug", "app-connections");
const assets = process.env.APPCONN_ASSETS ?? "../../dist";

/** Starts both; `stop` ends both. `caFile` holds the proxy's certificate. */
export async function start() {
  const folder = await mkdtemp(path.join(tmpdir(), "app-connections-hardening-"));
  const { private: key, cert } = await selfsigned.generate([{ name: "commonName", value: HOST }], {
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: HOST }] }],
  });
  const caFile = path.join(folder, "ca.pem");
  await writeFile(caFile, cert);

  let upstream = 0;
  const secure = https.createServer({ key, cert }, (request, response) => forward(upstream, request, response));
  const httpsPort = await listen(secure);
  const plain = http.createServer((request, response) => {
    response.writeHead(301, { location: `https://${HOST}:${httpsPort}${request.url}` }).end();
  });
  const httpPort = await listen(plain);

  upstream = await freePort();
  const env = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("APPCONN_"))),
    APPCONN_LISTEN: `127.0.0.1:${upstream}`,
    APPCONN_PUBLIC_URL: `https://${HOST}:${httpsPort}`,
    APPCONN_DATABASE_URL: `sqlite://${path.join(folder, "app-connections.db")}`,
    APPCONN_MASTER_KEY_FILE: path.join(folder, "master.key"),
    APPCONN_ASSETS: path.resolve(assets),
  };
  const server = spawn(program, ["serve"], { env, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  server.stderr.setEncoding("utf8").on("data", (text) => (said += text));
  await ready(`http://127.0.0.1:${upstream}/readyz`, server, () => said);

  return {
    httpPort,
    httpsPort,
    caFile,
    /** A token that signs in once. */
    token: async () => {
      const { stdout } = await promisify(execFile)(program, ["sign-in-link"], { env });
      return stdout.trim().split("token=")[1];
    },
    stop: async () => {
      for (const proxy of [secure, plain]) {
        proxy.close();
        proxy.closeAllConnections();
      }
      const ended = once(server, "exit");
      server.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

function forward(port, request, response) {
  const { method, url, headers } = request;
  const asked = http.request({ host: "127.0.0.1", port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  asked.on("error", () => response.writeHead(502).end());
  request.pipe(asked);
}

async function listen(server) {
  server.listen(0);
  await once(server, "listening");
  return server.address().port;
}

async function freePort() {
  const server = http.createServer();
  const port = await listen(server);
  server.close();
  await once(server, "close");
  return port;
}

async function ready(url, server, said) {
  const until = Date.now() + READY_WITHIN_MS;
  while (server.exitCode === null && Date.now() < until) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) {
      return;
    }
    await pause(20);
  }
  throw new Error(`app-connections is not ready: ${said()}`);
}
