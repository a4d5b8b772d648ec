/** The page of a large community on a phone: narrow, dark, without JavaScript. */

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { openMemory } from "../../src/database/embedded.ts";
import { savePublishing } from "../../src/database/publishing.ts";
import { ALL_SECTIONS } from "../../src/server/page/links.ts";
import { aLargeSite } from "../server/page/a-large-site.ts";
import { aSite, judgedPull, kusion } from "../server/page/a-site.ts";
import { accessRead } from "../server/page/access-read.ts";
import { faultsByAxe } from "./axe.ts";
import { aBrowser, served } from "./browser.ts";

const visit = aBrowser();
const base = "/KusionStack/kusion";
const views = [
  base,
  `${base}?state=waiting`,
  `${base}/pull/1`,
  `${base}/promotion/1001`,
  ...ALL_SECTIONS.map((section) => `${base}/${section}`),
];
const phone = { viewport: { width: 360, height: 780 }, colorScheme: "dark" } as const;
/** Eighteen screens of a phone, with logins of 28 letters; one page of everything had 180. */
const MAX_HEIGHT = 14_000;

let database: Database;
beforeAll(async () => {
  database = await openMemory();
  await aLargeSite(database);
  await accessRead(database, kusion, 60);
  // One word, as paths may be.
  const lists = Array.from({ length: 30 }, (_, at) => `${"x".repeat(150)}${at}.md has no markers`);
  await savePublishing(database.db, kusion.id, { files: [], pull: 12_345, notes: lists });
  await judgedPull(database, kusion, { number: 900, title: "\u202etxet desrever\u202c \u05e9\u05dc\u05d5\u05dd (x)" });
  await judgedPull(database, kusion, { number: 901, title: "\u200b\u2060\u3164" });
}, 300_000);
afterAll(() => database.close());

const site = () => served(aSite(database));

describe("the page of a large community on a phone", () => {
  it("needs no scrolling sideways, cuts no column, and is no endless roll", async () => {
    const url = await site();
    const { page } = await visit(url, phone);
    for (const view of views) {
      await page.goto(`${url}${view}`);
      const height = await page.evaluate<number>("document.documentElement.scrollHeight");
      expect(height, `${view}: ${height} px`).toBeLessThan(MAX_HEIGHT);
      await openAll(page);
      expect([view, await page.evaluate(beyond)]).toEqual([view, []]);
    }
    await page.goto(`${url}${base}/pull/2`);
    await page.locator('td[data-title="Needed"]').first().waitFor();
  });

  it("breaks no short word where a table has just room for its columns", async () => {
    const { page } = await visit(`${await site()}${base}/people`, { viewport: { width: 720, height: 900 } });
    await openAll(page);
    expect(await page.evaluate(broken)).toEqual([]);
    expect(await page.evaluate(beyond)).toEqual([]);
  });

  it("has no fault that axe finds", async () => {
    const url = await site();
    const { page } = await visit(url, phone);
    for (const view of views) {
      await page.goto(`${url}${view}`);
      await openAll(page);
      expect([view, await faultsByAxe(page)]).toEqual([view, []]);
    }
  });

  it("is searched without JavaScript, and the address keeps what was asked for", async () => {
    const url = await site();
    const { page } = await visit(`${url}${base}`, { ...phone, javaScriptEnabled: false });
    await page.getByText("Find pull requests").click();
    await page.getByLabel("Author").fill("newcomer-7");
    await page.getByRole("button", { name: "Find" }).click();
    await page.getByText("5 of 202 open pull requests").waitFor();
    expect(new URL(page.url()).searchParams.get("author")).toBe("newcomer-7");
    await page.getByRole("link", { name: "Show all 202" }).click();
    await page.getByRole("link", { name: "Next" }).click();
    await page.getByText("21 to 40 of 202").waitFor();
  });

  it("a title with marks that reorder turns nothing round, and one that shows nothing can be pressed", async () => {
    const url = await site();
    const { page } = await visit(`${url}${base}?q=%23900`, phone);
    const row = page.getByRole("row").filter({ hasText: "#900" });
    expect(await row.getByRole("link").textContent()).toBe("txet desrever \u05e9\u05dc\u05d5\u05dd (x)");
    await page.goto(`${url}${base}?q=%23901`);
    await page.getByRole("link", { name: "(nothing to see in its title)" }).click();
    await page.getByRole("heading", { name: "Verdict" }).waitFor();
  });
});

async function openAll(page: Page): Promise<void> {
  await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
}

/** Words of ten letters at most that are on more than one line. Run in the browser. */
const broken = `[...document.querySelectorAll("td")].flatMap((cell) => {
  const found = [];
  const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    for (const { 0: word, index } of texts.currentNode.data.matchAll(/(?<![\\w-])[a-z]{2,10}(?![\\w-])/gi)) {
      const range = document.createRange();
      range.setStart(texts.currentNode, index);
      range.setEnd(texts.currentNode, index + word.length);
      if (range.getClientRects().length > 1) found.push(word);
    }
  }
  return found;
}).slice(0, 3)`;

/** Elements that reach beyond the screen's edge, and boxes that scroll sideways by themselves. Run in the browser. */
const beyond = `[...document.querySelectorAll("body *")].flatMap((element) => {
  if (element.closest(".unseen, thead, .skip") !== null || element.tagName === "WBR") return [];
  const { right, width } = element.getBoundingClientRect();
  const scrolls = element.scrollWidth > element.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
  return width > 0 && (right > innerWidth + 0.5 || scrolls) ? [element.outerHTML.slice(0, 120)] : [];
}).slice(0, 3)`;
