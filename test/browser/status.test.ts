/** The page that the bot serves, in a real browser without JavaScript: readable, by keyboard too, on a phone, light and dark. */

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { saveDecisions } from "../../src/database/community-decisions.ts";
import type { Database } from "../../src/database/database.ts";
import { openMemory } from "../../src/database/embedded.ts";
import { saveNominations } from "../../src/database/nominations.ts";
import { saveRepository } from "../../src/database/repositories.ts";
import { addRequests } from "../../src/database/review-requests.ts";
import { aSite, governs, judgedPull, kusion } from "../server/page/a-site.ts";
import { NOON } from "../support/a-pull.ts";
import { aBrowser, served } from "./browser.ts";

const visit = aBrowser();
const views = [
  "/",
  "/KusionStack/kusion",
  "/KusionStack/kusion/pull/7",
  "/KusionStack/kusion/people",
  "/KusionStack/kusion/promotion/9",
  "/KusionStack/kusion/votes",
  "/nothing/here",
];

const broken = { id: 45, owner: "KusionStack", name: "broken", private: false, archived: false };

let database: Database;
beforeAll(async () => {
  database = await openMemory();
  await governs(database, kusion);
  await saveRepository(database.db, broken, 7, { kind: "broken", from: broken, path: "roles.yaml", faults: ["oops"] });
  await judgedPull(database, kusion, {
    title: "fix: a title that goes on and on ".repeat(4),
    files: [`pkg/${"deep/".repeat(30)}a.go`],
  });
  await addRequests(database.db, kusion.id, 7, [{ login: "sparkyuan", id: null }]);
  const nomination = {
    candidate: { login: "ann", id: null },
    role: "approvers",
    areas: [],
    repository: "KusionStack/kusion",
  };
  const url = "https://github.test/KusionStack/kusion/issues/9";
  const table =
    "| No. | Asked for | Stands at | Evidence |\n| --- | --- | --- | --- |\n| 1 | 10 merged | **2 of 10** | |";
  await saveNominations(
    database.db,
    { owner: "KusionStack", subjectKey: `${kusion.id}#9` },
    new Map([["a", { ...nomination, number: 9, url }]]),
    new Map([
      [
        "a",
        {
          ...{ candidate: "ann", role: "approvers", areas: ["kusion"], number: 9, stage: "nominated", met: 1, of: 4 },
          ...{ nominatedAt: NOON, url, bodyMarkdown: `**Short.**\n\n${table}` },
        },
      ],
    ]),
  );
  const decision = {
    kind: "direction",
    text: `We join the ${"foundation ".repeat(20)}`,
    repository: "KusionStack/kusion",
    url,
    private: false,
    openedBy: "ann",
    openedAt: NOON,
    votes: { yes: 5, no: 1, abstained: 0, mayVote: 8 },
    objections: 0,
    bodyMarkdown: `**5 of 8 yes.**\n\n${table}`,
  };
  const endings = [
    { state: "open" as const, endsAt: NOON + 86_400_000, endedAt: null },
    { state: "accepted" as const, endsAt: null, endedAt: NOON },
    { state: "declined" as const, endsAt: null, endedAt: NOON },
    { state: "cancelled" as const, endsAt: null, endedAt: NOON },
  ];
  for (const [at, ending] of endings.entries())
    await saveDecisions(database.db, { repositoryId: kusion.id, number: 20 + at, owner: "KusionStack" }, [
      {
        id: "comment:1/1",
        comment: null,
        record: {},
        registry: "kusionstack/.github",
        shown: { ...decision, ...ending, number: 20 + at },
      },
    ]);
});
afterAll(() => database.close());

const site = () => served(aSite(database));
const still = { javaScriptEnabled: false } as const;

