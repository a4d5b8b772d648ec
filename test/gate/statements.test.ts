/** Statements are computed once for the same facts and memory: with another memory they are computed again. */

import { describe, expect, it } from "vitest";
import { speakersOf } from "../../src/gate/current-statements.ts";
import { statementsOf } from "../../src/gate/statements.ts";
import type { PullRecord } from "../../src/model/pull-record.ts";
import { aComment, aPull, approval, minute } from "../support/a-pull.ts";
import { sinceNoon } from "./judged.ts";

const facts = aPull({
  head: "h2",
  comments: [aComment("ann", "/approve", { at: minute(20) })],
  reviews: [approval("ann", { at: minute(10), body: "/approve docs", edited: true })],
});
const by = { login: "ann", id: null };
const review = `review:${facts.reviews.items[0]?.id}`;
const usual = sinceNoon(facts);
const moved = { from: minute(0), until: minute(15), closed: true } as const;
const now = { from: minute(15), until: minute(60), opened: true } as const;

/** One for each part of the record by which words are read. */
const others: Readonly<Record<string, Partial<PullRecord>>> = {
  heads: {
    heads: [
      { sha: "h1", ...moved },
      { sha: "h2", ...now },
    ],
  },
  bases: {
    bases: [
      { ref: "dev", ...moved },
      { ref: facts.base.ref, ...now },
    ],
  },
  "the base's commits": {
    baseCommits: [
      { commit: "b0", ...moved },
      { commit: facts.base.sha, ...now },
    ],
  },
  limits: { restrictions: [{ kind: "limit", key: review, by, at: minute(10), gives: ["docs"], takes: [] }] },
  "what was unlimited": { unlimited: [facts.reviews.items[0]?.id ?? 0] },
  "what was reviewed": { reviewed: [{ id: facts.reviews.items[0]?.id ?? 0, commit: "h0" }] },
  "what was forgotten": { forgotten: { through: minute(30), except: [] } },
};

describe("what was said", () => {
  for (const [what, other] of Object.entries(others))
    it(`is read anew where the record tells another thing of ${what}`, () => {
      const record = { ...usual, ...other };
      const before = statementsOf(facts, usual);
      const after = statementsOf(facts, record);
      expect(after).not.toEqual(before);
      expect(after).toEqual(statementsOf({ ...facts }, record));
      expect(statementsOf(facts, usual)).toEqual(before);
    });

  it("and who said it is not worked out again for what else a record remembers", () => {
    const words = statementsOf(facts, usual);
    const record: PullRecord = { ...usual, labels: { own: ["approved"], others: [] }, holdsThrough: minute(5) };
    const again = statementsOf(facts, record);
    expect(again).toBe(words);
    expect(speakersOf(again)).toBe(speakersOf(words));
  });
});
