import { describe, expect, it } from "vitest";
import { baseCommitsAt } from "../../../src/gate/record/base-commits.ts";
import { noted, observed, observedBy, reviewedHeads } from "../../../src/gate/record/heads.ts";
import { recordSchema } from "../../../src/gate/record/marker.ts";
import { emptyRecord, mergedRecords } from "../../../src/gate/record/record-changes.ts";
import { unshown } from "../../../src/github/read/unshown.ts";
import type { PullFacts } from "../../../src/model/facts.ts";
import type { ReadNote } from "../../../src/model/job.ts";
import type { PullRecord } from "../../../src/model/pull-record.ts";
import { aComment, aPull, approval, minute } from "../../support/a-pull.ts";

/** A reading of the pull request at that minute, with the base at that commit. */
function at(commit: string, when: number, more: Parameters<typeof aPull>[0] = {}): PullFacts {
  return { ...aPull({ readAt: minute(when), ...more }), base: { ref: "main", sha: commit, noted: "noted" } };
}

const moved = (sha: string, shaBefore: string, when: number) =>
  ({ kind: "base", ref: "main", before: null, at: minute(when), sha, shaBefore }) as const;

describe("where the base stood", () => {
  const facts = at("b3", 60);

  it("R35: what was read before and after is known in between", () => {
    const record = [at("b1", 1), at("b1", 20)].reduce(observed, emptyRecord());
    expect(baseCommitsAt(record, minute(10), facts)).toEqual(["b1"]);
  });

  it("R35: where it moved some time around a word, both commits are in question", () => {
    const record = observed(emptyRecord(), at("b1", 1));
    expect(baseCommitsAt(record, minute(10), facts)).toEqual(["b1", "b3"]);
  });

  it("R35: a push tells when, so that each word has its own", () => {
    const record = noted(observed(emptyRecord(), at("b1", 1)), moved("b3", "b1", 30));
    expect([10, 40].map((when) => baseCommitsAt(record, minute(when), facts))).toEqual([["b1"], ["b3"]]);
  });

  it("R35: a record from before base commits were kept goes by what GitHub noted, and by the reading", () => {
    expect(baseCommitsAt(emptyRecord(), minute(10), facts)).toEqual(["noted", "b3"]);
    expect(recordSchema.parse(emptyRecord())).toEqual(emptyRecord());
  });

  describe("R35: a memory from before the present head was pushed", () => {
    const before = observed(emptyRecord(), at("b1", 1, { head: "h1" }));
    const review = (when: number) => approval("ann", { at: minute(when), commit: "h2" });
    const pushed = (commit: string, when: number, more: Parameters<typeof aPull>[0] = {}) =>
      at(commit, when, { head: "h2", reviews: [review(10)], forced: { pushes: [], complete: true }, ...more });

    it("goes by where the base stood at that push, which GitHub noted, not by where it stood before", () => {
      const record = observed(before, pushed("b3", 20));
      expect(baseCommitsAt(record, minute(10), pushed("b3", 20))).toEqual(["noted", "b3"]);
      expect(baseCommitsAt(recordSchema.parse(record), minute(10), at("b9", 90, { head: "h3" }))).toEqual([
        "noted",
        "b3",
      ]);
    });

    it("knows nothing more of words from before that review", () => {
      const reviews = [approval("bob", { at: minute(5), commit: "h1" }), review(10)];
      const record = observed(before, pushed("b3", 20, { reviews }));
      expect(baseCommitsAt(record, minute(5), pushed("b3", 20, { reviews }))).toEqual(["b1", "noted"]);
    });

    it("goes by no review that GitHub pointed at the head by a force push", () => {
      const forced = { pushes: [{ at: minute(15), to: "h2" }], complete: true };
      const record = observed(before, pushed("b3", 20, { forced }));
      expect(baseCommitsAt(record, minute(10), pushed("b3", 20, { forced }))).toEqual(["b1", "b3"]);
    });

    it("goes by nothing where another branch was the base, or the head is known", () => {
      const elsewhere = { ...before, bases: [{ ref: "release", from: minute(1), until: minute(1) }] };
      expect(baseCommitsAt(observed(elsewhere, pushed("b3", 20)), minute(10), pushed("b3", 20))).toEqual(["b1", "b3"]);
      const known = observed(before, pushed("b2", 9, { reviews: [] }));
      expect(baseCommitsAt(observed(known, pushed("b3", 20)), minute(10), pushed("b3", 20))).toEqual(["b2", "b3"]);
    });
  });

  it("R35, R42: of the time before a record that was cut nothing is known", () => {
    const cut: PullRecord = { ...observed(emptyRecord(), at("b2", 20)), baseCommitsCut: true };
    expect(baseCommitsAt(cut, minute(10), facts)).toEqual([]);
    expect(baseCommitsAt(mergedRecords(emptyRecord(), cut), minute(10), facts)).toEqual([]);
    expect(recordSchema.parse(cut)).toEqual(cut);
  });

  it("R35: a base that moves with every reading fills nothing, and forgets nothing that a word needs", () => {
    const word = approval("ann", { at: minute(2) });
    const readings = Array.from({ length: 200 }, (_, index) => at(`c${index}`, index + 1, { reviews: [word] }));
    const record = readings.reduce(observed, emptyRecord());
    expect(baseCommitsAt(record, minute(2), at("c199", 200))).toEqual(["c1"]);
    expect(record.baseCommits?.length).toBeLessThan(20);
    expect(record.baseCommitsCut).toBeUndefined();
  });

  it("R42, R35: strangers who speak at every move of the base take the place of no approver's word", () => {
    const word = approval("ann", { at: minute(2) });
    const said = Array.from({ length: 120 }, (_, index) => aComment("eve", "/approve", { at: minute(index + 3) }));
    const readings = Array.from({ length: 120 }, (_, index) =>
      at(`c${index}`, index + 1, { reviews: [word], comments: said.slice(0, Math.max(0, index - 1)) }),
    );
    const isAnn = (author: { readonly login: string } | null) => author?.login === "ann";
    const record = readings.reduce((known, facts) => observedBy(known, facts, isAnn), emptyRecord());
    expect(baseCommitsAt(record, minute(2), at("c119", 120))).toEqual(["c1"]);
    expect(record.baseCommitsCut).toBeUndefined();
  });

  it("R35: between two stretches of one commit stays a sign that others stood there", () => {
    const reviews = [approval("ann", { at: minute(2) })];
    const stood = { 1: "b1", 5: "b1", 21: "b2", 41: "b3", 61: "b1", 100: "b1" };
    const readings = Object.entries(stood).map(([when, sha]) => at(sha, Number(when), { reviews }));
    const record = readings.reduce((known, facts) => observed(known, facts), emptyRecord());
    expect(baseCommitsAt(record, minute(30), at("b1", 120))).not.toEqual(["b1"]);
  });

  it("R37: a reading that shows where the base stood before a push that was told is late", () => {
    const record = noted(observed(emptyRecord(), at("b1", 1)), moved("b0", "b1", 30));
    const late = unshown(at("b1", 30), [moved("b0", "b1", 30)], { record, inline: false });
    expect(late).toMatchObject([{ what: "the base at b0", otherChange: true }]);
    expect(unshown(at("b2", 30), [], { record, inline: false })).toEqual([]);
  });
});

