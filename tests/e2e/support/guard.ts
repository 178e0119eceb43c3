// Every test fails on what a user would never see but a developer must: errors in the console, uncaught exceptions,
// breaches of the content security policy.

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

  /** For a test that makes such an error on purpose, such as a server that is down. Never for a breach of the policy. */
  allow(message: RegExp): void {
    this.allowed.push(message);
  }

  /** Called after each test. */
  async check(): Promise<void> {
    // What a page reported before it answers this has arrived here, too.
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

/** The browser asks for the icon when it likes: a reload, or a server that a test stops, may cut that off. */
function isIconCutOff(message: ConsoleMessage): boolean {
  return message.text().startsWith("Failed to load resource: net::") && new URL(message.location().url, "http://none").pathname === "/favicon.svg";
}

/** Chromium reports each 4xx answer as an error, but one of the API is a proper answer that the page shows. */
function isRefusalOfTheApi(message: ConsoleMessage): boolean {
  const isRefusal = /^Failed to load resource: the server responded with a status of 4\d\d /.test(message.text());
  return isRefusal && new URL(message.location().url, "http://none").pathname.includes("/api/v1/");
}
