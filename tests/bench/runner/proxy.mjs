// Stands before both servers alike. Fluent UI makes its styles at run time, which the console's content security policy
// refuses: `dropPolicy` lets it.

import http from "node:http";

/** @returns {Promise<{url: string, close(): void}>} */
export async function startProxy(port, { dropPolicy, listenOn = 0 }) {
  const agent = new http.Agent({ keepAlive: true });
  const server = http.createServer((incoming, outgoing) => {
    const request = http.request({ port, host: "127.0.0.1", agent, method: incoming.method, path: incoming.url, headers: incoming.headers }, (response) => {
      const headers = { ...response.headers };
      if (dropPolicy) delete headers["content-security-policy"];
      outgoing.writeHead(response.statusCode, headers);
      response.pipe(outgoing);
    });
    request.on("error", () => outgoing.destroy());
    incoming.pipe(request);
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(listenOn, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close() {
      server.closeAllConnections();
      server.close();
      agent.destroy();
    },
  };
}
