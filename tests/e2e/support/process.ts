// Child processes: a program that runs beside a test.

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { promisify } from "node:util";
import { expect } from "@playwright/test";

/** Long enough for a graceful shutdown. */
const STOP_WITHIN_MS = 10_000;
const READY_WITHIN_MS = 30_000;

/** A running program with its output. */
export class Running {
  private output = "";

  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => (this.output += text));
    }
  }

  static start(name: string, file: string, args: string[], env: Record<string, string> = {}): Running {
    const child = spawn(file, args, { env: { ...cleanEnvironment(), ...env }, stdio: ["ignore", "pipe", "pipe"] });
    const running = new Running(name, child);
    child.on("error", (error) => (running.output += String(error)));
    return running;
  }

  /** All output, for tests that look for secrets in logs. */
  get log(): string {
    return this.output;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null || this.child.pid === undefined;
  }

  /** Waits until `ready` no longer throws. A program that ended fails at once, with its last output. */
  async until(ready: () => Promise<void> | void): Promise<void> {
    let ended = false;
    await expect(async () => {
      ended = this.hasEnded;
      if (!ended) {
        await ready();
      }
    }, `${this.name} is not ready`).toPass({ timeout: READY_WITHIN_MS, intervals: [20, 50, 100] });
    if (ended) {
      throw new Error(`${this.name} ended at its start: ${this.output}`);
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Ends it as an operator would, and waits until it has ended. */
  async stop(): Promise<void> {
    if (this.hasEnded) {
      return;
    }
    const exit = once(this.child, "exit", { signal: AbortSignal.timeout(STOP_WITHIN_MS) });
    this.child.kill("SIGTERM");
    // A stopped process ends only after it continues.
    this.child.kill("SIGCONT");
    try {
      await exit;
    } catch {
      this.child.kill("SIGKILL");
      throw new Error(`${this.name} did not end within ${STOP_WITHIN_MS / 1000} s after SIGTERM: ${this.output}`);
    }
  }
}

/** Runs a program to its end, and gives its standard output. */
export async function run(file: string, args: string[], env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await promisify(execFile)(file, args, { env: { ...cleanEnvironment(), ...env } });
  return stdout;
}

/** A free port. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") {
    throw new Error("no port");
  }
  return address.port;
}

/** The caller's environment without settings of the product. */
function cleanEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name, value]) => value !== undefined && !name.startsWith("APPCONN_"));
  return Object.fromEntries(kept) as Record<string, string>;
}
