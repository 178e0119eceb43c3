// The console's server with its own database.

import { expect } from "@playwright/test";
import path from "node:path";
import type { OktaSim } from "./okta.ts";
import { assets, program } from "./places.ts";
import { Running, freePort, run } from "./process.ts";

/** A running server; each test has its own, with an empty database. */
export class Product {
  private constructor(
    private running: Running,
    /** `http://127.0.0.1:PORT` */
    readonly url: string,
    /** Folder of the database and the master key. */
    readonly data: string,
    private readonly env: Record<string, string>,
  ) {}

  static async start(folder: string, okta: OktaSim, settings: Record<string, string> = {}): Promise<Product> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const env = {
      APPCONN_LISTEN: `127.0.0.1:${port}`,
      APPCONN_PUBLIC_URL: url,
      APPCONN_DATABASE_URL: `sqlite://${path.join(folder, "app-connections.db")}`,
      APPCONN_MASTER_KEY_FILE: path.join(folder, "master.key"),
      APPCONN_ASSETS: assets,
      APPCONN_OKTA_RESOLVE: okta.resolve,
      APPCONN_OKTA_CA_FILE: okta.caFile,
      ...settings,
    };
    const running = await serve(url, env);
    return new Product(running, url, folder, env);
  }

  /** A one-time link for this role. Links with the same name belong to the same user. */
  async signInLink(role: "admin" | "viewer" = "admin", name?: string): Promise<string> {
    return (await this.command("sign-in-link", "--role", role, ...(name === undefined ? [] : ["--name", name]))).trim();
  }

  /** Runs another command of `app-connections` on the same data, and gives what it prints. */
  async command(...args: string[]): Promise<string> {
    return run(program("app-connections"), args, this.env);
  }

  /** Stops the server and starts it again on the same address and data. */
  async restart(): Promise<void> {
    await this.stop();
    this.running = await serve(this.url, this.env);
  }

  /** Suspends the server: it accepts connections and does not respond until it continues or is stopped. */
  pause(): void {
    this.running.signal("SIGSTOP");
  }

  /** Continues a suspended server. */
  resume(): void {
    this.running.signal("SIGCONT");
  }

  /** What the server has logged since its last start. */
  get log(): string {
    return this.running.log;
  }

  async stop(): Promise<void> {
    await this.running.stop();
  }
}

async function serve(url: string, env: Record<string, string>): Promise<Running> {
  const running = Running.start("app-connections", program("app-connections"), ["serve"], env);
  await running.until(async () => {
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });
  return running;
}
