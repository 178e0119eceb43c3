// API client: creates what a test needs before the browser opens the page.

import { randomUUID } from "node:crypto";
import type { Credentials } from "./okta.ts";
import type { Product } from "./product.ts";

/** Calls the API as a program does. */
export class Api {
  private constructor(
    private readonly product: Product,
    private readonly token: string,
  ) {}

  static async of(product: Product, name = `test ${randomUUID()}`): Promise<Api> {
    const printed = await product.command("token", "create", "--role", "admin", "--name", name);
    const token = /act_[A-Za-z0-9_-]+/.exec(printed)?.[0];
    if (token === undefined) {
      throw new Error("token create printed no token");
    }
    return new Api(product, token);
  }

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.product.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** Stores a connection, verified by default, and gives its id. */
  async create(name: string, { domain, clientId, jwk }: Credentials, options: { verify?: boolean; description?: string } = {}): Promise<string> {
    const settings = { domain, client_id: clientId, private_key: jwk };
    const body = { name, description: options.description ?? "", application: "okta", settings };
    const answer = await this.call("POST", `/connections${options.verify === false ? "?verify=skip" : ""}`, body);
    const created = (await answer.json()) as { id: string };
    if (answer.status !== 201) {
      throw new Error(`create ${name}: ${answer.status} ${JSON.stringify(created)}`);
    }
    return created.id;
  }

  /** Stores this many connections without verification, and gives their names in the order of the list. */
  async createMany(count: number, credentials: Credentials): Promise<string[]> {
    const names = Array.from({ length: count }, (_, at) => `Connection ${String(at + 1).padStart(3, "0")}`);
    // As many at once as the server works on; with more, some could be refused as busy.
    for (let at = 0; at < count; at += 2) {
      await Promise.all(names.slice(at, at + 2).map((name) => this.create(name, credentials, { verify: false })));
    }
    return names;
  }
}
