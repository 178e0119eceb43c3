// Twice as many requests as the server can serve, for a minute: what it answers, how soon, and how its memory grows.
//
//   node runner/load.mjs --program target/release/app-connections --assets dist --oha oha [--seconds 60] [--out figures.json]

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { BUDGET } from "./conditions.mjs";
import { Load } from "./oha.mjs";
import { connectionsTo, environmentOf, fill, freePort, signIn, signInToken, startServer } from "./stack.mjs";

const USAGE = "usage: node runner/load.mjs --program APP-CONNECTIONS --assets DIST --oha OHA [--seconds 60] [--out FILE]";
/** Rows to read, and connections to rename. */
const [ROWS, RENAMED] = [200, 50];
/** How long it is asked as much as it can do, and how long next to nothing, in seconds. */
const [FULL, CALM] = [15, 30];
/** How often its memory is looked at, in milliseconds. */
const LOOK_MS = 500;

const { values: options } = parseArgs({
  options: { program: { type: "string" }, assets: { type: "string" }, oha: { type: "string" }, seconds: { type: "string", default: "60" }, out: { type: "string" } },
});
const seconds = Number(options.seconds);
if (!options.program || !options.assets || !options.oha || !(seconds >= 1)) throw new Error(USAGE);

const folder = await mkdtemp(path.join(os.tmpdir(), "app-connections-load-"));
const port = await freePort();
const origin = `http://127.0.0.1:${port}/`;
// Everybody comes from one address, as through a reverse proxy: it may have every connection.
const environment = { ...environmentOf(folder, options.assets, port, origin), APPCONN_TRUSTED_PROXIES: "1" };
const server = await startServer([options.program, "serve"], environment, port);
try {
  const cookie = await signIn(origin, await signInToken(options.program, environment));
  await fill(origin, cookie, connectionsTo(ROWS));
  // Who asks keeps to one processor, so that asking costs the server as little as it can on one machine.
  const oha = ["taskset", "--cpu-list", String(os.cpus().length - 1), options.oha];
  const load = await Load.prepare({ oha, folder, origin, cookie, renamed: await connectionsToRename(cookie) });

  await load.run({ connections: { reads: 8, writes: 4 }, seconds: 5 });
  const full = await load.run({ connections: { reads: 8, writes: 4 }, seconds: FULL });
  const capacity = { reads: full.reads.served / FULL, writes: full.writes.served / FULL };
  const calm = await load.run({ connections: { reads: 16, writes: 16 }, rates: times(capacity, 0.1), seconds: CALM });
  const memory = watchMemory(server.pid);
  const storm = await load.run({ connections: { reads: 1_024, writes: 512 }, rates: times(capacity, 2), seconds });
  const result = { seconds, capacity, full, calm, storm, memory: memory.end(), targets: BUDGET.load, machine: { cpus: os.cpus().length, load: os.loadavg()[0] } };
  console.log(JSON.stringify(result, null, 2));
  if (options.out) await writeFile(options.out, `${JSON.stringify(result, null, 2)}\n`);
} finally {
  await server.close();
  await rm(folder, { recursive: true, force: true });
}

/** Of one destination all, so that any name goes with any of them. */
async function connectionsToRename(cookie) {
  const one = connectionsTo(1)[0];
  const connections = Array.from({ length: RENAMED }, (_, number) => ({ ...one, name: `Renamed ${number}` }));
  return { ids: await fill(origin, cookie, connections), one };
}

function times(rates, factor) {
  return Object.fromEntries(Object.entries(rates).map(([kind, rate]) => [kind, rate * factor]));
}

/** Resident memory in kilobytes: the most in the first quarter, and in the last. */
function watchMemory(pid) {
  const seen = [];
  const timer = setInterval(async () => {
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    seen.push(Number(/^VmRSS:\s+(\d+) kB/m.exec(status)[1]));
  }, LOOK_MS);
  return {
    end() {
      clearInterval(timer);
      const quarter = Math.ceil(seen.length / 4);
      return { early: Math.max(...seen.slice(0, quarter)), late: Math.max(...seen.slice(-quarter)) };
    },
  };
}
