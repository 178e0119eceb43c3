// Simulated Okta organizations (`okta-sim`), by host name; each is changed through the simulator's admin API.

import path from "node:path";
import { expect } from "@playwright/test";
import { program } from "./places.ts";
import { Running, run } from "./process.ts";

/** Host names that the server resolves to the simulator; each test takes the next one. */
const HOSTS = Array.from({ length: 200 }, (_, i) => `e2e-${String(i + 1).padStart(3, "0")}.okta.com`);

/** Organizations with the names of companies, for pictures. */
export type Company = "acme" | "borealis" | "cobalt" | "delta";
const COMPANIES: Record<Company, string> = { acme: "acme.okta.com", borealis: "borealis.okta.com", cobalt: "cobalt.okta.com", delta: "delta.okta.com" };

/** Nothing listens there. */
export const UNREACHABLE_HOST = "unreachable.okta.com";

/** The values that an administrator copies from Okta. */
export interface Credentials {
  /** `https://acme.okta.com` */
  domain: string;
  clientId: string;
  keyId: string;
  /** The private key as JSON, on one line. */
  jwk: string;
  /** The same key, PKCS#8. */
  pem: string;
}

/** A request that an organization received. */
export interface Received {
  method: string;
  path: string;
  [more: string]: unknown;
}

/** An organization that belongs to one test. */
export class Organization {
  constructor(
    readonly host: string,
    readonly credentials: Credentials,
    private readonly sim: OktaSim,
  ) {}

  /** Applies a scenario, such as `missing_scopes`; `okta-sim` has the list. */
  async apply(scenario: string): Promise<void> {
    await this.sim.call("POST", `/orgs/${this.host}/scenarios/${scenario}`);
  }

  /** Undoes every scenario. */
  async reset(): Promise<void> {
    await this.sim.call("POST", `/orgs/${this.host}/reset`);
  }

  /** Pastes a public key into the app as its only key, as an administrator does. */
  async register(publicJwk: { kid: string }): Promise<void> {
    const org = (await this.sim.call("GET", `/orgs/${this.host}`)) as { apps: { keys: unknown[] }[] };
    const { kid, ...jwk } = publicJwk;
    for (const app of org.apps) {
      app.keys = [{ kid, jwk }];
    }
    await this.sim.call("PUT", `/orgs/${this.host}`, org);
  }

  /** The requests that it received, oldest first. */
  async requests(): Promise<Received[]> {
    return (await this.sim.call("GET", `/orgs/${this.host}/requests`)) as Received[];
  }

  async remove(): Promise<void> {
    await this.sim.call("DELETE", `/orgs/${this.host}`);
  }
}

/** A running simulator. */
export class OktaSim {
  private next = 0;

  private constructor(
    private readonly running: Running,
    private readonly demo: Omit<Credentials, "domain">,
    private readonly tlsAddress: string,
    private readonly adminUrl: string,
    /** Its root certificate. */
    readonly caFile: string,
  ) {}

  /** Starts one on free ports, with its CA and keys in `folder`. */
  static async start(folder: string): Promise<OktaSim> {
    const { client_id, key_id, jwk, pem } = JSON.parse(await run(program("okta-sim"), ["demo", "--data", folder])) as DemoJson;
    const anyPort = ["--listen", "--http", "--admin"].flatMap((option) => [option, "127.0.0.1:0"]);
    const running = Running.start("okta-sim", program("okta-sim"), ["serve", "--data", folder, ...anyPort]);
    const printed = { tls: "", admin: "" };
    await running.until(() => {
      printed.tls = /^ *TLS +(\S+)$/m.exec(running.log)?.[1] ?? "";
      printed.admin = /^ *admin +(\S+)$/m.exec(running.log)?.[1] ?? "";
      expect(printed.tls && printed.admin).not.toBe("");
    });
    const demo = { clientId: client_id, keyId: key_id, jwk: JSON.stringify(jwk), pem };
    return new OktaSim(running, demo, printed.tls, printed.admin, path.join(folder, "ca.pem"));
  }

  /** The value of `APPCONN_OKTA_RESOLVE`: how the server finds the organizations. */
  get resolve(): string {
    return [...[...HOSTS, ...Object.values(COMPANIES)].map((host) => `${host}=${this.tlsAddress}`), `${UNREACHABLE_HOST}=127.0.0.1:1`].join(",");
  }

  /** A new organization in which everything works, then changed by `scenarios`. */
  async organization(...scenarios: string[]): Promise<Organization> {
    const host = HOSTS[this.next++];
    if (host === undefined) {
      throw new Error(`more than ${HOSTS.length} organizations in one worker: add host names in okta.ts`);
    }
    return this.at(host, scenarios);
  }

  /** The organization of a company; each is used once at a time. */
  async company(company: Company, ...scenarios: string[]): Promise<Organization> {
    return this.at(COMPANIES[company], scenarios);
  }

  private async at(host: string, scenarios: string[]): Promise<Organization> {
    await this.call("POST", "/orgs", { host });
    const organization = new Organization(host, { domain: `https://${host}`, ...this.demo }, this);
    // Applied afterwards, so that `reset` leads back to an organization in which everything works.
    for (const scenario of scenarios) {
      await organization.apply(scenario);
    }
    return organization;
  }

  /** Calls the admin API; throws unless it succeeds. */
  async call(method: string, at: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.adminUrl}${at}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const text = await answer.text();
    if (!answer.ok) {
      throw new Error(`okta-sim: ${method} ${at}: ${answer.status} ${text}`);
    }
    return text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : text;
  }

  async stop(): Promise<void> {
    await this.running.stop();
  }
}

interface DemoJson {
  client_id: string;
  key_id: string;
  jwk: unknown;
  pem: string;
}
