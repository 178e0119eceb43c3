// An OpenID Connect provider: the real `oidc-provider`, over TLS, with a sign-in page. It is strict: PKCE is required,
// responses name their issuer, and names and groups are at its UserInfo endpoint only.

import { generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { chmod, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Server, createServer } from "node:https";
import path from "node:path";
import { type Context, Provider } from "oidc-provider";
import { createMemoryAdapter } from "oidc-provider/lib/adapters/memory_adapter.js";
import { program } from "./places.ts";
import { freePort, run } from "./process.ts";

/** The accounts and their groups. */
const ACCOUNTS = {
  "ada@example.com": ["staff", "backup-admins"],
  "vic@example.com": ["staff", "backup-readers"],
  "noel@example.com": ["staff"],
};

export type Account = keyof typeof ACCOUNTS;

/** The provider's name on the sign-in page. */
export const PROVIDER_NAME = "Example ID";

const CLIENT_ID = "app-connections";
const SCOPES = ["openid", "profile", "email", "groups"];
/** Not `127.0.0.1`, where the console is: the provider must be another site. */
const HOST = "localhost";

/** A provider on this machine. */
export class IdentityProvider {
  private server: Server | undefined;

  private constructor(
    private readonly port: number,
    private readonly pem: string,
    private readonly secret: string,
    private readonly secretFile: string,
  ) {}

  /** Prepares a provider with a certificate of the CA that the console trusts. It serves from `start` on. */
  static async create(folder: string, caFolder: string): Promise<IdentityProvider> {
    const pem = await run(program("okta-sim"), ["certificate", HOST, "--data", caFolder]);
    const [secret, secretFile] = [randomBytes(24).toString("base64"), path.join(folder, "client-secret")];
    await writeFile(secretFile, `${secret}\n`);
    await chmod(secretFile, 0o600);
    return new IdentityProvider(await freePort(), pem, secret, secretFile);
  }

  get issuer(): string {
    return `https://${HOST}:${this.port}`;
  }

  /** The settings of the console. */
  get settings(): Record<string, string> {
    return {
      APPCONN_OIDC_ISSUER: this.issuer,
      APPCONN_OIDC_CLIENT_ID: CLIENT_ID,
      APPCONN_OIDC_CLIENT_SECRET_FILE: this.secretFile,
      APPCONN_OIDC_SCOPES: SCOPES.join(" "),
      APPCONN_OIDC_ROLES: "backup-admins=admin,backup-readers=viewer",
      APPCONN_OIDC_NAME: PROVIDER_NAME,
    };
  }

  /** Starts serving, for a console at that address. */
  async start(console: string): Promise<void> {
    const provider = this.provider(`${console}/api/v1/session/oidc/callback`);
    const callback = provider.callback();
    this.server = createServer({ key: this.pem, cert: this.pem }, (request, response) => {
      const answer = request.url?.startsWith("/interaction/") ? signIn(provider, request, response) : callback(request, response);
      answer.catch((error: unknown) => response.writeHead(500).end(String(error)));
    });
    this.server.listen(this.port, "127.0.0.1");
    await once(this.server, "listening");
  }

  /** Stops serving. */
  async stop(): Promise<void> {
    const closed = this.server?.listening ? once(this.server, "close") : undefined;
    this.server?.close().closeAllConnections();
    await closed;
  }

  private provider(redirectUri: string): Provider {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    return new Provider(this.issuer, {
      adapter: createMemoryAdapter(0),
      clients: [{ client_id: CLIENT_ID, client_secret: this.secret, redirect_uris: [redirectUri], response_types: ["code"], grant_types: ["authorization_code"] }],
      jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), kid: randomUUID(), use: "sig", alg: "RS256" }] },
      cookies: { keys: [randomUUID()] },
      pkce: { required: () => true },
      scopes: SCOPES,
      claims: { openid: ["sub"], profile: ["preferred_username"], email: ["email"], groups: ["groups"] },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
      findAccount: (_: unknown, id: Account) => ({
        accountId: id,
        claims: () => ({ sub: id, preferred_username: id, email: id, groups: ACCOUNTS[id] }),
      }),
      loadExistingGrant: consent,
      ttl: { AccessToken: 60, Grant: 600, IdToken: 60, Interaction: 600, Session: 600 },
    });
  }
}

/** The console belongs to the operator: no consent is asked for. */
async function consent({ oidc: { provider, client, session } }: Context): Promise<unknown> {
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(SCOPES.join(" "));
  await grant.save();
  return grant;
}

/** The sign-in page, and its form handler. */
async function signIn(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== "POST") {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(PAGE);
    return;
  }
  const form = new URLSearchParams((await request.setEncoding("utf8").toArray()).join(""));
  const [account, cancelled] = [form.get("account") ?? "", form.has("cancel")];
  const result = cancelled || !(account in ACCOUNTS) ? { error: "access_denied", error_description: "The user went away." } : { login: { accountId: account } };
  await provider.interactionFinished(request, response, result);
}

const PAGE = `<!doctype html><html lang="en"><title>${PROVIDER_NAME}</title><link rel="icon" href="data:,"><h1>${PROVIDER_NAME}</h1>
<form method="post"><label>Account <input name="account"></label><button>Continue</button><button name="cancel">Cancel</button></form>`;
