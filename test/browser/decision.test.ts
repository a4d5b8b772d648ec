/** The sandbox's decision, played with the real bot: opened, voted on and accepted, on a phone, in the dark, without a fault that axe finds. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { describe, expect, it, onTestFinished } from "vitest";
import { commands } from "../../src/commands/index.ts";
import { kusionStackAtWork } from "../../src/sandbox/kusionstack-at-work.ts";
import { pageListener } from "../../src/sandbox/page/mount.ts";
import { startSandbox } from "../../src/sandbox/start.ts";
import { aRung } from "../support/a-rung.ts";
import { aBrowser } from "./browser.ts";

const visit = aBrowser();
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The address of the issue that there is to decide. */
async function theIssue(): Promise<string> {
  const world = kusionStackAtWork();
  const sandbox = await startSandbox({ world });
  sandbox.usePage(pageListener({ port: sandbox.control, commands }));
  const rung = await aRung(sandbox);
  onTestFinished(async () => {
    await rung.close();
    await sandbox.close();
  });
  const issues = [...world.repo("KusionStack/community").subjects.values()];
  const issue = issues.find(({ title }) => title.startsWith("Which versions of Go"));
  if (issue === undefined) throw new Error("there is nothing to decide");
  return `${sandbox.url}/KusionStack/community/issues/${issue.number}`;
}

async function say(page: Page, as: string, words: string): Promise<void> {
  await page.locator("#picker > summary").click();
  await page.locator(`#picker button[value="${as}"]`).click();
  await page.getByText(`Speak as ${as}`).waitFor();
  await page.locator("#say").fill(words);
  await page.getByRole("button", { name: "Comment", exact: true }).click();
}

describe("the decision of npm start", () => {
  it("is opened by a comment, counts votes, and is shown on a phone in the dark as well", async () => {
    const viewport = { width: 360, height: 780 };
    const { page, complaints } = await visit(await theIssue(), { viewport, colorScheme: "dark" });
    await say(page, "SparkYuan", "/decide direction We support the two newest versions of Go");
    const status = page.locator(".rung .bubble", { hasText: "Decision: direction" });
    await status.waitFor();
    await say(page, "adohe", "/vote yes");
    await page.locator(".rung .bubble", { hasText: "Yes: 1 of" }).waitFor();
    await say(page, "octo-fan", "/vote no");
    await page.locator(".rung .bubble", { hasText: "I cannot take /vote no from octo-fan" }).waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBe(0);
    await page.evaluate(axe);
    const found = await page.evaluate<string[]>(
      'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html.slice(0, 200)))',
    );
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
