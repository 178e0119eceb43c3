// Paths of the built product. `cargo xtask e2e` sets them; the defaults are where xtask builds it.

import path from "node:path";

const root = path.resolve(import.meta.dirname, "../../..");

/** A program of the product, as built by `cargo xtask e2e`. */
export function program(name: "app-connections" | "okta-sim"): string {
  return path.join(process.env["APPCONN_E2E_PROGRAMS"] ?? path.join(root, "target/debug"), name);
}

/** The built SPA. */
export const assets = process.env["APPCONN_E2E_ASSETS"] ?? path.join(root, "dist");
