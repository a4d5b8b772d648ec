/** The sandbox's clock on a phone: narrow, dark; months pass at a press, and Rung does what is due. */

import { describe, expect, it, onTestFinished } from "vitest";
import { commands } from "../../src/commands/index.ts";
import { kusionStackAtWork, publishLists } from "../../src/sandbox/kusionstack-at-work.ts";
import { pageListener } from "../../src/sandbox/page/mount.ts";
import { startSandbox } from "../../src/sandbox/start.ts";
import { aRung, quiet } from "../support/a-rung.ts";
import { faultsByAxe } from "./axe.ts";
import { aBrowser } from "./browser.ts";

const visit = aBrowser();
const phone = { viewport: { width: 360, height: 780 }, colorScheme: "dark" } as const;

async function atWork() {
  const sandbox = await startSandbox({ world: kusionStackAtWork() });
  publishLists(sandbox.world);
  sandbox.usePage(pageListener({ port: sandbox.control, commands }));
  const rung = await aRung(sandbox);
  sandbox.onClock(() => void rung.queue.runDueNow());
  onTestFinished(async () => {
    await rung.close();
    await sandbox.close();
  });
  await rung.firstLook;
  await quiet(sandbox, rung);
  return { url: sandbox.url, settled: () => quiet(sandbox, rung) };
}

describe("the clock of the sandbox", () => {
  it("brings, at a press, the question to whoever was not seen, and the end of the notice; `/stay` closes it", async () => {
    const { url, settled } = await atWork();
    const { page, complaints } = await visit(url, phone);
    const further = page.locator("#further");
    await further.getByRole("link", { name: "an issue" }).waitFor();
    await page.getByRole("button", { name: "Three months" }).click();
    await further.getByRole("link", { name: "a draft pull request" }).click();
    await page.locator("#check-rung.waiting", { hasText: "Not before" }).waitFor();
    await page.locator("#story", { hasText: "The clock moved on by three months" }).waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBe(0);
    expect(await faultsByAxe(page)).toEqual([]);
    // What was done before the clock moved is as old as the clock says.
    await settled();
    await page.getByRole("button", { name: "Two weeks" }).click();
    await page.locator("#check-rung", { hasText: "Needs 1 approval" }).waitFor();
    await page
      .locator("time", { hasText: "2 weeks ago" })
      .or(page.locator("time", { hasText: "14 days ago" }))
      .first()
      .waitFor();
    await page.locator("#picker > summary").click();
    await page.locator('#picker button[value="Yangyang96"]').click();
    await page.getByText("Speak as Yangyang96").waitFor();
    await page.locator("#say").fill("/stay");
    await page.getByRole("button", { name: "Comment", exact: true }).click();
    await page.locator(".rung .bubble", { hasText: "Yangyang96 stays" }).waitFor();
    await page.locator("main .pill.closed").waitFor();
    expect(complaints).toEqual([]);
  });

  it("moves without the script, and leads back to where one was", async () => {
    const { url } = await atWork();
    const { page } = await visit(`${url}/teams`, { ...phone, javaScriptEnabled: false });
    const before = Date.parse((await page.locator("#clock").getAttribute("data-now")) ?? "");
    await page.getByRole("button", { name: "A day" }).click();
    expect(page.url()).toBe(`${url}/teams`);
    const after = Date.parse((await page.locator("#clock").getAttribute("data-now")) ?? "");
    expect(Math.round((after - before) / 3_600_000)).toBe(24);
  });
});
