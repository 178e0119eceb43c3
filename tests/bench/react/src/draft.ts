// What the form holds, and the rules that a field's text must pass before it is sent. The server has the full rules.

import type { Connection, ConnectionInput } from "./api";

export type Field = "name" | "description" | "application" | "domain" | "client_id" | "private_key" | "key_id";
export type Draft = Record<Field, string>;
export type Errors = Partial<Record<Field, string>>;

export const POINTERS: Record<string, Field> = {
  "/name": "name",
  "/description": "description",
  "/application": "application",
  "/settings/domain": "domain",
  "/settings/client_id": "client_id",
  "/settings/private_key": "private_key",
  "/settings/key_id": "key_id",
};

export function draftOf(connection: Connection | undefined): Draft {
  return {
    name: connection?.name ?? "",
    description: connection?.description ?? "",
    application: connection?.application ?? "okta",
    domain: connection?.settings.domain ?? "",
    client_id: connection?.settings.client_id ?? "",
    private_key: "",
    key_id: connection?.settings.key.key_id ?? "",
  };
}

export function inputOf(draft: Draft): ConnectionInput {
  const { name, description, application, domain, client_id, private_key, key_id } = draft;
  return {
    name,
    description,
    application,
    settings: { domain, client_id, private_key: private_key || undefined, key_id: key_id || undefined },
  };
}

/** `https://acme-admin.okta.com/admin/apps` → `https://acme.okta.com`. */
export function mendDomain(text: string): string {
  const host = text.trim().toLowerCase().replace(/^https:\/\//, "").replace(/[/?#].*$/, "").replace(/\.$/, "");
  return host && `https://${host.replace(/^([^.]+)-admin\./, "$1.")}`;
}

type Rule = [test: (text: string) => boolean, message: string];

const HAS_CONTROL = /\p{Cc}/u;

const RULES: Record<Field, Rule[]> = {
  name: [
    [(text) => text.trim().length > 0, "Enter a profile name."],
    [(text) => text.trim().length <= 120, "Use at most 120 characters."],
    [(text) => !HAS_CONTROL.test(text), "Remove the control characters."],
  ],
  description: [[(text) => text.length <= 2000, "Use at most 2,000 characters."]],
  application: [[(text) => text === "okta", "Select an application."]],
  domain: [
    [(text) => text.trim().length > 0, "Enter your Okta domain."],
    [(text) => !/^http:/i.test(text.trim()), "Use https."],
    [(text) => !/[{}]/.test(text), "Replace the placeholder with your own domain."],
    [(text) => !/:\d|@/.test(text.replace(/^https:\/\//i, "")), "Remove the port and the user name."],
    [(text) => !/^https:\/\/[\d.]+$/.test(mendDomain(text)), "Enter a name, not an IP address."],
    [(text) => /^https:\/\/([a-z0-9-]+\.)+[a-z0-9-]{2,}$/.test(mendDomain(text)), "Enter a domain such as https://acme.okta.com."],
    [(text) => !/\.com\.com$/.test(mendDomain(text)), "The domain ends in .com twice."],
  ],
  client_id: [
    [(text) => text.trim().length > 0, "Enter the client ID."],
    [(text) => /^[0-9A-Za-z]{20}$/.test(text.trim()), "A client ID has 20 letters and digits."],
  ],
  private_key: [
    [(text) => !/BEGIN (RSA |EC )?PUBLIC KEY/.test(text), "This is the public key: copy the private key."],
    [(text) => !/BEGIN CERTIFICATE/.test(text), "This is a certificate: copy the private key."],
    [(text) => !/ENCRYPTED/.test(text), "This key is encrypted: copy the one without a password."],
    [(text) => !text || isKey(text), "Paste the whole private key, as JSON or PEM."],
  ],
  key_id: [[(text) => /^[\x21-\x7e]{0,255}$/.test(text.trim()), "Use letters, digits and signs, without spaces."]],
};

function isKey(text: string): boolean {
  if (/-----BEGIN (RSA |EC )?PRIVATE KEY-----[\s\S]+-----END/.test(text)) return true;
  try {
    const key = JSON.parse(text);
    return (key.kty === "RSA" || key.kty === "EC") && typeof key.d === "string";
  } catch {
    return false;
  }
}

export function check(draft: Draft, needsKey: boolean): Errors {
  const errors: Errors = {};
  for (const field of Object.keys(RULES) as Field[]) {
    const broken = RULES[field].find(([test]) => !test(draft[field]));
    if (broken) errors[field] = broken[1];
  }
  if (needsKey && !draft.private_key.trim()) errors.private_key = "Enter the private key.";
  return errors;
}
