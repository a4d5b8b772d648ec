import { describe, expect, it } from "vitest";
import { withDecisionElectorate } from "../../../src/promotions/decisions/new-decision.ts";
import { anIssue } from "../../commands/a-context.ts";
import { anIndex } from "../../registry/a-registry.ts";
import { person } from "../../support/a-pull.ts";
import { days } from "../a-promotion.ts";
import {
  aDecision,
  cancel,
  LAZY,
  looked,
  object,
  outcome,
  people,
  review,
  unobject,
  VOTE,
  vote,
  wait,
} from "./a-decision.ts";

const kind = (rule: string) => `{ k: { by: maintainers, ${rule} } }`;

describe("`lazy` ends by silence alone", () => {
  it("at the window's end, whenever it is looked, and not before", () => {
    expect(outcome(looked(6.99, []))).toBe("open");
    for (const day of [7, 7.01, 30]) expect(outcome(looked(day, []))).toBe("accepted day 7");
    expect(looked(3, []).dueAt).toBe(days(7));
  });

  it("is stopped by an objection with a reason, for as long as that stands", () => {
    const review = looked(30, [object("ben", 2)]);
    expect(outcome(review)).toBe("open");
    expect(review.dueAt).toBeNull();
  });

  it("an objection needs a reason", () => {
    const review = looked(30, [object("ben", 2, " ")]);
    expect(outcome(review)).toBe("accepted day 7");
    expect(looked(3, [object("ben", 2, " ")]).uncounted).toMatchObject([
      { reason: expect.stringContaining("needs its reason") },
    ]);
  });

  it("taken back, the window starts again", () => {
    const words = [object("ben", 2), unobject("ben", 5)];
    expect(outcome(looked(11.9, words))).toBe("open");
    expect(outcome(looked(40, words))).toBe("accepted day 12");
  });

  it("of several objections the last that is taken back starts it again", () => {
    const words = [object("ben", 2), object("cho", 3), unobject("ben", 4), unobject("cho", 9)];
    expect(outcome(looked(40, words))).toBe("accepted day 16");
  });

  it("an objection after the end does not count, and is heard", () => {
    const late = looked(40, [object("ben", 7.5)]);
    expect(outcome(late)).toBe("accepted day 7");
    expect(late.record.words).toEqual([]);
    expect(late.record.heard).toMatchObject([
      { word: { kind: "object" }, reason: expect.stringContaining("it had ended on") },
    ]);
  });

  it("votes change nothing where nobody may outvote", () => {
    const review = looked(30, [object("ben", 2), vote("ann", 3, "yes"), vote("cho", 3, "yes"), vote("dee", 3, "yes")]);
    expect(outcome(review)).toBe("open");
    expect(review.uncounted.map(({ reason }) => reason)).toEqual(
      Array(3).fill(expect.stringContaining("silence decides")),
    );
  });

  it("with `overruled-by` an objection is outvoted, and the window goes on as it was", () => {
    const decisions = kind("lazy: { window: 7d, overruled-by: { of: maintainers, min-yes: 2 } }");
    const objected = [object("ben", 2)];
    expect(outcome(looked(30, [...objected, vote("ann", 3, "yes")], { decisions }))).toBe("open");
    expect(outcome(looked(30, [...objected, vote("ann", 3, "yes"), vote("cho", 4, "yes")], { decisions }))).toBe(
      "accepted day 7",
    );
    expect(outcome(looked(30, [...objected, vote("ann", 3, "yes"), vote("cho", 9, "yes")], { decisions }))).toBe(
      "accepted day 9",
    );
  });

  it("a request for changes is an objection; approving, and dismissing, takes it back", () => {
    expect(outcome(looked(30, [review("ben", 2, "no")]))).toBe("open");
    expect(outcome(looked(30, [review("ben", 2, "no"), review("ben", 3, "yes")]))).toBe("accepted day 10");
    expect(outcome(looked(30, [review("ben", 2, "yes")]))).toBe("accepted day 7");
  });

  it("silence of nobody is no consent: where all have lost the role it stays open", () => {
    const index = people(LAZY, ["ann", "ben", "cho", "dee", "fay"]);
    expect(outcome(looked(30, [], { index }))).toBe("open");
  });
});

