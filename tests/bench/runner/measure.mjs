// One visit with nothing cached: when things were there, and what went over the line.

import { CONDITIONS, ROW_MARK } from "./conditions.mjs";
import { probeScript, REPORT } from "./probe.mjs";

/** Past this a page is taken for broken. */
const LIMIT_MS = 60_000;
/** What still comes after the first row is counted, too, until the line has been quiet for this long. */
const QUIET_MS = 1_000;

/**
 * Opens `url` in a browser profile of its own.
 * @returns milliseconds since the navigation, and bytes by kind
 */
export async function visit(browser, url, cookie) {
  const context = await browser.newContext({ viewport: CONDITIONS.viewport, reducedMotion: "no-preference", colorScheme: "light" });
  try {
    await context.addCookies([{ ...cookie, url }]);
    const page = await context.newPage();
    const errors = new Set();
    page.on("pageerror", (error) => errors.add(error.message));
    page.on("console", (message) => message.type() === "error" && errors.add(message.text()));
    await page.addInitScript({ content: probeScript(ROW_MARK) });
    const cdp = await context.newCDPSession(page);
    const line = await countBytes(cdp);
    const row = await firstRow(cdp);
    await slowDown(cdp);

    await page.goto(url, { waitUntil: "commit", timeout: LIMIT_MS });
    const times = await within(LIMIT_MS, row, () => `no row within ${LIMIT_MS / 1000} s at ${url}; the page said: ${[...errors].join("; ") || "nothing"}`);
    await line.quiet(QUIET_MS);
    if (errors.size > 0) {
      throw new Error(`${url} has errors: ${[...errors].join("; ")}`);
    }
    return { times: { ...(await page.evaluate(milestones)), rowInDocument: times.inDocument, firstRow: times.painted }, bytes: line.bytes(), requests: line.requests() };
  } finally {
    await context.close();
  }
}

async function slowDown(cdp) {
  const bytesPerSecond = (CONDITIONS.megabitsPerSecond * 1e6) / 8;
  await cdp.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: CONDITIONS.roundTripMs,
    downloadThroughput: bytesPerSecond,
    uploadThroughput: bytesPerSecond,
  });
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: CONDITIONS.cpuSlowdown });
}

/** What the probe reports. */
async function firstRow(cdp) {
  await cdp.send("Runtime.enable");
  await cdp.send("Runtime.addBinding", { name: REPORT });
  return {
    reported: new Promise((resolve) => cdp.on("Runtime.bindingCalled", ({ name, payload }) => name === REPORT && resolve(JSON.parse(payload)))),
  };
}

/** Counts what the browser's network layer received: bodies as compressed on the line, and headers. */
async function countBytes(cdp) {
  const requests = new Map();
  let open = 0;
  let lastChange = Date.now();
  const change = (id, update) => {
    const request = requests.get(id);
    lastChange = Date.now();
    if (request) update?.(request);
  };
  cdp.on("Network.requestWillBeSent", ({ requestId, request, type }) => {
    if (!/^http/.test(request.url)) return;
    if (!requests.has(requestId)) open += 1;
    requests.set(requestId, { path: new URL(request.url).pathname, kind: kindOf(new URL(request.url).pathname, type), body: 0, headers: 0 });
    lastChange = Date.now();
  });
  // At its response a request has received its headers, at its end all of it. (Chunks are not counted: the document has none.)
  cdp.on("Network.responseReceived", ({ requestId, response }) => change(requestId, (request) => (request.headers = response.encodedDataLength)));
  cdp.on("Network.dataReceived", ({ requestId }) => change(requestId));
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) =>
    change(requestId, (request) => {
      request.body = encodedDataLength - request.headers;
      open -= 1;
    }),
  );
  cdp.on("Network.loadingFailed", ({ requestId }) => change(requestId, () => (open -= 1)));
  await cdp.send("Network.enable");
  return {
    async quiet(ms) {
      const start = Date.now();
      lastChange = start;
      while ((open > 0 || Date.now() - lastChange < ms) && Date.now() - start < LIMIT_MS) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    requests: () => [...requests.values()],
    bytes() {
      const sums = { html: 0, css: 0, js: 0, wasm: 0, later: 0, api: 0, other: 0, headers: 0 };
      for (const { kind, body, headers } of requests.values()) {
        sums[kind] += body;
        sums.headers += headers;
      }
      return sums;
    },
  };
}

function kindOf(path, type) {
  if (path.startsWith("/api/")) return "api";
  if (type === "Document") return "html";
  // Chunks of the console's code, which the first row does not wait for.
  if (/\/(split|chunk)_[^/]*\.wasm$/.test(path)) return "later";
  return { ".js": "js", ".css": "css", ".wasm": "wasm" }[/\.\w+$/.exec(path)?.[0]] ?? "other";
}

/** Runs in the page: when it first painted, when its code was there, when it first asked the API, and when it asked for the rows and had them. */
function milestones() {
  const entries = performance.getEntriesByType("resource");
  const rows = entries.find(({ name }) => /\/api\/v1\/connections\b/.test(name));
  const code = entries.filter(({ name, startTime }) => /\.(js|wasm|css)$/.test(name) && startTime <= (rows?.responseEnd ?? Infinity));
  return {
    firstPaint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
    codeLoaded: Math.max(...code.map(({ responseEnd }) => responseEnd)),
    apiAsked: Math.min(...entries.filter(({ name }) => name.includes("/api/")).map(({ startTime }) => startTime)),
    rowsAsked: rows?.startTime,
    rowsAnswered: rows?.responseEnd,
  };
}

async function within(ms, { reported }, why) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(why())), ms);
  });
  try {
    return await Promise.race([reported, late]);
  } finally {
    clearTimeout(timer);
  }
}
