/** Everything that Rung says on GitHub, on one page, so that somebody can read it aloud (docs/voice.md). */

import { describe, expect, it } from "vitest";
import { commands } from "../../src/commands/index.ts";
import type { Effect } from "../../src/model/effect.ts";
import { KINDS } from "../../src/promotions/criteria/index.ts";
import { ACCESS_CHAPTERS } from "./access.ts";
import { ANSWERS, answered, sayingsOf } from "./answers.ts";
import { type Chapter, document } from "./chapter.ts";
import { CHECKS } from "./checks.ts";
import { CONDITIONS } from "./conditions.ts";
import { CONVERSATION } from "./conversation.ts";
import { GROWTH_CHAPTERS } from "./growth.ts";
import { INACTIVITY } from "./inactivity.ts";
import { outcomes } from "./outcomes.ts";
import { PROMOTIONS } from "./promotions.ts";
import { PUBLISHING } from "./publishing.ts";

async function chapters(): Promise<readonly Chapter[]> {
  return [
    ...CHECKS,
    CONDITIONS,
    ...CONVERSATION,
    ...ANSWERS,
    await outcomes(),
    ...PROMOTIONS,
    ...PUBLISHING,
    ...ACCESS_CHAPTERS,
    ...INACTIVITY,
    ...GROWTH_CHAPTERS,
  ];
}

/** The chapters that show what each write says; none: it says nothing. */
const SAID: Readonly<Record<Effect["kind"], readonly string[]>> = {
  check: ["The check", "Conditions", "Why a word did not count", "What a change of roles.yaml would do"],
  "status-comment": ["Reviewers", "The status comment of a pull request", "The status of a promotion"],
  reply: [
    "Answers to commands",
    "Lines that are hardly commands",
    "What is told once",
    "What is told once on a pull request",
  ],
  act: ["What became of a command"],
  "registry-change": ["Changes of the registry"],
  publish: ["Lists that follow the registry"],
  "registry-pull-note": ["Changes of the registry"],
  "proposal-pull": ["Changes of the registry"],
  reaction: [],
  "close-issue": [],
  labelled: [],
  unlabelled: [],
  reviewers: [],
  "no-reviewers": [],
  "end-merge": [],
  "merged-branch": [],
};

describe("docs/texts.md", () => {
  it("shows what Rung says now; `npx vitest run test/catalogue -u` renews it", async () => {
    await expect(document(await chapters())).toMatchFileSnapshot("../../docs/texts.md");
  });

  it("has a chapter for whatever is written, and a text for each entry", async () => {
    const all = await chapters();
    const titles = all.map(({ title }) => title);
    for (const title of Object.values(SAID).flat()) expect(titles).toContain(title);
    for (const { when, text } of all.flatMap(({ entries }) => entries)) expect(text, when).toMatch(/\w/);
  });

  it.each(commands)("/$name has an answer there, and a refusal where not everybody may use it", (command) => {
    const kinds = sayingsOf(command).flatMap((saying) => answered(saying).kinds);
    if (command.may !== "anyone") expect(kinds).toContain("refused");
    expect(kinds.some((kind) => kind === "done" || kind === "told")).toBe(true);
  });

  it("has every criterion", async () => {
    const shown = (await chapters()).find(({ title }) => title.startsWith("Criteria"))?.entries ?? [];
    expect(new Set(shown.map(({ when }) => when))).toEqual(new Set(KINDS.map(({ name }) => name)));
  });

  it("calls nobody by `@` but whom it is told to, and raises its voice nowhere", async () => {
    const calls = new Set([
      "What is told once",
      "What is told once on a pull request",
      "Reviewers",
      "Asking one person",
    ]);
    for (const { title, entries } of await chapters())
      for (const { when, text } of entries) {
        const plain = text.replaceAll(/<!--.*?-->|`[^`\n]*`|<code>.*?<\/code>|\]\([^)]*\)/gs, "");
        expect(plain, when).not.toMatch(/!|sweep|changes-requested-without-role|\bundefined\b/);
        if (!calls.has(title)) expect(plain, when).not.toMatch(/(?<!\w)@\w/);
      }
  });
});
