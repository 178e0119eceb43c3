// Every state of the console in every look: accessible, nothing cut off, and as it was when somebody last looked at it.
//
// After a change of the looks: `cargo xtask e2e -- states --update-snapshots`, then look at every picture that changed.

import { Console } from "./pages/console.ts";
import { LOOKS, expectPicture, expectWithinWidth, keepLanguages, lookAt } from "./support/looks.ts";
import { expectFocus, expectReachable } from "./support/reach.ts";
import { STATES } from "./support/states.ts";
import { expect, expectAccessible, test } from "./support/test.ts";

for (const { name, says, settings = {}, reach } of STATES) {
  test.describe(() => {
    test.use({ settings });
    test(name, async ({ page, context, product, company, guard }) => {
      if (says !== undefined) {
        guard.allow(says);
      }
      await keepLanguages(context);
      await reach({ page, context, product, company });
      if ((await page.locator("dialog:modal").count()) > 0) {
        await expectFocus(page, name);
      }
      for (const look of LOOKS) {
        await lookAt(page, look);
        await expectWithinWidth(page, `${name}, ${look.name}`);
        await expectReachable(page, `${name}, ${look.name}`);
        if (look.audited) {
          await expectAccessible(page, `${name}, ${look.name}`);
        }
      }
      for (const look of LOOKS.filter(({ pictured }) => pictured)) {
        await lookAt(page, look);
        await expectPicture(page, `${name}.${look.name}`);
      }
    });
  });
}

test("a button of another color is seen", async ({ page, product }, info) => {
  await Console.signIn(page, product);
  await page.evaluate(() => document.documentElement.style.setProperty("--accent", "#850"));
  if (info.config.updateSnapshots === "none") {
    await expect(expectPicture(page, "list-empty.light")).rejects.toThrow(/pixels .* are different/);
  }
});
