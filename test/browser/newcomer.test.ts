/** A newcomer's first minutes with the real bot: refused, approved, lapsed, approved again, merged. */

import { describe, expect, it, onTestFinished } from "vitest";
import { commands } from "../../src/commands/index.ts";
import { pageListener } from "../../src/sandbox/page/mount.ts";
import { startSandbox } from "../../src/sandbox/start.ts";
import { aRung } from "../support/a-rung.ts";
import { aBrowser } from "./browser.ts";

const visit = aBrowser();

/** KusionStack's sandbox with the page and the bot, until the test ends; the page's address. */
async function theSandbox(): Promise<string> {
  const sandbox = await startSandbox();
  sandbox.usePage(pageListener({ port: sandbox.control, commands }));
  const rung = await aRung(sandbox);
  onTestFinished(async () => {
    await rung.close();
    await sandbox.close();
  });
  return sandbox.url;
}

describe("a newcomer", () => {
  it("comments as an outsider and is told who can, approves as hoangndst, and sees the check turn green", async () => {
    const { page, complaints } = await visit(`${await theSandbox()}/KusionStack/kusion/pull/1`);
    await page.locator("#say").fill("/approve");
    await page.getByRole("button", { name: "Comment", exact: true }).click();
    await page.locator(".rung .bubble", { hasText: "I cannot take /approve from octo-fan" }).waitFor();
    await page.locator("#check-rung.waiting").waitFor();
    await page.locator("#merge", { hasText: "Merging is blocked" }).waitFor();

    await page.locator("#picker > summary").click();
    await page.locator('#picker button[value="hoangndst"]').click();
    await page.getByText("Speak as hoangndst").waitFor();
    await page.getByRole("button", { name: "Approve", exact: true }).click();
    await page.locator("#check-rung.success").waitFor();
    await page.locator("#merge", { hasText: "Ready to merge" }).waitFor();
    expect(await page.locator("#story").textContent()).toContain("Wrote");
    expect(complaints).toEqual([]);
  });

  it("goes the whole tour with one press a step, and every step ticks itself", async () => {
    const { page } = await visit(await theSandbox());
    for (const [at, who] of ["octo-fan", "hoangndst", "riven-blade", "hoangndst", "hoangndst"].entries()) {
      await page
        .locator(`#tick-${at}.next`)
        .getByRole("button", { name: `Do it as ${who}` })
        .click();
      await page.locator(`#tick-${at}.done`).waitFor();
    }
    await page.locator("#merge.merged").waitFor();
    expect(await page.locator("#checks").textContent()).toContain("hoangndst");
  });
});
