/** What real ladders say beyond plain counts and votes: each notation with its result. */

import { describe, expect, it } from "vitest";
import { measuresOf, parsePromotion } from "../../src/promotions/rule.ts";
import { aLadder } from "../support/a-pull.ts";
import {
  aCount,
  aRule,
  attest,
  ballot,
  days,
  evaluated,
  judged,
  object,
  refused,
  sponsor,
  told,
  waive,
} from "./a-promotion.ts";

const scope = (...areas: string[]) => ({ owner: "KusionStack", role: "approvers", areas });
const faults = (block: unknown) =>
  parsePromotion(block).faults.map(({ path, message }) => `${path.join(".")}: ${message}`);

describe("a criterion of one area", () => {
  const block = { all: [{ for: "karpor", "merged-pulls": 20 }, { "merged-pulls": 5 }] };
  const measured = { "merged-pulls": aCount(5) };

  it("is asked for that area, and for everywhere; elsewhere it counts as met and is not counted", () => {
    expect(evaluated(block, { measured, areas: ["karpor"] }).state).toBe("short");
    expect(evaluated(block, { measured, areas: [] }).state).toBe("short");
    const elsewhere = evaluated(block, { measured, areas: ["kusion"] });
    expect(elsewhere.leaves.map(({ wording, standing: { state, figure } }) => [wording, state, figure])).toEqual([
      ["20 merged pull requests in KusionStack (for karpor only)", "met", "not asked here"],
      ["5 merged pull requests in KusionStack", "met", "5 of 5"],
    ]);
    expect(elsewhere.met).toBe(true);
    expect(measuresOf(aRule(block).criterion, scope("kusion"))).toHaveLength(1);
    expect(measuresOf(aRule(block).criterion, scope("karpor"))).toHaveLength(2);
  });

  it("is no way around the alternatives that are asked for", () => {
    const either = { any: [{ for: "karpor", "merged-pulls": 1 }, { "reviewed-pulls": 9 }] };
    expect(evaluated(either, { areas: ["kusion"], measured: { "reviewed-pulls": aCount(1) } }).state).toBe("short");
    const some = { some: { min: 2, of: [{ for: "karpor", sponsors: 1 }, { "merged-pulls": 5 }] } };
    expect(evaluated(some, { areas: ["kusion"], measured }).met).toBe(true);
    expect(evaluated({ any: [{ for: "karpor", sponsors: 1 }] }, { areas: ["kusion"] }).met).toBe(true);
  });

  it("holds of all that stands in the item, and is no key of the whole block", () => {
    const inner = {
      all: [{ for: ["karpor", "engine"], any: [{ sponsors: 1 }, { all: [{ for: "engine", sponsors: 2 }] }] }],
    };
    expect(evaluated(inner, { areas: ["kusion"] }).met).toBe(true);
    expect(evaluated(inner, { areas: ["karpor"] }).leaves.map(({ standing }) => standing.figure)).toEqual([
      "0 of 1",
      "not asked here",
    ]);
    expect(faults({ for: "karpor", "merged-pulls": 20 })).toEqual([
      'for: unknown key "for"; it stands in an item of "all", beside what it is about',
    ]);
    expect(faults({ all: [{ for: "karpor" }] })).toEqual([
      "all.0.for: nothing stands beside it, so nothing is asked for there; write a criterion in the same item",
    ]);
  });
});

describe("time as a contributor of one sort", () => {
  it("asks for the first of that sort alone", () => {
    const block = { contributing: { min: "1mo", of: "reviewed-pulls" } };
    expect(judged(block).wording).toBe("1 month since the first review in KusionStack");
    expect(measuresOf(aRule(block).criterion, scope()).map(({ filter }) => filter.of)).toEqual([["reviewed-pulls"]]);
    expect(judged({ active: { within: "90d", of: ["comments", "opened-issues"] } }).wording).toBe(
      "active in the last 90 days: a comment or opened issue in KusionStack",
    );
  });
});

