// Slow network: every response takes a second and a half.

import { Console } from "./pages/console.ts";
import { Api } from "./support/api.ts";
import { expect, test } from "./support/line.ts";

test("what is typed into the search stays, and the list ends with what it asks for", async ({ page, product, organization, line }) => {
  const acme = await organization();
  const api = await Api.of(product);
  for (const name of ["Acme", "Acorn", "Borealis"]) {
    await api.create(name, acme.credentials, { verify: false });
  }
  const console = await Console.signIn(page, product);
  line.slow(1_500);
  await console.search.pressSequentially("acor", { delay: 120 });
  await expect(console.search).toHaveValue("acor");
  await expect(console.search).toBeFocused();
  await expect(console.rows).toHaveCount(1);
  await expect(console.row("Acorn")).toBeVisible();
  await expect(console.search).toHaveValue("acor");
});
