/** GitHub's times are whole seconds: what must hold for statements within one second, by different people and in different ways. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { observed } from "../../src/gate/record/heads.ts";
import { standingHolds } from "../../src/gate/record/holds.ts";
import { statementsOf } from "../../src/gate/statements.ts";
import { verdict } from "../../src/gate/verdict.ts";
import { readNote } from "../../src/jobs/read-notes.ts";
import type { PullFacts, Review, Utterance } from "../../src/model/facts.ts";
import type { PullRecord } from "../../src/model/pull-record.ts";
import { aComment, aLadder, aPull, aReview, aReviewComment, minute, person } from "../support/a-pull.ts";
import { sinceNoon } from "./judged.ts";

const index = aLadder({ contributors: ["cho"], approvers: ["ann", "dot"], maintainers: ["max"] });

interface Said {
  readonly by: string;
  /** Of few moments, so that most are of one. */
  readonly at: number;
  readonly way: "comment" | "review" | "review-comment";
  readonly state: Review["state"];
  readonly body: string;
}

const HOLDS = ["/hold", "/hold cancel", "/hold cancel @ann", "/hold\n/hold cancel"];
const BODIES = [...HOLDS, "/approve", "/approve cancel", "/lgtm", "/lgtm cancel", "fine"];
const OURS = ["ann", "dot", "max", "cho", "pat"];

function words(people: readonly string[], bodies: readonly string[] = BODIES, maxLength = 7) {
  const said = fc.record<Said>({
    by: fc.constantFrom(...people),
    at: fc.integer({ min: 1, max: 2 }),
    way: fc.constantFrom("comment", "review", "review-comment"),
    state: fc.constantFrom("COMMENTED", "APPROVED", "CHANGES_REQUESTED", "DISMISSED"),
    body: fc.constantFrom(...bodies),
  });
  return fc.array(said, { maxLength });
}

/** Ids follow the list from the number given. */
function factsOf(said: readonly Said[], from = 1): PullFacts {
  return together(said.map((one, at) => utterance(one, from + at)));
}

function utterance({ by, at, way, state, body }: Said, id: number): Utterance | Review {
  const more = { at: minute(at), id, body };
  if (way === "review") return aReview(by, by === "pat" ? "COMMENTED" : state, more);
  return way === "comment" ? aComment(by, body, more) : aReviewComment(by, body, more);
}

function together(said: readonly (Utterance | Review)[]): PullFacts {
  return aPull({
    comments: said.filter(({ kind }) => kind === "comment"),
    reviewComments: said.filter(({ kind }) => kind === "review-comment"),
    reviews: said.filter((one): one is Review => one.kind === "review"),
  });
}

function folded(
  facts: PullFacts,
  before: PullRecord = sinceNoon(facts),
  notes: Parameters<typeof standingHolds>[4] = [],
) {
  const seen = { ...observed(before, facts), inline: true };
  return standingHolds(seen, statementsOf(facts, seen), facts, index, notes);
}

function stateOf(facts: PullFacts) {
  const { record } = folded(facts);
  const { state, holds, lgtm, areas } = verdict({ facts, index, record, diffs: new Map() });
  return {
    state: state.kind,
    holds,
    lgtm: lgtm.by,
    areas: areas.map(({ approved, blockedBy, missing }) => ({ approved, blockedBy, missing })),
  };
}

const of = (except: string, { holds, lgtm, areas }: ReturnType<typeof stateOf>) => {
  const others = <Of extends { readonly login: string | null }>(all: readonly Of[]) =>
    all.filter(({ login }) => login !== except);
  return {
    holds: others(holds),
    lgtm: others(lgtm),
    areas: areas.map(({ approved, blockedBy }) => [others(approved), others(blockedBy)]),
  };
};

const holders = (facts: PullFacts) =>
  folded(facts)
    .holds.map(({ by }) => by?.login)
    .toSorted();

/** Words of one second, and an order in which they are delivered: of one way in that of their ids. */
const arrivals = words(["ann", "dot", "max", "cho", "pat"], HOLDS, 5).chain((said) => {
  const all = said.map((one, at) => utterance({ ...one, at: 1, state: "COMMENTED" }, at + 1));
  const shuffled = fc.shuffledSubarray(
    all.map(({ kind }) => kind),
    { minLength: all.length },
  );
  return shuffled.map((ways) => {
    const left = [...all];
    const order = ways.flatMap((way) => {
      const next = left.findIndex(({ kind }) => kind === way);
      return left.splice(next, 1);
    });
    return { all, order };
  });
});

/** Who holds once each was delivered, after what had been heard before. */
function holdersBy(before: readonly Utterance[], delivered: readonly Utterance[]) {
  let { record } = folded(together(before));
  for (const at of delivered.keys()) {
    const heard = together([...before, ...delivered.slice(0, at + 1)]);
    record = folded(heard, record, delivered.slice(at, at + 1).map(noteOf)).record;
  }
  return record.holds.map(({ by }) => by?.login).toSorted();
}

const MANY = { numRuns: 400 };

