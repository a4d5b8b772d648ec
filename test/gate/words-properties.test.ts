/** What must hold for any statements: of strangers, stricter ones, in any order, and with texts taken away. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { observed } from "../../src/gate/record/heads.ts";
import { standingHolds } from "../../src/gate/record/holds.ts";
import { bounded } from "../../src/gate/record/restrictions.ts";
import { statementsOf } from "../../src/gate/statements.ts";
import { verdict } from "../../src/gate/verdict.ts";
import type { Verdict } from "../../src/gate/verdict-types.ts";
import type { PullFacts, Review, Utterance } from "../../src/model/facts.ts";
import type { PullRecord } from "../../src/model/pull-record.ts";
import { aComment, aLadder, aPull, aReview, minute, person } from "../support/a-pull.ts";
import { sinceNoon } from "./judged.ts";

const index = aLadder({
  contributors: ["cho"],
  approvers: ["ann", { login: "dot", areas: ["docs"] }],
  maintainers: ["max"],
  areas: { docs: { paths: ["docs/**"] } },
});

interface Said {
  readonly by: string;
  readonly at: number;
  readonly body: string;
  /** `null`: a comment. */
  readonly state: Review["state"] | null;
}

const BODIES = [
  ...["/approve", "/approve cancel", "/approve docs", "/approve cancel docs", "/hold", "/hold cancel"],
  ...["/hold cancel @ann", "/lgtm", "/lgtm cancel", "fine", "/approve\n/hold"],
];

function words(people: readonly string[], bodies: readonly string[] = BODIES): fc.Arbitrary<readonly Said[]> {
  const state = fc.constantFrom(...([null, null, null, "APPROVED", "CHANGES_REQUESTED", "DISMISSED"] as const));
  const said = fc.record({
    by: fc.constantFrom(...people),
    at: fc.integer({ min: 1, max: 50 }),
    body: fc.constantFrom(...bodies),
    state,
  });
  return fc.array(said, { maxLength: 9 });
}

const OURS = ["ann", "dot", "max", "cho", "pat"];

function factsOf(said: readonly Said[]): PullFacts {
  const comments: Utterance[] = [];
  const reviews: Review[] = [];
  for (const [id, { by, at, body, state }] of said.entries()) {
    const more = { at: minute(at), id: id + 1, body };
    if (state === null) comments.push(aComment(by, body, more));
    else if (by !== "pat") reviews.push(aReview(by, state, more));
  }
  return aPull({ files: ["main.go", "docs/a.md"], comments, reviews });
}

function looked(facts: PullFacts, before: PullRecord = sinceNoon(facts)): { record: PullRecord; result: Verdict } {
  const seen = observed(before, facts);
  const record = bounded(standingHolds(seen, statementsOf(facts, seen), facts, index).record, facts, index);
  return { record, result: verdict({ facts, index, record, diffs: new Map() }) };
}

const shape = ({ state, areas, holds }: Verdict) => ({
  state: state.kind,
  holds,
  areas: areas.map(({ area, approved, blockedBy, missing }) => ({ area, approved, blockedBy, missing })),
});
const isGreen = (facts: PullFacts, record?: PullRecord) => looked(facts, record).result.state.kind === "approved";

describe("any words", () => {
  it("R42, R8: those of strangers change nothing, whatever they say and however often", () => {
    fc.assert(
      fc.property(words(OURS), words(["eve", "eva"]), (ours, theirs) => {
        const alone = looked(factsOf(ours)).result;
        expect(shape(looked(factsOf([...ours, ...theirs])).result)).toEqual(shape(alone));
      }),
      {
        // Within one second a stranger's hold must not move the approval of another behind their request for changes.
        examples: [
          [
            [
              { by: "max", at: 2, body: "/approve", state: null },
              { by: "max", at: 2, body: "/approve", state: "CHANGES_REQUESTED" },
            ],
            [{ by: "eve", at: 2, body: "/approve\n/hold", state: null }],
          ],
        ],
      },
    );
  });

  it("R15b, R80: a stricter one, said last, turns nothing green", () => {
    const stricter = fc.constantFrom<Omit<Said, "at">>(
      ...OURS.map((by) => ({ by, body: "/hold", state: null })),
      ...OURS.map((by) => ({ by, body: "/approve cancel", state: null })),
      ...["ann", "dot", "max"].map((by) => ({ by, body: "", state: "CHANGES_REQUESTED" as const })),
    );
    fc.assert(
      fc.property(words(OURS), stricter, (said, last) => {
        if (isGreen(factsOf([...said, { ...last, at: 55 }]))) expect(isGreen(factsOf(said))).toBe(true);
      }),
    );
  });

  it("R7, R10, R42: deleting or editing texts makes nothing green that was not", () => {
    fc.assert(
      fc.property(words(OURS), fc.integer({ min: 0, max: 511 }), fc.boolean(), (said, which, edit) => {
        const facts = factsOf(said);
        const { record, result } = looked(facts);
        const hit = ({ id }: Utterance) => (which & (1 << (id - 1))) !== 0;
        const hidden = { body: "never mind", edited: true };
        const comments = edit
          ? facts.comments.items.map((one) => (hit(one) ? { ...one, ...hidden } : one))
          : facts.comments.items.filter((one) => !hit(one));
        const reviews = facts.reviews.items.map((one) => (hit(one) && edit ? { ...one, ...hidden } : one));
        const after = aPull({ files: ["main.go", "docs/a.md"], comments, reviews, readAt: minute(61) });
        if (isGreen(after, record)) expect(result.state.kind).toBe("approved");
      }),
      { numRuns: 400 },
    );
  });

  it("R36: the order of the lists is no matter, nor is looking twice", () => {
    fc.assert(
      fc.property(words([...OURS, "eve"]), (said) => {
        const facts = factsOf(said);
        const turned = {
          ...facts,
          comments: { ...facts.comments, items: facts.comments.items.toReversed() },
          reviews: { ...facts.reviews, items: facts.reviews.items.toReversed() },
        };
        const { result, record } = looked(facts);
        expect(shape(looked(turned).result)).toEqual(shape(result));
        expect(shape(looked(facts, record).result)).toEqual(shape(result));
        expect(looked(facts, record).record.restrictions).toEqual(record.restrictions);
      }),
    );
  });

  it("R44: the author is never among those who count or could", () => {
    fc.assert(
      fc.property(words(OURS), (said) => {
        for (const { approved, candidates } of looked(factsOf(said)).result.areas)
          for (const { login } of [...approved, ...candidates]) expect(login).not.toBe(person("pat").login);
      }),
    );
  });
});
