// Console guard: fails a test on errors in the browser's console, uncaught exceptions, and violations of the content
// security policy.

import { type BrowserContext, type ConsoleMessage, expect } from "@playwright/test";

const CSP_BREACH = "content security policy:";

/** Watches all pages of a context. */
export class Guard {
  private readonly found: string[] = [];
  private readonly allowed: RegExp[] = [];

  private constructor(private readonly context: BrowserContext) {}

  static async watch(context: BrowserContext): Promise<Guard> {
    const guard = new Guard(context);
    context.on("console", (message) => guard.hear(message));
    context.on("weberror", (error) => guard.found.push(`uncaught: ${error.error().stack ?? error.error().message}`));
    await context.addInitScript((breach) => {
      addEventListener("securitypolicyviolation", (event) => {
        console.error(`${breach} ${event.effectiveDirective} refused ${event.blockedURI || event.sample} at ${event.sourceFile}:${event.lineNumber}`);
      });
    }, CSP_BREACH);
    return guard;
  }

  /** Allows an error that a test causes on purpose, such as a server that is down. Never a violation of the policy. */
  allow(message: RegExp): void {
    this.allowed.push(message);
  }

  /** Called after each test. */
  async check(): Promise<void> {
    // Reports that the page sent before it answers this have arrived.
    await Promise.all(this.context.pages().map((page) => page.evaluate(() => null)));
    const unexpected = this.found.filter((text) => text.startsWith(CSP_BREACH) || !this.allowed.some((pattern) => pattern.test(text)));
    expect(unexpected, "errors in the browser's console").toEqual([]);
  }

  private hear(message: ConsoleMessage): void {
    if (message.type() === "error" && !isRefusalOfTheApi(message) && !isIconCutOff(message)) {
      this.found.push(message.text().startsWith(CSP_BREACH) ? message.text() : `${message.text()} (${message.location().url})`);
    }
  }
}

/** The browser requests the icon at any time: a reload, or a server that a test stops, may abort that. */
function isIconCutOff(message: ConsoleMessage): boolean {
  return message.text().startsWith("Failed to load resource: net::") && new URL(message.location().url, "http://none").pathname === "/favicon.svg";
}

/** Chromium reports each 4xx response as an error; one of the API is regular, and the page shows it. */
function isRefusalOfTheApi(message: ConsoleMessage): boolean {
  const isRefusal = /^Failed to load resource: the server responded with a status of 4\d\d /.test(message.text());
  return isRefusal && new URL(message.location().url, "http://none").pathname.includes("/api/v1/");
}
