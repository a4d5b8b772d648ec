import { describe, expect, it } from "vitest";
import { factsAt } from "../../../src/cli/replay/facts-at.ts";
import { headsOf } from "../../../src/cli/replay/past-heads.ts";
import { aComment, approval, aReview, bot, person } from "../../support/a-pull.ts";
import { aPast, hour, type PastOptions } from "./a-past.ts";

const then = (options: PastOptions, hours: number) => {
  const past = aPast(options);
  return factsAt(past, headsOf(past), hour(hours), "hold");
};

describe("a pull request as it stood then", () => {
  it("has what was said by then, and the head of then", () => {
    const options = {
      pushed: [
        ["h1", 0],
        ["h2", 10],
      ] as const,
      reviews: [approval("ann", { at: hour(5) }), approval("ben", { at: hour(20) })],
      comments: [aComment("cho", "/hold", { at: hour(15) })],
    };
    const { facts } = then(options, 12);
    expect(facts.reviews.items.map(({ author }) => author?.login)).toEqual(["ann"]);
    expect(facts.comments.items).toEqual([]);
    expect([facts.head.sha, facts.state, facts.readAt]).toEqual(["h2", "open", hour(12)]);
    expect(then(options, 8).facts.head.sha).toBe("h1");
  });

  it("was a draft until it was ready", () => {
    const events = [{ kind: "draft", at: hour(5), to: false }] as const;
    expect([then({ events }, 4).facts.draft, then({ events }, 5).facts.draft]).toEqual([true, false]);
  });

  it("went to the branch that it went to then", () => {
    const options = { base: "main", events: [{ kind: "base", at: hour(5), from: "release-1", to: "main" }] as const };
    expect([then(options, 4).facts.base.ref, then(options, 6).facts.base.ref]).toEqual(["release-1", "main"]);
    expect(then(options, 6).record.bases.map(({ ref }) => ref)).toEqual(["release-1", "main"]);
  });

  it("had the labels of then", () => {
    const by = person("ann");
    const events = [
      { kind: "label", at: hour(2), label: "hold", on: true, by },
      { kind: "label", at: hour(6), label: "hold", on: false, by },
      { kind: "label", at: hour(7), label: "kept", on: true, by },
    ] as const;
    const at = (hours: number) => then({ labels: ["kept", "old"], events }, hours).facts.labels.items;
    expect(at(1)).toEqual(["old"]);
    expect(at(3)).toEqual(["old", "hold"]);
    expect(at(8)).toEqual(["kept", "old"]);
    expect(then({ events }, 3).notes).toHaveLength(1);
  });

  it("a hold label that a bot put on is its sign, not a hold", () => {
    const events = [{ kind: "label", at: hour(2), label: "hold", on: true, by: bot("prow[bot]") }] as const;
    const { record, notes } = then({ labels: ["hold"], events }, 3);
    expect([record.ownHoldLabel, notes]).toEqual([true, []]);
  });

  it("a review that was dismissed later said then what it had said", () => {
    const review = aReview("ann", "DISMISSED", { at: hour(1) });
    const events = [{ kind: "dismissed", at: hour(9), review: review.nodeId, was: "APPROVED" }] as const;
    const at = (hours: number) => then({ reviews: [review], events }, hours).facts.reviews.items[0]?.state;
    expect([at(8), at(9)]).toEqual(["APPROVED", "DISMISSED"]);
  });
});
