// What is measured, and on what line and machine.

import { readFileSync } from "node:fs";

/** A phone-class processor and a slow 4G line, as Lighthouse has them. */
export const CONDITIONS = {
  cpuSlowdown: 4,
  megabitsPerSecond: 1.6,
  roundTripMs: 150,
  viewport: { width: 1280, height: 800 },
  connections: 200,
};

/** What must be kept; `cargo xtask bench` reads the same file. Memory that is flat may still vary by a twentieth. */
export const BUDGET = JSON.parse(readFileSync(new URL("../budget.json", import.meta.url), "utf8"));

/** Every connection's name ends in this, and nothing else on a page does. */
export const ROW_MARK = /#\d{3}/;

export const connectionName = (number) => `${COMPANIES[number % COMPANIES.length]} #${String(number).padStart(3, "0")}`;

const COMPANIES = [
  "Acme production",
  "Contoso staging",
  "Fabrikam Europe",
  "Globex workforce",
  "Initech nightly backup",
  "Northwind customers",
  "Tailspin preview",
  "Umbrella partners",
];