describe("R47: what is closed rests", () => {
  it("no time passes there, and what is said meanwhile is kept for when it goes on", () => {
    const resting = looked(30, [object("ben", 9)], { closed: 3 });
    expect(outcome(resting)).toBe("open");
    expect(resting).toMatchObject({ dueAt: null, record: { rests: true, words: [{ kind: "object" }], heard: [] } });
    expect(outcome(looked(30, [], { closed: 3 }))).toBe("open");
  });

  it("R92: what had ended before has ended, at its own time", () => {
    expect(outcome(looked(30, [object("ben", 9)], { closed: 8 }))).toBe("accepted day 7");
    expect(outcome(looked(30, [], { closed: 7 }))).toBe("accepted day 7");
  });

  it("only cancelling ends anything there, not even the last vote that was missing", () => {
    const decisions = kind("vote: { min-yes: 1 }");
    expect(outcome(looked(30, [vote("ann", 5, "yes")], { decisions, closed: 3 }))).toBe("open");
    expect(outcome(looked(30, [cancel("ann", 9)], { closed: 3 }))).toBe("cancelled day 9");
  });
});

describe("a vote", () => {
  it("is decided when its window ends, by the share of all who may vote", () => {
    const three = [vote("ann", 1, "yes"), vote("ben", 1, "yes"), vote("cho", 2, "yes")];
    const four = [...three, vote("dee", 3, "yes")];
    expect(outcome(looked(13.9, four, { decisions: VOTE }))).toBe("open");
    expect(outcome(looked(20, four, { decisions: VOTE }))).toBe("accepted day 14");
    expect(outcome(looked(20, three, { decisions: VOTE }))).toBe("declined day 14");
  });

  it("counts a vote of the very second of the end, and none after it", () => {
    const three = [vote("ann", 1, "yes"), vote("ben", 1, "yes"), vote("cho", 2, "yes")];
    expect(outcome(looked(20, [...three, vote("dee", 14, "yes")], { decisions: VOTE }))).toBe("accepted day 14");
    const second = 1 / 86_400;
    expect(outcome(looked(20, [...three, vote("dee", 14 + second, "yes")], { decisions: VOTE }))).toBe(
      "declined day 14",
    );
  });

  it("the last vote of each counts, and one that is taken back is none", () => {
    const words = [vote("ann", 1, "yes"), vote("ben", 1, "yes"), vote("cho", 1, "yes"), vote("dee", 1, "yes")];
    expect(outcome(looked(20, [...words, vote("dee", 2, "no")], { decisions: VOTE }))).toBe("declined day 14");
    expect(outcome(looked(20, [...words, vote("dee", 2, "cancel")], { decisions: VOTE }))).toBe("declined day 14");
  });

  it("quorum counts abstentions", () => {
    const decisions = kind("vote: { share: majority, share-of: cast, quorum: 4, window: 14d }");
    const three = [vote("ann", 1, "yes"), vote("ben", 1, "yes"), vote("cho", 1, "no")];
    expect(outcome(looked(20, three, { decisions }))).toBe("declined day 14");
    expect(outcome(looked(20, [...three, vote("dee", 1, "abstain")], { decisions }))).toBe("accepted day 14");
  });

  it("`early` closes on passing, at the vote that does it", () => {
    const decisions = kind("vote: { share: 2/3, window: 14d, early: true }");
    const words = [vote("ann", 1, "yes"), vote("ben", 1, "yes"), vote("cho", 2, "yes"), vote("dee", 3, "yes")];
    expect(outcome(looked(3, words, { decisions }))).toBe("accepted day 3");
    const late = looked(20, [...words, vote("dee", 4, "no")], { decisions });
    expect(outcome(late)).toBe("accepted day 3");
    expect(late.record.heard).toMatchObject([{ word: { choice: "no" } }]);
  });

  it("R92: `early` closes at the vote that does it, also where its event came after a look", () => {
    const decisions = kind("vote: { share: 2/3, window: 14d, early: true }");
    const votes = ["ann", "ben", "cho"].map((login) => vote(login, 1, "yes"));
    const { record } = looked(3, votes, { decisions });
    const minutes = (count: number) => 3 + count / 1440;
    const late = looked(minutes(1), [vote("dee", minutes(-2), "yes")], { decisions, record });
    expect(late.record.stage).toMatchObject({ stage: "accepted", at: days(minutes(-2)) });
  });

  it("`early` closes at the vote that does it, also where it was said and read in the second of the opening", () => {
    const decisions = kind("vote: { share: 2/3, window: 14d, early: true, min-yes: 1 }");
    const alone = { decisions, without: ["ben", "cho", "dee", "fay"] };
    const record = aDecision(decisions, anIssue());
    const index = people(decisions, alone.without);
    const own = { ...record, decision: { ...record.decision, electorate: null } };
    const given = { ...alone, record: withDecisionElectorate(own, index) };
    expect(outcome(looked(0, [], given))).toBe("open");
    expect(outcome(looked(0, [vote("ann", 0, "yes")], given))).toBe("accepted day 0");
  });

  it("`early` never closes before `wait` is over", () => {
    const decisions = kind("vote: { share: 2/3, window: 14d, early: true }, wait: 3d");
    const words = [vote("ann", 0, "yes"), vote("ben", 0, "yes"), vote("cho", 1, "yes"), vote("dee", 1, "yes")];
    const soon = looked(2, words, { decisions });
    expect(outcome(soon)).toBe("open");
    expect(soon.dueAt).toBe(days(3));
    expect(outcome(looked(9, words, { decisions }))).toBe("accepted day 3");
    expect(outcome(looked(9, [...words, vote("dee", 2, "no")], { decisions }))).toBe("open");
  });

  it("a veto stops it until it is taken back, and declines it at the end", () => {
    const decisions = kind("vote: { min-yes: 2, veto: true, window: 14d }");
    const words = [vote("ann", 1, "yes"), vote("ben", 1, "yes"), vote("cho", 1, "no")];
    expect(outcome(looked(20, words, { decisions }))).toBe("declined day 14");
    expect(outcome(looked(20, [...words, vote("cho", 9, "abstain")], { decisions }))).toBe("accepted day 14");
  });

  it("without a window it passes on reaching its share and is never declined", () => {
    const decisions = kind("vote: { min-yes: 2 }");
    expect(outcome(looked(900, [vote("ann", 1, "yes")], { decisions }))).toBe("open");
    expect(outcome(looked(900, [vote("ann", 1, "yes"), vote("cho", 800, "yes")], { decisions }))).toBe(
      "accepted day 800",
    );
  });

  it("that cannot be reached stays open and says so", () => {
    const decisions = kind("vote: { min-yes: 9, window: 14d }");
    expect(looked(1, [], { decisions }).state).toMatchObject({ kind: "vote", vote: { kind: "open", possible: false } });
    expect(outcome(looked(20, [vote("ann", 1, "yes")], { decisions }))).toBe("declined day 14");
  });

  it("the newest of review and /vote stands, whichever it is", () => {
    const decisions = kind("vote: { min-yes: 1, window: 14d }");
    expect(outcome(looked(20, [review("ben", 1, "yes")], { decisions }))).toBe("accepted day 14");
    expect(outcome(looked(20, [review("ben", 1, "yes"), vote("ben", 2, "no")], { decisions }))).toBe("declined day 14");
    expect(outcome(looked(20, [vote("ben", 1, "no"), review("ben", 2, "yes")], { decisions }))).toBe("accepted day 14");
    expect(outcome(looked(20, [vote("ben", 1, "yes"), review("ben", 2, "no")], { decisions }))).toBe("declined day 14");
  });
});