describe("words of one second", () => {
  it("R42: those of strangers change nothing, by whichever way they come and wherever their ids lie", () => {
    fc.assert(
      fc.property(words(OURS), words(["eve", "eva"]), fc.constantFrom(1, 50), (ours, theirs, from) => {
        const [own, others] = [factsOf(ours, 20), factsOf(theirs, from)];
        const all = together([...utterancesOf(own), ...utterancesOf(others)]);
        expect(stateOf(all)).toEqual(stateOf(own));
      }),
      MANY,
    );
  });

  it("R42, R79: those of a contributor change nothing that is somebody else's", () => {
    fc.assert(
      fc.property(words(["ann", "dot", "max", "pat"]), words(["cho"]), fc.constantFrom(1, 50), (ours, theirs, from) => {
        const [own, others] = [factsOf(ours, 20), factsOf(theirs, from)];
        const all = together([...utterancesOf(own), ...utterancesOf(others)]);
        expect(of("cho", stateOf(all))).toEqual(of("cho", stateOf(own)));
      }),
      MANY,
    );
  });

  it("R36: the order of the lists is no matter", () => {
    fc.assert(
      fc.property(words([...OURS, "eve"]), (said) => {
        const facts = factsOf(said);
        expect(stateOf(together(utterancesOf(facts).toReversed()))).toEqual(stateOf(facts));
      }),
      MANY,
    );
  });

  it("R79: in whatever order the ways are delivered, nobody's hold is over that stands where all is heard at once", () => {
    fc.assert(
      fc.property(arrivals, words(["ann", "max", "cho"], ["/hold"], 3), ({ all, order }, before) => {
        const held = before.map((one, at) => utterance({ ...one, at: 0, state: "COMMENTED" }, at + 100));
        const [delivered, atOnce] = [holdersBy(held, order), holders(together([...held, ...all]))];
        expect(delivered).toEqual(expect.arrayContaining(atOnce));
        const people = new Set(all.map(({ author }) => author?.login));
        if (people.size === all.length) expect(delivered).toEqual(atOnce);
      }),
      MANY,
    );
  });

  it("R79: a release ends what was held in the seconds before, whatever else anybody says in its own", () => {
    fc.assert(
      fc.property(words([...OURS, "eve"], HOLDS), fc.constantFrom("comment", "review"), (others, way) => {
        const release = { by: "max", at: 2, way, state: "COMMENTED", body: "/hold cancel @mia" } as const;
        const held = { by: "mia", at: 1, way: "comment", state: "COMMENTED", body: "/hold" } as const;
        const mia = aLadder({ contributors: ["cho", "mia"], approvers: ["ann", "dot"], maintainers: ["max"] });
        const facts = factsOf([held, release, ...others]);
        const { holds } = standingHolds(sinceNoon(facts), statementsOf(facts, sinceNoon(facts)), facts, mia);
        expect(holds.map(({ by }) => by?.login)).not.toContain("mia");
      }),
    );
  });
});

describe("a hold and a release of one second", () => {
  const said = (by: string, way: Said["way"], body: string): Said => ({ by, at: 1, way, state: "COMMENTED", body });

  it("R79: by one way stand as they were said", () => {
    expect(holders(factsOf([said("cho", "comment", "/hold"), said("ann", "comment", "/hold cancel")]))).toEqual([]);
    expect(holders(factsOf([said("ann", "comment", "/hold cancel"), said("cho", "comment", "/hold")]))).toEqual([
      "cho",
    ]);
  });

  it("R79: by two ways leave the hold, since nobody can tell which came first", () => {
    const pair = [said("cho", "review", "/hold"), said("cho", "comment", "/hold cancel")];
    expect(holders(factsOf(pair))).toEqual(["cho"]);
    expect(holders(factsOf(pair.toReversed()))).toEqual(["cho"]);
  });

  it("R79: of two people by two ways stay as they are when a third holds by either", () => {
    const pair = [said("max", "comment", "/hold"), said("max", "review", "/hold cancel")];
    for (const way of ["comment", "review", "review-comment"] as const)
      expect(holders(factsOf([...pair, said("cho", way, "/hold")]))).toEqual(["cho", "max"]);
  });

  it("R79: in the description come before all that was said of it", () => {
    const facts = factsOf([{ ...said("ann", "review", "/hold cancel"), at: 0 }]);
    const description = { ...aComment("pat", "/hold", { id: 0, at: minute(0) }), kind: "description" as const };
    expect(holders({ ...facts, description })).toEqual([]);
    expect(holders({ ...factsOf([]), description })).toEqual([person("pat").login]);
  });
});

describe("`/lgtm` of one second", () => {
  const lgtm = (facts: PullFacts) => stateOf(facts).lgtm.map(({ login }) => login);

  it("R8a: falls to an approver's `/lgtm cancel` that may have come after it, and stands where it came after that", () => {
    const word = (by: string, way: Said["way"], body: string): Said => ({ by, at: 1, way, state: "COMMENTED", body });
    const given = word("cho", "comment", "/lgtm");
    expect(lgtm(factsOf([given, word("ann", "review-comment", "/lgtm cancel")]))).toEqual([]);
    expect(lgtm(factsOf([given, word("ann", "comment", "/lgtm cancel")]))).toEqual([]);
    expect(lgtm(factsOf([word("ann", "comment", "/lgtm cancel"), given]))).toEqual(["cho"]);
    expect(lgtm(factsOf([given, word("eve", "comment", "/lgtm cancel")]))).toEqual(["cho"]);
  });
});

function utterancesOf({ comments, reviews, reviewComments }: PullFacts): (Utterance | Review)[] {
  return [...comments.items, ...reviews.items, ...reviewComments.items];
}

function noteOf({ kind, id, nodeId, author, body, at }: Utterance) {
  if (author === null) throw new Error("an event has a sender");
  return readNote({ kind: "said", utterance: kind, id, nodeId, by: author, text: body, at });
}
