// The same resources that the console uses.

export type Status = "active" | "limited" | "failed" | "unverified";

export interface Connection {
  id: string;
  name: string;
  description: string;
  application: string;
  settings: { domain: string; client_id: string; key: { key_id?: string; algorithm: string; bits: number; thumbprint: string; set_at: string } };
  status: Status;
  report?: Report;
  created_at: string;
  updated_at: string;
  updated_by: string;
  verified_at?: string;
  version: number;
}

export interface Check {
  id: string;
  status: "passed" | "warning" | "failed" | "skipped";
  title: string;
  detail: string;
}

export interface Report {
  outcome: string;
  checks: Check[];
}

export interface Page {
  items: Connection[];
  next_cursor: string | null;
  total: number;
}

export interface Session {
  name: string;
  role: "viewer" | "admin" | "service";
  expires_at: string | null;
}

export interface ConnectionInput {
  name: string;
  description: string;
  application: string;
  settings: { domain: string; client_id: string; private_key?: string; key_id?: string };
}

/** A refusal of the server: RFC 9457. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly errors: { pointer: string; detail: string }[] = [],
    readonly report?: Report,
  ) {
    super(detail);
  }
}

async function call<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const response = await fetch(`api/v1/${path}`, {
    method,
    headers: body === undefined ? headers : { ...headers, "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Problem(response.status, problem.code ?? "", problem.detail ?? "The server did not answer as expected.", problem.errors, problem.report);
  }
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

export const getSession = () => call<Session>("GET", "session");
export const signIn = (token: string) => call<Session>("POST", "session", { token });
export const signOut = () => call<void>("DELETE", "session");
export const listConnections = (query: string) => call<Page>("GET", `connections${query}`);
export const getConnection = (id: string) => call<Connection>("GET", `connections/${id}`);
export const createConnection = (input: ConnectionInput) =>
  call<Connection>("POST", "connections", input, { "Idempotency-Key": crypto.randomUUID() });
export const replaceConnection = (id: string, version: number, input: ConnectionInput) =>
  call<Connection>("PUT", `connections/${id}`, input, { "If-Match": `"${version}"` });
export const deleteConnections = (ids: string[]) => call<void>("POST", "connections/delete", { ids });
export const verifyConnection = (id: string) => call<Report>("POST", `connections/${id}/verify`, undefined, { Accept: "application/json" });