describe("`/wait`", () => {
  it("moves the end by `wait`, once a person", () => {
    const decisions = kind("lazy: 7d, wait: 3d");
    expect(outcome(looked(40, [wait("ben", 2)], { decisions }))).toBe("accepted day 10");
    expect(outcome(looked(40, [wait("ben", 2), wait("ben", 3)], { decisions }))).toBe("accepted day 10");
    expect(outcome(looked(40, [wait("ben", 2), wait("cho", 9)], { decisions }))).toBe("accepted day 13");
    expect(looked(4, [wait("ben", 2), wait("ben", 3)], { decisions }).uncounted).toMatchObject([
      { reason: "had asked to wait before" },
    ]);
  });

  it("after the end moves nothing", () => {
    expect(outcome(looked(40, [wait("ben", 7.1)], { decisions: kind("lazy: 7d, wait: 3d") }))).toBe("accepted day 7");
  });

  it("moves a vote's end, and gives that time before an early close", () => {
    const decisions = kind("vote: { share: 2/3, window: 14d, early: true }, wait: 3d");
    expect(outcome(looked(40, [wait("ben", 13)], { decisions }))).toBe("declined day 17");
    const words = [
      vote("ann", 5, "yes"),
      vote("ben", 5, "yes"),
      vote("cho", 5, "yes"),
      wait("fay", 5.5),
      vote("dee", 6, "yes"),
    ];
    expect(outcome(looked(40, words, { decisions }))).toBe("accepted day 8.5");
  });

  it("moves a window that began again only if it was said since", () => {
    const decisions = kind("lazy: 7d, wait: 3d");
    const words = [wait("cho", 1), object("ben", 2), unobject("ben", 5)];
    expect(outcome(looked(40, words, { decisions }))).toBe("accepted day 12");
    expect(outcome(looked(40, [...words, wait("dee", 6)], { decisions }))).toBe("accepted day 15");
  });

  it("changes nothing where the kind has no `wait`", () => {
    const review = looked(40, [wait("ben", 2)]);
    expect(outcome(review)).toBe("accepted day 7");
  });
});