describe("a vote's times", () => {
  it("opens later where the ladder says so: what was voted before does not count, and it closes after its window", () => {
    const vote = { vote: { of: "maintainers", "min-yes": 1, after: "14d", window: "3d" } };
    const early = { words: [ballot("ben", "yes", days(2))], now: days(3) };
    expect(judged(vote, early).standing).toMatchObject({ state: "waiting", dueAt: days(14) });
    expect(judged(vote, early).standing.next).toBe("the vote opens on Monday 7 December 2026, 12:00 UTC");
    expect(refused(vote, early)).toEqual(["ben: the vote opens on Monday 7 December 2026, 12:00 UTC"]);
    const inTime = [ballot("ben", "yes", days(15))];
    expect(judged(vote, { words: inTime, now: days(16) }).standing.state).toBe("waiting");
    expect(judged(vote, { words: inTime, now: days(18) }).standing.state).toBe("met");
    expect(judged(vote, { words: [], now: days(18) }).standing).toMatchObject({ state: "opposed", final: true });
    expect(judged(vote).wording).toBe(
      "at least 1 of maintainers vote yes, within 3 days, beginning 14 days after the nomination",
    );
  });

  it("stays open at least for its wait, and may still pass after it", () => {
    const vote = { vote: { of: "maintainers", "min-yes": 2, wait: "7d" } };
    const both = [ballot("ben", "yes", days(1)), ballot("cho", "yes", days(9))];
    expect(judged(vote, { words: [both[0] ?? ballot("ben")], now: days(8) }).standing).toMatchObject({
      state: "waiting",
    });
    expect(evaluated(vote, { words: [], now: days(60) }).lost).toBe(false);
    expect(judged(vote, { words: both, now: days(10) }).standing.state).toBe("met");
    const quick = [ballot("ben", "yes", days(1)), ballot("cho", "yes", days(2))];
    expect(judged(vote, { words: quick, now: days(3) }).standing).toMatchObject({
      state: "waiting",
      onlyTime: true,
      dueAt: days(7),
    });
    expect(judged(vote).wording).toBe("at least 2 of maintainers vote yes, open for 7 days at least");
    expect(faults({ vote: { of: "maintainers", wait: "7d", window: "3d" } })).toEqual([
      "vote.wait: the vote closes before that; write less than `window`, or leave `window` out",
    ]);
  });

  it("asks for less of a small group", () => {
    const vote = { vote: { of: "maintainers", "min-yes": 5, "small-group": { under: 4, min: 1 } } };
    expect(told(vote, { words: [ballot("ben")] })).toBe("met: 1 of 1 yes: ben (Ant); 0 no, 0 abstained, 3 may vote");
    expect(judged(vote).wording).toBe("at least 5 of maintainers vote yes; 1 yes where fewer than 4 may vote");
    const larger = { vote: { of: "maintainers", "min-yes": 5, "small-group": { under: 3, share: "majority" } } };
    expect(judged(larger, { words: [ballot("ben")] }).standing.state).toBe("opposed");
    expect(faults({ vote: { of: "maintainers", "small-group": { under: 3 } } })).toEqual([
      "vote.small-group: write min or share",
    ]);
  });
});

describe("roles meant exactly", () => {
  it("those who waive", () => {
    const block = { sponsors: 1, waive: { by: "approvers", exactly: true } };
    expect(refused(block, { words: [waive("ann", 1)] })).toEqual([
      "ann: is a maintainer; an approver of kusion is asked for",
    ]);
    expect(evaluated(block, { words: [waive("eve", 1)] }).met).toBe(true);
  });

  it("those who vouch", () => {
    const block = { attestation: { text: "knows the code", by: "approvers", exactly: true } };
    expect(judged(block, { words: [attest("ann", 1)] }).standing.state).toBe("waiting");
    expect(judged(block, { words: [attest("eve", 1)] }).standing.state).toBe("met");
  });

  it("those who outvote objections, and those who must be among the sponsors", () => {
    const objections = { objections: { from: "maintainers", "overruled-by": { of: "approvers", exactly: true } } };
    const against = object("ben");
    expect(judged(objections, { words: [against, ballot("ann")] }).standing.state).toBe("opposed");
    expect(judged(objections, { words: [against, ballot("eve")] }).standing.state).toBe("met");
    const sponsors = { sponsors: { from: "approvers", min: 1, "of-which": { from: "approvers", exactly: true } } };
    expect(judged(sponsors, { words: [sponsor("ann")] }).standing.state).toBe("waiting");
    expect(judged(sponsors, { words: [sponsor("eve")] }).standing.state).toBe("met");
  });
});

describe("seats", () => {
  it("of less than a share are not reached by just as much", () => {
    const two = aLadder({
      contributors: [{ login: "dee", affiliation: "Ant" }],
      maintainers: [{ login: "cho", affiliation: "Viettel" }],
    });
    const state = (share: string) =>
      judged({ seats: { share, of: "maintainers" } }, { index: two, role: "maintainers" }).standing.state;
    expect(state("1/2")).toBe("met");
    expect(state("<1/2")).toBe("short");
    expect(judged({ seats: { share: "<1/2" } }).wording).toBe("less than 1/2 of approvers of one employer");
    expect(faults({ seats: { share: "<2" } })[0]).toContain("is no share");
  });

  it("a least number is told and never in a promotion's way", () => {
    expect(told({ seats: { min: 9, of: "maintainers" } })).toBe("met: 4 with the candidate; at least 9 are wanted");
    expect(judged({ seats: { min: 3, of: "maintainers" } }).wording).toBe(
      "at least 3 maintainers when somebody leaves",
    );
    expect(faults({ seats: { min: 3, max: 2 } })).toEqual([
      "seats.min: no number is both; write a min that is max or less",
    ]);
  });
});

