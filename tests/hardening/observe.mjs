// What Mozilla's Observatory says of a site on this machine, as JSON. Its own `scan` knows no ports, so this does the same
// with its parts. A process of its own, since Node.js reads NODE_EXTRA_CA_CERTS at its start.
//
//   node observe.mjs HOST HTTP_PORT HTTPS_PORT [TOKEN]
//
// With a token it looks at the site as somebody who has signed in.

import { ALL_TESTS } from "@mdn/mdn-http-observatory/src/constants.js";
import { getScoreModifier } from "@mdn/mdn-http-observatory/src/grader/grader.js";
import { retrieve } from "@mdn/mdn-http-observatory/src/retriever/retriever.js";

const [host, httpPort, httpsPort, token] = process.argv.slice(2);
const site = await retrieve(host, { httpPort, httpsPort });
if (!site.responses.auto) {
  throw new Error("the site does not answer");
}
if (token !== undefined) {
  const { session } = site;
  const url = new URL("/api/v1/session", session.url).href;
  const answer = await session.clientInstanceRecordingRedirects.post(url, { token }, { headers: { "sec-fetch-site": "same-origin" } });
  if (answer.status !== 201) {
    throw new Error(`cannot sign in: ${answer.status}`);
  }
}
const tests = ALL_TESTS.map((test) => {
  const { constructor, pass, result } = test(site);
  return { name: constructor.name, pass, result, points: getScoreModifier(result) };
});
console.log(JSON.stringify({ status: site.responses.auto.status, score: tests.reduce((sum, { points }) => sum + points, 100), tests }));