describe("whoever loses the role drops out", () => {
  const four = [vote("ann", 1, "yes"), vote("ben", 1, "yes"), vote("cho", 2, "yes"), vote("dee", 3, "yes")];

  it("their vote does not count, and they are not waited for", () => {
    expect(outcome(looked(20, four, { decisions: VOTE, without: ["ann"] }))).toBe("accepted day 14");
    expect(outcome(looked(20, four, { decisions: VOTE, without: ["ann", "ben", "cho"] }))).toBe("declined day 14");
    const { record } = looked(5, four, { decisions: VOTE });
    expect(looked(5, [], { decisions: VOTE, record, without: ["ann"] }).uncounted).toMatchObject([
      { word: { by: { login: "ann" } } },
    ]);
  });

  it("their objection stops nothing any more", () => {
    expect(outcome(looked(30, [object("ben", 2)], { without: ["ben"] }))).toBe("accepted day 7");
  });

  it("R94: whom the registry moved from a list into a team, or gave an id, holds it still, and their silence counts", () => {
    const before = looked(5, [vote("ann", 1, "yes"), vote("ben", 1, "yes")], { decisions: VOTE });
    const crew = ["cho", "dee"].map((login) => person(login));
    const text = (fay: string) =>
      `approvers: [kim]\nmaintainers: [ann, ben, { team: KusionStack/crew }, ${fay}]\ndecisions: ${VOTE}\n`;
    const index = anIndex(text(`{ login: fay, id: ${person("fay").id} }`), new Map([["kusionstack/crew", crew]]));
    const after = looked(20, [], { decisions: VOTE, record: before.record, index });
    expect(after.electors.map(({ login }) => login)).toEqual(["ann", "ben", "cho", "dee", "fay"]);
    expect(outcome(after)).toBe("declined day 14");
  });

  it("who gained the role later was not asked", () => {
    const record = aDecision(VOTE);
    const joined = people(VOTE.replace("by: maintainers", "by: approvers"));
    const review = looked(5, [vote("kim", 2, "yes")], { decisions: VOTE, record, index: joined });
    expect(review.record.words).toEqual([]);
    expect(review.record.heard).toHaveLength(1);
  });

  it("an early vote that then suffices passes when that is seen, not in the past", () => {
    const decisions = kind("vote: { share: 2/3, window: 14d, early: true }");
    const three = [vote("ann", 1, "yes"), vote("ben", 1, "yes"), vote("cho", 2, "yes")];
    const before = looked(5, three, { decisions });
    expect(outcome(before)).toBe("open");
    const after = looked(9, [], { decisions, record: before.record, without: ["dee"] });
    expect(after.record.stage).toMatchObject({ stage: "accepted", at: days(9) });
  });
});

