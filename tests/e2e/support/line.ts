// The line between browser and server, as it can be: slow, or with a proxy on it that changes what it passes on.
//
//   import { expect, test } from "./support/line.ts";
//   test("…", async ({ page, product, line }) => {
//     line.slow(1_500);

import { once } from "node:events";
import { type IncomingMessage, type OutgoingHttpHeaders, type Server, type ServerResponse, createServer, request } from "node:http";
import { scheduler } from "node:timers/promises";
import { test as base } from "./test.ts";

export { expect } from "./test.ts";

type HeadersOf = (path: string, headers: OutgoingHttpHeaders) => OutgoingHttpHeaders;

/** A proxy in front of a server. */
export class Line {
  private target: URL | undefined;
  private delay = 0;
  private lost: { what: "request" | "answer"; method: string; path: string } | undefined;
  private change: HeadersOf = (_, headers) => headers;

  private constructor(
    private readonly server: Server,
    /** The address for the browser. */
    readonly url: string,
  ) {}

  static async open(): Promise<Line> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") {
      throw new Error("no port");
    }
    const line = new Line(server, `http://127.0.0.1:${address.port}`);
    server.on("request", (from, to) => void line.pass(from, to));
    return line;
  }

  leadTo(url: string): void {
    this.target = new URL(url);
  }

  /** Delays every response by this time, from now on. */
  slow(milliseconds: number): void {
    this.delay = milliseconds;
  }

  /** Changes the headers of every response, as a proxy might, from now on. */
  changeHeaders(change: HeadersOf): void {
    this.change = change;
  }

  /** Drops matching requests from now on: on their way there, or their responses. A browser sends some of them twice. */
  lose(what: "request" | "answer", method: string, path: string): void {
    this.lost = { what, method, path };
  }

  /** Drops nothing any more. */
  recover(): void {
    this.lost = undefined;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  private async pass(from: IncomingMessage, to: ServerResponse): Promise<void> {
    const path = from.url ?? "/";
    const lost = this.lost?.method === from.method && this.lost?.path === path ? this.lost.what : undefined;
    if (lost === "request") {
      to.destroy();
      return;
    }
    const upstream = request({ host: this.target?.hostname, port: this.target?.port, method: from.method, path, headers: from.headers });
    upstream.on("error", () => to.destroy());
    to.on("close", () => upstream.destroy());
    from.pipe(upstream);
    const [answer] = (await once(upstream, "response").catch(() => [])) as [IncomingMessage?];
    if (answer === undefined) {
      return;
    }
    if (lost === "answer") {
      to.destroy();
      return;
    }
    if (this.delay > 0) {
      await scheduler.wait(this.delay);
    }
    to.writeHead(answer.statusCode ?? 502, this.change(path, answer.headers));
    answer.pipe(to);
  }
}

export const test = base.extend<{ line: Line }>({
  line: async ({}, use) => {
    const line = await Line.open();
    await use(line);
    await line.close();
  },
  settings: async ({ line }, use) => {
    await use({ APPCONN_PUBLIC_URL: line.url });
  },
  product: async ({ product, line }, use) => {
    line.leadTo(product.url);
    await use(product);
  },
  baseURL: async ({ line }, use) => {
    await use(line.url);
  },
});
