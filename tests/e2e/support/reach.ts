// Reachability: every control can be seen and pressed, and the focus is never lost.

import { type Page, expect } from "@playwright/test";

/**
 * Fails with each visible control that is outside of the screen, or under something that would take its click. What
 * scrolls is scrolled to it first, as a person does. While a dialog is open, its controls are the ones.
 */
export async function expectReachable(page: Page, state: string): Promise<void> {
  expect(await page.evaluate(unreachable), `controls that cannot be pressed: ${state}`).toEqual([]);
}

/** Fails if an action has lost the focus, or left it behind the open dialog. */
export async function expectFocus(page: Page, state: string): Promise<void> {
  await expect
    .poll(() => page.evaluate(focusPlace), { message: `the focus after: ${state}` })
    .toBe("within");
}

function focusPlace(): string {
  const active = document.activeElement;
  if (active === null || active === document.body) {
    return "nowhere";
  }
  const dialogs = [...document.querySelectorAll("dialog:modal")];
  return dialogs.length === 0 || dialogs.some((dialog) => dialog !== active && dialog.contains(active)) ? "within" : "behind the dialog";
}

function unreachable(): string[] {
  const CONTROLS = "button, a[href], input:not([type=hidden]), textarea, select, summary";
  const top = [...document.querySelectorAll<HTMLElement>("dialog:modal")].at(-1);
  const menu = document.querySelector<HTMLElement>("[popover=auto]:popover-open");
  const layer = menu ?? top ?? document.body;
  // The scroll positions to restore.
  const scrolled = [...document.querySelectorAll<HTMLElement>("*")].filter(({ scrollTop, scrollLeft }) => scrollTop > 0 || scrollLeft > 0);
  const before = scrolled.map((node) => ({ node, top: node.scrollTop, left: node.scrollLeft }));
  const found: string[] = [];
  for (const control of layer.querySelectorAll<HTMLElement>(CONTROLS)) {
    const style = getComputedStyle(control);
    const seen = control.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && style.pointerEvents !== "none";
    // Hidden on purpose: skip links, file inputs, clipped elements.
    if (!seen || control.closest("[inert], .visually-hidden, [aria-hidden=true]") !== null || control.getBoundingClientRect().width <= 1) {
      continue;
    }
    if (control.matches(".skip-link, [class*=skip]:not(:focus)")) {
      continue;
    }
    control.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    const box = control.getBoundingClientRect();
    const at = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    const name = `${control.tagName.toLowerCase()} “${(control.getAttribute("aria-label") ?? control.textContent ?? "").trim().slice(0, 40) || control.id}”`;
    const size = `${Math.round(box.left)},${Math.round(box.top)} ${Math.round(box.width)}×${Math.round(box.height)} in ${innerWidth}×${innerHeight}`;
    if (at.x < 0 || at.y < 0 || at.x >= innerWidth || at.y >= innerHeight) {
      found.push(`${name} is outside: ${size}`);
      continue;
    }
    const hit = document.elementFromPoint(at.x, at.y);
    const labels = "labels" in control ? [...((control as HTMLInputElement).labels ?? [])] : [];
    const own = hit !== null && (control.contains(hit) || labels.some((label) => label.contains(hit)));
    // The middle of a link over several lines may be beside it.
    const inLines = hit !== null && style.display === "inline" && hit.contains(control);
    if (!own && !inLines) {
      found.push(`${name} is under ${hit === null ? "nothing" : `${hit.tagName.toLowerCase()}.${hit.className}`}: ${size}`);
    }
  }
  document.querySelectorAll<HTMLElement>("*").forEach((node) => {
    const was = before.find((it) => it.node === node);
    if (node.scrollTop !== (was?.top ?? 0)) {
      node.scrollTop = was?.top ?? 0;
    }
    if (node.scrollLeft !== (was?.left ?? 0)) {
      node.scrollLeft = was?.left ?? 0;
    }
  });
  return found;
}