describe("`/decide cancel`", () => {
  it("ends it undecided, by whoever opened it or the top role where it is decided", () => {
    expect(outcome(looked(20, [cancel("ann", 3)]))).toBe("cancelled day 3");
    expect(outcome(looked(20, [cancel("ben", 3)]))).toBe("cancelled day 3");
    expect(outcome(looked(20, [cancel("pat", 3)]))).toBe("accepted day 7");
    const ofKarpor = "{ k: { by: approvers, in: karpor, lazy: 7d } }";
    expect(outcome(looked(20, [cancel("ben", 3)], { decisions: ofKarpor }))).toBe("cancelled day 3");
    for (const login of ["fay", "kim"])
      expect(outcome(looked(20, [cancel(login, 3)], { decisions: ofKarpor }))).toBe("accepted day 7");
  });

  it("after the end cancels nothing", () => {
    expect(outcome(looked(20, [cancel("ann", 8)]))).toBe("accepted day 7");
  });
});

describe("R87: what is not known decides nothing", () => {
  const decisions = `{ k: { by: maintainers, lazy: 7d } }\nmembers: [{ team: KusionStack/m }]`;
  const teams = `{ k: { by: approvers, lazy: 7d } }\ncontributors: [{ team: KusionStack/c }]`;

  it("while somebody who decides may be in a team that was not read it stays open, and ends when it was then", () => {
    const held = `{ k: { by: contributors, lazy: 7d } }\ncontributors: [{ team: KusionStack/c }]`;
    const review = looked(20, [], { decisions: held, unreadTeams: ["kusionstack/C"] });
    expect(outcome(review)).toBe("open");
    expect(review.state).toEqual({ kind: "unknown", teams: ["KusionStack/c"] });
    expect(outcome(looked(21, [], { decisions: held, record: review.record }))).toBe("accepted day 7");
  });

  it("a team of roles below is not needed", () => {
    expect(outcome(looked(20, [], { decisions, unreadTeams: ["KusionStack/m"] }))).toBe("accepted day 7");
    expect(outcome(looked(20, [], { decisions: teams, unreadTeams: ["KusionStack/c"] }))).toBe("accepted day 7");
  });

  it("who may decide is frozen once it is known", () => {
    const whole = aDecision();
    const record = { ...whole, decision: { ...whole.decision, electorate: null } };
    expect(outcome(looked(20, [], { record }))).toBe("open");
    const frozen = withDecisionElectorate(record, people(LAZY));
    expect(frozen.decision.electorate?.map(({ login }) => login)).toEqual(["ann", "ben", "cho", "dee", "fay"]);
  });
});

describe("R47: no window begins before people could see it", () => {
  it("what was shown again counts from then", () => {
    const whole = aDecision();
    const record = { ...whole, decision: { ...whole.decision, shownAt: days(3) } };
    expect(outcome(looked(40, [], { record }))).toBe("accepted day 10");
  });
});