describe("which head a review was about", () => {
  const head = (sha: string, before: string | null, when: number) =>
    ({ kind: "head", sha, before, at: minute(when) }) as const;
  const known = [head("h1", null, 0), head("h2", "h1", 20)].reduce(noted, emptyRecord());
  const facts = aPull({ head: "h2" });
  const heads = (record: PullRecord, commit: string, when: number, of: PullFacts = facts) =>
    reviewedHeads(record, approval("ann", { commit, at: minute(when) }), of);
  const forced = (to: string | null, when: number) => ({ pushes: [{ at: minute(when), to }], complete: true });

  it("R34: the one that stood, where GitHub names a later one", () => {
    expect(heads(known, "h2", 10)).toEqual(["h1"]);
    expect(heads(known, "h1", 10)).toEqual(["h1"]);
  });

  it("R34: an older one that it names counts, and so does the one that stood: it must hold for both", () => {
    expect(heads(known, "h1", 30)).toEqual(["h1", "h2"]);
  });

  it("R34: where the record does not tell, GitHub's force pushes do", () => {
    expect(heads(emptyRecord(), "h2", 10, { ...facts, forced: forced("h2", 20) })).toEqual([]);
    expect(heads(emptyRecord(), "h2", 10, { ...facts, forced: forced(null, 20) })).toEqual([]);
    expect(heads(emptyRecord(), "h2", 30, { ...facts, forced: forced("h2", 20) })).toEqual(["h2"]);
    expect(heads(emptyRecord(), "h2", 10, { ...facts, forced: { pushes: [], complete: true } })).toEqual(["h2"]);
  });

  it("R34: what the event of its submission told stands, also where a push and the review share a second", () => {
    const review = approval("ann", { commit: "h2", at: minute(20) });
    const told = (commit: string, over: Partial<Extract<ReadNote, { kind: "reviewed" }>> = {}): ReadNote => ({
      kind: "reviewed",
      id: review.id,
      nodeId: "",
      state: "APPROVED",
      by: review.author,
      body: "",
      calls: [],
      commit,
      url: "",
      edited: false,
      at: minute(20),
      ...over,
    });
    expect(reviewedHeads(noted(known, told("h2")), review, facts)).toEqual(["h2"]);
    expect(reviewedHeads(noted(known, told("h1")), review, facts)).toEqual(["h1"]);
    const moved = [told("h1"), told("h2", { edited: true }), told("h2", { state: "DISMISSED" }), told("h2")];
    expect(reviewedHeads(moved.reduce(noted, known), review, facts)).toEqual(["h1"]);
    const edited = noted(known, told("h2", { edited: true }));
    expect(reviewedHeads(edited, review, facts)).toEqual(reviewedHeads(known, review, facts));
    expect(reviewedHeads(known, review, facts)).toContain("h1");
  });

  it("R34: a commit that the record knows only later is not believed where nothing else tells", () => {
    const gap = [head("h1", null, 0), head("h2", null, 40)].reduce(noted, emptyRecord());
    expect(heads(gap, "h2", 20)).toEqual([]);
  });
});
