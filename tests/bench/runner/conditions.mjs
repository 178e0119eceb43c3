// What is measured, and on what line and machine.

/** A phone-class processor and a slow 4G line, as Lighthouse has them. */
export const CONDITIONS = {
  cpuSlowdown: 4,
  megabitsPerSecond: 1.6,
  roundTripMs: 150,
  viewport: { width: 1280, height: 800 },
  connections: 200,
};

/** What issues 2, 4 and 5 promise. Memory that is flat may still tremble by a twentieth. */
export const TARGETS = {
  firstRowOfReact: 0.75,
  kilobytes: 190,
  framesInTime: 0.95,
  typingBlockedMs: 50,
  load: { p99OfCalm: 5, memoryGrowth: 1.05, answered: 0.99 },
};

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
