// Screen readers: what is announced, where the focus is, and what the window is called.

import type { Page } from "@playwright/test";
import { Console } from "./pages/console.ts";
import { Api } from "./support/api.ts";
import { expect, test } from "./support/test.ts";

test("a change of page moves focus to the new heading and names the window", async ({ page, product, organization }) => {
  const acme = await organization();
  await (await Api.of(product)).create("Acme", acme.credentials);
  const console = await Console.signIn(page, product);
  await expect(page).toHaveTitle("App management · App Connections");
  await console.link("Acme").press("Enter");
  const heading = page.getByRole("heading", { level: 1, name: "Acme" });
  await expect(heading).toBeFocused();
  await expect(page).toHaveTitle("Acme · App Connections");
  await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "Application connection" }).press("Enter");
  await expect(console.heading).toBeFocused();
  await expect(page).toHaveTitle("App management · App Connections");
  await page.goBack();
  await expect(heading).toBeFocused();
});

test("what happened is said, once, wherever focus is", async ({ page, product, organization }) => {
  const acme = await organization();
  const said = await listen(page);
  const console = await Console.signIn(page, product);
  const panel = await console.openCreate();
  await panel.save();
  await expect(panel.dialog.getByText("4 fields need your attention")).toBeVisible();
  await panel.fill("Acme", acme.credentials);
  await panel.button("Test connection").click();
  await expect.poll(said).toContain("Everything works");
  await panel.save();
  await panel.expectClosed();
  await expect.poll(said).toContain("Acme is connected.");
  await console.select("Acme");
  await expect.poll(said).toContain("1 connection1 selected");
  await console.action("Verify now").click();
  await expect.poll(said).toContain("Acme works.");
  await console.action("Delete").click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect.poll(said).toContain("Acme was deleted.");
  const all = await said();
  for (const message of ["Acme is connected.", "Acme works.", "Acme was deleted."]) {
    expect(all.filter((text) => text === message), message).toHaveLength(1);
  }
});

for (const width of [1280, 320]) {
  test(`whatever Tab comes to is in sight, ${width} px wide`, async ({ page, product, organization }) => {
    await page.setViewportSize({ width, height: 600 });
    const acme = await organization("missing_scopes");
    const api = await Api.of(product);
    await api.createMany(12, acme.credentials);
    const console = await Console.signIn(page, product);
    expect(await tabThrough(page)).toContain("Connection 012");
    const panel = await console.openCreate();
    await panel.fill("Acme", acme.credentials);
    await panel.button("Test connection").click();
    await expect(panel.outcome).toHaveText(/Connected/);
    expect(await tabThrough(page)).toContain("Save");
  });
}

/** Records what live regions announce from now on. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    const LIVE = "[aria-live], [role=status], [role=alert]";
    new MutationObserver((changes) => {
      const regions = new Set(changes.map(({ target }) => (target instanceof Element ? target : target.parentElement)?.closest(LIVE)));
      for (const region of regions) {
        // In a list of messages the newest is announced.
        const news = region?.querySelector(":scope > :last-child p, :scope > :last-child .toast-text") ?? region;
        const text = news?.textContent?.trim();
        if (text && said.at(-1) !== text) {
          said.push(text);
        }
      }
    }).observe(document, { childList: true, characterData: true, subtree: true });
  });
  return () => page.evaluate(() => (window as unknown as { said: string[] }).said);
}

/** Presses Tab once around the page or dialog. Gives the controls that got the focus. */
async function tabThrough(page: Page): Promise<string[]> {
  const names: string[] = [];
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press("Tab");
    const met = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) {
        return { name: null, inSight: true };
      }
      const name = element.getAttribute("aria-label") ?? element.textContent?.trim() ?? "";
      if (element.hasAttribute("data-met")) {
        return null;
      }
      element.setAttribute("data-met", "");
      // A checkbox may be drawn by another element.
      const box = element.getBoundingClientRect();
      const points = [0.5, 0.2, 0.8].map((at) => [box.left + box.width * at, box.top + box.height * at] as const);
      const inSight = points.some(([x, y]) => {
        const there = document.elementFromPoint(x, y);
        return there !== null && (element.contains(there) || there.closest("label")?.contains(element));
      });
      return { name, inSight };
    });
    if (met === null) {
      break;
    }
    expect(met.inSight, `${met.name || "an element without a name"} is in sight`).toBe(true);
    names.push(...(met.name === null ? [] : [met.name]));
  }
  return names;
}
