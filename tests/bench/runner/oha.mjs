// Reads and writes at once, made by `oha`: at a given rate whatever the server does, or as fast as it answers.

import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

/** As many different names as make it unlikely that two connections want the same one at once. */
const NAMES = 20_000;
/** What the console's visitors ask for: lists more often than single connections. */
const LISTS = ["connections?limit=50", "connections?limit=50&sort=-updated_at", "connections?limit=50&q=acme", "session"];

export class Load {
  /** @param {{oha: string[], folder: string, origin: string, cookie: {name: string, value: string}, renamed: {ids: string[], one: object}}} _ */
  static async prepare({ oha, folder, origin, cookie, renamed: { ids, one } }) {
    const load = new Load();
    const api = (resource) => `${origin}api/v1/${resource}`;
    const [reads, writes, bodies] = ["reads", "writes", "bodies"].map((name) => path.join(folder, name));
    await writeFile(reads, [...LISTS, ...LISTS, ...ids.slice(0, 4).map((id) => `connections/${id}`)].map(api).join("\n"));
    await writeFile(writes, ids.map((id) => api(`connections/${id}`)).join("\n"));
    await writeFile(bodies, Array.from({ length: NAMES }, (_, number) => JSON.stringify({ ...one, name: `Renamed ${number}` })).join("\n"));
    const common = ["--no-tui", "--output-format", "csv", "--worker-threads", "1", "-w", "-H", `Cookie: ${cookie.name}=${cookie.value}`];
    const change = ["-m", "PUT", "-T", "application/json", "-H", "If-Match: *", "-H", `Origin: ${new URL(origin).origin}`, "-Z", bodies];
    load.kinds = { reads: [...common, "--urls-from-file", reads], writes: [...common, ...change, "--urls-from-file", writes] };
    load.command = oha;
    return load;
  }

  /** What came of so many connections of each kind, at so many requests a second of each kind, if that is said. */
  async run({ connections, rates, seconds }) {
    const kinds = Object.entries(this.kinds).map(async ([kind, asked]) => {
      const rate = rates && Math.max(1, Math.round(rates[kind]));
      // From when a request should have left: a server that is slow does not make fewer requests late.
      const pace = rates ? ["-q", String(rate), "--latency-correction"] : [];
      const { stdout } = await promisify(execFile)(this.command[0], [...this.command.slice(1), "-z", `${seconds}s`, "-c", String(connections[kind]), ...pace, ...asked], { maxBuffer: 2 ** 30 });
      return [kind, { asked: rates && rate * seconds, ...outcome(stdout) }];
    });
    return Object.fromEntries(await Promise.all(kinds));
  }
}

/** Answers by status, how many were served, and within how many milliseconds half and 99 of 100 of these came. */
function outcome(csv) {
  const [head, ...lines] = csv.trim().split("\n");
  const columns = head.split(",").map((name) => name.trim());
  const [duration, status] = [columns.indexOf("request-duration"), columns.indexOf("status")];
  const statuses = {};
  const served = [];
  for (const line of lines) {
    const cells = line.split(",");
    statuses[cells[status]] = (statuses[cells[status]] ?? 0) + 1;
    if (cells[status] !== "503" && cells[status] !== "429") served.push(Number(cells[duration]) * 1_000);
  }
  served.sort((a, b) => a - b);
  const at = (share) => served[Math.min(served.length - 1, Math.floor(share * served.length))];
  return { statuses, served: served.length, median: at(0.5), p99: at(0.99), slowest: served.at(-1) };
}
