// The clipboard, as users use it: the page's own script may not read it.

import type { Locator } from "@playwright/test";

/** Pastes text at the focus of an empty or selected field. */
export async function paste(field: Locator, text: string): Promise<void> {
  await field.page().evaluate((text) => navigator.clipboard.writeText(text), text);
  await field.focus();
  await field.page().keyboard.press("ControlOrMeta+V");
}

/** Reads the clipboard, by pasting it into a field that accepts any text. */
export async function copied(field: Locator): Promise<string> {
  await field.fill("");
  await field.page().keyboard.press("ControlOrMeta+V");
  const text = await field.inputValue();
  await field.fill("");
  return text;
}
