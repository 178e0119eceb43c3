// From visits to figures.

/** The middle, the middle half and the ends. */
export function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => {
    const place = share * (sorted.length - 1);
    const below = Math.floor(place);
    const above = Math.ceil(place);
    return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
  };
  return { median: at(0.5), lower: at(0.25), upper: at(0.75), min: at(0), max: at(1) };
}

/** For each name that every record has: the spread of its values. */
export function spreads(records) {
  return Object.fromEntries(Object.keys(records[0]).map((name) => [name, spread(records.map((record) => record[name]))]));
}

export const medians = (records) => Object.fromEntries(Object.entries(spreads(records)).map(([name, { median }]) => [name, median]));

const TIMES = [
  ["firstPaint", "first paint"],
  ["codeLoaded", "code loaded"],
  ["apiAsked", "API first asked"],
  ["rowsAsked", "rows asked for"],
  ["rowsAnswered", "rows answered"],
  ["firstRow", "first row on screen"],
];

const KINDS = ["html", "css", "js", "wasm", "later", "api", "other", "headers"];

/** What a person reads. */
export function table({ conditions, pages, runs, firstPaint, firstRow, wire }) {
  const names = Object.keys(pages);
  const row = (what, cells, note = "") => `  ${what.padEnd(22)}${cells.map((cell) => cell.padStart(30)).join("")}${note && `   ${note}`}`;
  const time = ({ median, min, max }) => `${ms(median)} (${ms(min)}–${ms(max)}) ms`.padStart(24);
  const lines = [
    `${runs} visits each, in turn, nothing cached; CPU ${conditions.cpuSlowdown}× slower, ${conditions.megabitsPerSecond} Mbit/s, ${conditions.roundTripMs} ms; median (fastest–slowest)`,
    "",
    row("", names),
    ...TIMES.map(([key, what]) => row(what, names.map((name) => time(pages[name].times[key])))),
    "",
    ...KINDS.filter((kind) => names.some((name) => pages[name].bytes[kind] > 0)).map((kind) => row(`${kind} (bytes)`, names.map((name) => thousands(pages[name].bytes[kind])))),
    row("html + css + js + wasm", names.map((name) => `${(wire[name] / 1000).toFixed(1)} KB`)),
    "",
    comparison("first paint", firstPaint),
    comparison("first row", firstRow),
    `  console before the first row: ${(wire.console / 1000).toFixed(1)} KB   ${verdict({ ratio: wire.console / 1000, target: wire.target })} ${wire.target} KB`,
  ];
  return lines.join("\n");
}

const comparison = (what, { against, ratio, pairs, target }) =>
  `  ${what}, console / ${against}: ${ratio.toFixed(2)}  (visit by visit ${pairs.min.toFixed(2)}–${pairs.max.toFixed(2)})   ${verdict({ ratio, target })} ${target}`;
const verdict = ({ ratio, target }) => (ratio <= target ? "PASS: at most" : "over the promised");
const ms = (value) => value.toFixed(0);
const thousands = (value) => value.toLocaleString("en");