describe("the bot's page in a browser without JavaScript", () => {
  it("asks for nothing from elsewhere and complains about nothing", async () => {
    const url = await site();
    const { page, asked, complaints } = await visit(url, still);
    for (const view of views.slice(0, -1)) await page.goto(`${url}${view}`);
    expect(complaints).toEqual([]);
    expect(asked.filter((address) => !address.startsWith(url))).toEqual([]);
  });

  it("is read by links alone: from the list to a repository, its sections, a verdict, and back", async () => {
    const { page } = await visit(await site(), still);
    const to = (name: RegExp) =>
      page.getByRole("navigation", { name: "About this repository" }).getByRole("link", { name }).click();
    await page.getByRole("link", { name: "kusion", exact: true }).click();
    await to(/People/);
    expect(page.url()).toMatch(/\/KusionStack\/kusion\/people$/);
    await to(/Promotions/);
    await page.getByRole("link", { name: "ann to approver of kusion" }).click();
    await page.getByText("2 of 10").waitFor();
    await page.getByRole("link", { name: "KusionStack/kusion" }).click();
    await page
      .getByRole("link", { name: /fix: a title/ })
      .first()
      .click();
    await page.getByRole("heading", { name: "Verdict" }).waitFor();
    await page.getByRole("link", { name: "KusionStack/kusion" }).click();
    await page.getByRole("heading", { level: 1, name: "KusionStack/kusion" }).waitFor();
  });

  it("fits a phone of 360 px without scrolling sideways, and a wide screen", async () => {
    const url = await site();
    for (const width of [360, 1280]) {
      const { page } = await visit(url, { viewport: { width, height: 780 } });
      for (const view of views) {
        await page.goto(`${url}${view}`);
        await openAll(page);
        expect([view, width, await page.evaluate("document.documentElement.scrollWidth - innerWidth")]).toEqual([
          view,
          width,
          0,
        ]);
      }
    }
  });

  it("goes by keyboard: first to the content, and every link shows its focus", async () => {
    const { page } = await visit(`${await site()}/KusionStack/kusion`, still);
    await page.keyboard.press("Tab");
    expect(await page.locator(":focus").textContent()).toBe("Skip to the content");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    const focused = page.locator(":focus");
    expect(await focused.textContent()).toContain("roles.yaml");
    expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).toBe("solid");
  });

  it.each(["light", "dark"] as const)("has enough contrast everywhere, %s", async (colorScheme) => {
    const url = await site();
    const { page } = await visit(url, { colorScheme });
    for (const view of views) {
      await page.goto(`${url}${view}`);
      await openAll(page);
      expect([view, await page.evaluate(faint)]).toEqual([view, []]);
    }
  });

  it("prints what is folded, and leaves out what can only be pressed", async () => {
    const { page } = await visit(`${await site()}/KusionStack/kusion/votes`, still);
    const folded = page.getByText("5 of 8 yes.").first();
    expect(await folded.isVisible()).toBe(false);
    await page.emulateMedia({ media: "print" });
    expect(await folded.isVisible()).toBe(true);
    expect(await page.getByRole("link", { name: "Sign in with GitHub" }).isVisible()).toBe(false);
  });

  it("keeps the edge of a note where the visitor's own colours take its background away", async () => {
    const { page } = await visit(`${await site()}/KusionStack/broken`, { ...still, forcedColors: "active" });
    await page.getByText("is faulty").waitFor();
    const { borderTopWidth, borderTopColor, paper } = await page.evaluate<Record<string, string>>(
      "(({ borderTopWidth, borderTopColor }) => ({ borderTopWidth, borderTopColor, paper: getComputedStyle(document.body).backgroundColor }))(getComputedStyle(document.querySelector('.note')))",
    );
    expect(borderTopWidth).toBe("1px");
    expect([paper, "rgba(0, 0, 0, 0)"]).not.toContain(borderTopColor);
  });

  it("is built for screen readers: landmarks, headings in order, tables with captions and heads, names for links", async () => {
    const url = await site();
    const { page } = await visit(url);
    for (const view of views) {
      await page.goto(`${url}${view}`);
      await openAll(page);
      expect([view, await page.evaluate(unreadable)]).toEqual([view, []]);
    }
  });
});

async function openAll(page: Page): Promise<void> {
  await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
}

/** Texts whose contrast with what is behind them is below WCAG's AA (4.5, or 3 for large ones). Run in the browser. */
const faint = `(() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const behind = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const text = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join("").trim();
    if (text === "" || element.closest(".unseen") !== null) continue;
    const style = getComputedStyle(element);
    const [one, other] = [light(rgba(style.color)), light(behind(element))];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    const size = parseFloat(style.fontSize);
    const wanted = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    if (contrast < wanted) found.push(text.slice(0, 40) + ": " + contrast.toFixed(2));
  }
  return found;
})()`;

/** What a screen reader would stumble over. Run in the browser. */
const unreadable = `(() => {
  const found = [];
  const one = (selector) => {
    const count = document.querySelectorAll(selector).length;
    if (count !== 1) found.push(count + " of " + selector);
  };
  ["main", "body > header", "body > footer", "h1", "title", "html[lang]"].forEach(one);
  let last = 0;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const level = Number(heading.tagName.slice(1));
    if (level > last + 1) found.push(heading.tagName + " after H" + last + ": " + heading.textContent);
    if (heading.textContent.trim() === "") found.push("an empty " + heading.tagName);
    last = level;
  }
  for (const table of document.querySelectorAll("table")) {
    if (!table.caption?.textContent.trim()) found.push("a table without a caption");
    for (const head of table.querySelectorAll("th")) {
      if (!head.scope) found.push("a th without scope");
      if (head.textContent.trim() === "") found.push("an empty th");
    }
  }
  for (const link of document.querySelectorAll("a, button, summary")) {
    if (link.textContent.trim() === "") found.push("nameless " + link.outerHTML.slice(0, 80));
  }
  const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  if (new Set(ids).size !== ids.length) found.push("an id that is there twice");
  for (const element of document.querySelectorAll("[aria-labelledby]")) {
    if (!document.getElementById(element.getAttribute("aria-labelledby"))) found.push("a label that is not there");
  }
  for (const time of document.querySelectorAll("time")) {
    if (Number.isNaN(Date.parse(time.dateTime))) found.push("a time that is none: " + time.dateTime);
  }
  for (const nav of document.querySelectorAll("nav")) {
    if (!nav.getAttribute("aria-label")) found.push("a nav without a name");
  }
  return found;
})()`;