describe("counts narrowed", () => {
  it("say by what", () => {
    const words = (block: unknown, areas = ["kusion"]) => judged(block, { areas }).wording;
    expect(words({ "reviewed-pulls": { min: 2, "min-text": 10, area: true } })).toBe(
      "2 reviewed pull requests with 10 characters of text at least in kusion in KusionStack",
    );
    expect(words({ "merged-pulls": { min: 2, area: "repository", within: "84d", before: "42d" } })).toBe(
      "2 merged pull requests in the repositories of kusion in KusionStack within 84 days, before the last 42 days",
    );
    expect(words({ "merged-pulls": { before: "1y" } }, [])).toBe(
      "1 merged pull request in KusionStack before the last 1 year",
    );
    expect(words({ comments: { min: 2, each: "comment" } })).toBe(
      "2 comments on issues or pull requests of others in KusionStack",
    );
    expect(
      words({ contributions: { min: 2, of: ["merged-pulls", "opened-issues"], kind: "docs", paths: "docs/**" } }),
    ).toBe(
      "2 contributions that change `docs/**` in KusionStack (merged pull requests or opened issues; pull requests of documentation only; issues whatever they are about)",
    );
    expect(words({ "merged-pulls": { min: 2, once: "cherry-picks" } })).toBe(
      "2 merged pull requests in KusionStack, cherry-picks once with what they pick",
    );
  });

  it("keep the measures of rules that are written as before", () => {
    const key = (block: unknown) => measuresOf(aRule(block).criterion, scope("kusion"))[0]?.key;
    expect(key({ "merged-pulls": { min: 3, area: true, within: "1d" } })).toBe(
      '["merged-pulls",{"kind":null,"labels":[],"paths":[],"areas":["kusion"],"repos":[],"base":null,"within":86400000},3]',
    );
    expect(key({ contributing: "1mo" })).toBe(
      '["first-contribution",{"kind":null,"labels":[],"paths":[],"areas":[],"repos":[],"base":null,"within":null},0]',
    );
  });

  it("are refused where nothing is left of the span, or where they say nothing", () => {
    expect(faults({ "merged-pulls": { within: "42d", before: "6w" } })).toEqual([
      "merged-pulls.before: nothing is left of the span; write less than `within`",
    ]);
    expect(faults({ "merged-pulls": { each: "comment" } })[0]).toContain('unknown key "each"');
    expect(faults({ active: { within: "90d", before: "42d" } })[0]).toContain('unknown key "before"');
    expect(faults({ "opened-issues": { once: "cherry-picks" } })[0]).toContain('unknown key "once"');
  });
});

describe("a text with a comma within braces", () => {
  it("is told once, as it would be written whole", () => {
    expect(faults({ "reviewed-pulls": { min: 5, attest: "primary", "well done": null, kind2: null } })).toEqual([
      'reviewed-pulls.well done: "well done" has no value: within { } a comma ends a text; write attest: "primary, well done, kind2"',
    ]);
    expect(faults({ attestation: { text: "knows it", "the code": null, by: "maintainers" } })).toEqual([
      'attestation.the code: "the code" has no value: within { } a comma ends a text; write text: "knows it, the code"',
    ]);
  });

  it("is none where what stands before is no text for people", () => {
    expect(faults({ sponsors: { from: "reviewers", approvers: null } })[0]).toContain('unknown key "approvers"');
    expect(faults({ attestation: { text: "knows it", bye: "maintainers" } })[0]).toContain('did you mean "by"');
  });
});

describe("the word of a ladder's prose for a key", () => {
  it.each([
    ["time-in-role", { in: "approvers", min: "3mo" }, "tenure"],
    ["reviews", 20, "reviewed-pulls"],
  ])("%s", (key, value, meant) => {
    expect(faults({ [key]: value })).toEqual([`${key}: unknown key "${key}"; did you mean "${meant}"?`]);
  });
});

describe("several sponsors entries", () => {
  const block = {
    sponsors: [
      { from: "approvers", min: 1 },
      { from: "maintainers", min: 1 },
    ],
  };
  const states = (written: unknown, ...by: string[]) =>
    evaluated(written, { words: by.map((login) => sponsor(login)) }).leaves.map(({ standing }) => standing.state);

  it("need different people, shared out as it serves best, in whatever order they spoke", () => {
    expect(states(block, "ann")).toEqual(["met", "waiting"]);
    expect(states(block, "ann", "ben")).toEqual(["met", "met"]);
    expect(states(block, "ann", "eve")).toEqual(["met", "met"]);
    expect(states(block, "eve", "ann")).toEqual(["met", "met"]);
  });

  it("ask nobody twice, and refuse nobody whose word another one needs", () => {
    const found = evaluated(block, { words: [sponsor("ann")] });
    expect(found.uncounted).toEqual([]);
    expect(found.next.join()).not.toMatch(/\bann\b/);
    expect(found.next.join()).toMatch(/ben/);
  });

  it("that are two ways to the same may share them, and what must be met besides comes first", () => {
    const either = {
      any: [{ sponsors: { from: "approvers", min: 2 } }, { sponsors: { from: "maintainers", min: 1 } }],
    };
    expect(evaluated(either, { words: [sponsor("ann"), sponsor("eve")] }).leaves.map(({ counts }) => counts)).toEqual([
      true,
      true,
    ]);
    const besides = { all: [{ sponsors: { from: "maintainers", min: 1 } }, either] };
    expect(states(besides, "ann")).toEqual(["met", "waiting", "waiting"]);
    expect(states(besides, "ann", "ben")).toEqual(["met", "waiting", "met"]);
  });
});
