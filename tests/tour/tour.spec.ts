// Six pictures of the console at work, for the README.

import { STATES, type State } from "../e2e/support/states.ts";
import { lookAt, useOwnFont } from "../e2e/support/looks.ts";
import { expect, test } from "../e2e/support/test.ts";

const FOLDER = new URL("../../docs/tour/", import.meta.url).pathname;

const DARK = { colorScheme: "dark" } as const;

/** In the order of the README. */
const STOPS: { file: string; state: string; media?: typeof DARK }[] = [
  { file: "1-list", state: "list" },
  { file: "2-create", state: "panel-filled" },
  { file: "3-misconfiguration", state: "panel-failed" },
  { file: "4-connection", state: "connection-limited", media: DARK },
  { file: "5-two-editors", state: "edit-conflict" },
  { file: "6-many", state: "list-verifying", media: DARK },
];

for (const { file, state, media } of STOPS) {
  test(file, async ({ page, context, product, company }) => {
    await found(state).reach({ page, context, product, company });
    await lookAt(page, { name: file, ...(media === undefined ? {} : { media }) });
    await useOwnFont(page, "--font");
    // Away from what it would color.
    await page.mouse.move(0, 0);
    await page.screenshot({ path: `${FOLDER}${file}.png`, animations: "disabled", caret: "hide" });
  });
}

function found(name: string): State {
  const state = STATES.find((state) => state.name === name);
  expect(state, `a state ${name}`).toBeDefined();
  return state!;
}
