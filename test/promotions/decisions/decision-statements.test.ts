import { describe, expect, it } from "vitest";
import type { IssueFacts, PullFacts } from "../../../src/model/facts.ts";
import type { ReadNote } from "../../../src/model/job.ts";
import type { DecisionRecord } from "../../../src/promotions/decisions/decision.ts";
import {
  rememberedDecisionStatements as remembered,
  takeStatements,
  usesOf,
} from "../../../src/promotions/decisions/decision-statements.ts";
import { anIssue } from "../../commands/a-context.ts";
import { aComment, aPull, aReview, person } from "../../support/a-pull.ts";
import { days } from "../a-promotion.ts";
import {
  aDecision,
  aKind,
  cancel,
  LAZY,
  looked,
  object,
  outcome,
  people,
  review,
  said,
  VOTE,
  vote,
} from "./a-decision.ts";

const rememberedDecisionStatements = (
  record: DecisionRecord,
  facts: IssueFacts | PullFacts,
  present: ReadonlySet<string>,
  notes: readonly ReadNote[] = [],
) => remembered(record, { facts, notes }, present);

const context = { index: people(VOTE), now: days(5) };

describe("words about a decision", () => {
  it("of people who may not decide are heard and shown, not counted", () => {
    const { record, refused } = takeStatements(aDecision(VOTE), [vote("pat", 1, "no"), vote("kim", 1, "no")], context);
    expect(record.words).toEqual([]);
    expect(record.heard.map(({ word, reason }) => [word.by.login, reason])).toEqual([
      ["pat", "holds no role; a maintainer or above is asked for"],
      ["kim", "is an approver; a maintainer or above is asked for"],
    ]);
    expect(refused).toEqual(record.heard);
  });

  it("of strangers fill no more than so many lines, the newest of each", () => {
    const many = Array.from({ length: 100 }, (_, index) => vote(`octo${index}`, 1 + index / 1000, "no"));
    const { record } = takeStatements(aDecision(VOTE), [...many, vote("octo99", 2, "yes")], context);
    expect(record.heard).toHaveLength(20);
    expect(record.heard.at(-1)).toMatchObject({ word: { by: { login: "octo99" }, choice: "yes" } });
  });

  it("R53: of one text are as many as there are kinds, however many lines it has; the last stands", () => {
    const lines = (login: string, id: number) =>
      Array.from({ length: 3000 }, (_, line) =>
        said(login, 1, { kind: "vote", choice: line % 2 === 0 ? "yes" : "no", why: "" }, `comment:${id}/${line + 1}`),
      );
    const { record } = takeStatements(aDecision(VOTE), [...lines("pat", 7000), ...lines("ben", 7001)], context);
    expect(record.heard).toMatchObject([{ word: { key: "comment:7000/3000", choice: "no" } }]);
    expect(record.words).toMatchObject([{ key: "comment:7001/3000", choice: "no" }]);
    expect(takeStatements(record, lines("ben", 7001), context).record.words).toEqual(record.words);
  });

  it("R81: of somebody who lost the role are refused for good, but for taking back what was given", () => {
    const given = takeStatements(aDecision(VOTE), [vote("ben", 1, "yes")], context).record;
    const without = { ...context, index: people(VOTE, ["ben"]) };
    const { record, refused } = takeStatements(given, [vote("ben", 2, "no")], without);
    expect(refused).toMatchObject([{ reason: "holds no role; a maintainer or above is asked for" }]);
    expect(record.words).toEqual(given.words);
    const back = takeStatements(given, [vote("ben", 2, "cancel")], without);
    expect([back.refused, back.record.words]).toMatchObject([[], [{ choice: "yes" }, { choice: "cancel" }]]);
  });

  it("R87: while a team cannot be read are kept until it is known who is in it, though not without end", () => {
    const decisions = "{ k: { by: maintainers, lazy: { window: 7d, overruled-by: { of: approvers } } } }";
    const known = people(decisions);
    const index = {
      ...known,
      registry: { ...known.registry, teams: [{ team: "org/team", role: "approvers", areas: [] }] },
    };
    const unread = { ...context, index, unreadTeams: ["org/team"] };
    const { record, refused } = takeStatements(aDecision(decisions), [vote("pat", 1, "yes")], unread);
    expect([refused, record.words.length]).toEqual([[], 1]);
    expect(
      takeStatements(aDecision(decisions), [vote("pat", 1, "yes")], { ...unread, unreadTeams: [] }).refused,
    ).toHaveLength(1);
    expect(takeStatements(aDecision(decisions), [cancel("pat", 1)], unread).refused).toHaveLength(1);
    const many = Array.from({ length: 100 }, (_, at) => vote(`octo${at}`, 1, "yes"));
    const full = takeStatements(aDecision(decisions), many, unread).record;
    expect(takeStatements(full, [vote("pat", 2, "yes")], unread).refused).toHaveLength(1);
  });

  it("that it has already change nothing", () => {
    const word = vote("ben", 1, "yes");
    const once = takeStatements(aDecision(VOTE), [word], context).record;
    expect(takeStatements(once, [word, { ...word, at: days(3) }], context).record).toEqual(once);
  });

  it("R8a: of a review and a /vote in its text the stricter stands", () => {
    const decisions = "{ k: { by: maintainers, vote: { min-yes: 1, window: 14d } } }";
    const text = (choice: "yes" | "no") => said("ben", 1, { kind: "vote", choice, why: "" }, "review:900/1");
    expect(outcome(looked(20, [review("ben", 1, "no", 900), text("yes")], { decisions }))).toBe("declined day 14");
    expect(outcome(looked(20, [review("ben", 1, "yes", 900), text("no")], { decisions }))).toBe("declined day 14");
    expect(outcome(looked(20, [review("ben", 1, "yes", 900), text("yes")], { decisions }))).toBe("accepted day 14");
  });

  it("a dismissed review is none, from when that is seen, and revives no older word", () => {
    const decisions = "{ k: { by: maintainers, vote: { min-yes: 1, window: 14d } } }";
    const first = looked(3, [vote("ben", 1, "yes"), review("ben", 2, "yes", 901)], { decisions });
    const dismissed = looked(4, [review("ben", 2, "none", 901)], { decisions, record: first.record });
    expect(dismissed.record.words.map(({ key, at }) => [key.slice(0, 8), at])).toEqual([
      [expect.stringMatching(/^comment:/), days(1)],
      ["review:9", days(2)],
      ["review:9", days(4)],
    ]);
    const again = looked(5, [review("ben", 2, "none", 901)], { decisions, record: dismissed.record });
    expect(again.record.words).toEqual(dismissed.record.words);
    expect(outcome(looked(20, [], { decisions, record: dismissed.record }))).toBe("declined day 14");
  });

  it("a dismissed request for changes lets the window of silence start again when that is seen", () => {
    const first = looked(3, [review("ben", 2, "no", 902)]);
    const dismissed = looked(5, [review("ben", 2, "none", 902)], { record: first.record });
    expect(outcome(looked(11.9, [], { record: dismissed.record }))).toBe("open");
    expect(outcome(looked(30, [], { record: dismissed.record }))).toBe("accepted day 12");
  });

  it("keep what was said when the comment is edited; of a deleted one a no and an objection stay, a yes is taken back", () => {
    const words = [vote("ann", 1, "yes"), vote("ben", 1, "no"), object("cho", 1), vote("dee", 1, "yes")];
    const record = { ...aDecision(VOTE), words };
    const key = (place: number) => words[place]?.key.split("/")[0] ?? "";
    const id = Number(key(3).split(":")[1]);
    const facts = anIssue({
      comments: { items: [aComment(person("dee"), "edited", { id, edited: true })], complete: true, total: 1 },
    });
    const kept = rememberedDecisionStatements(record, facts, new Set([key(3)]));
    expect(kept.words.map((word) => ("choice" in word ? word.choice : word.kind))).toEqual([
      "yes",
      "cancel",
      "no",
      "object",
      "yes",
    ]);
    const partly = { ...facts, comments: { ...facts.comments, complete: false } };
    expect(rememberedDecisionStatements(record, partly, new Set([key(3)]))).toEqual({ words, heard: [] });
  });

  it("a yes that is deleted after the end leaves the result; where nobody knows when it was, it may have been before", () => {
    const words = ["ann", "ben", "cho", "dee"].map((login) => vote(login, 1, "yes"));
    const { record } = looked(13, words, { decisions: VOTE });
    const key = words[0]?.key.split("/")[0] ?? "";
    const present = new Set(words.slice(1).map((word) => word.key.split("/")[0] ?? ""));
    const facts = { ...anIssue({ comments: { items: [], complete: true, total: 0 } }), readAt: days(15) };
    const outcomeAfter = (notes: readonly ReadNote[]) => {
      const kept = rememberedDecisionStatements(record, facts, present, notes);
      return outcome(looked(15, [], { decisions: VOTE, record: { ...record, ...kept } }));
    };
    const id = Number(key.split(":")[1]);
    expect(outcomeAfter([{ kind: "unsaid", utterance: "comment", id, how: "deleted" }])).toBe("accepted day 14");
    expect(outcomeAfter([])).toBe("declined day 14");
  });

  it("R3: of an account that is gone a yes counts no longer and is told; a no and an objection stay", () => {
    const words = [vote("ann", 1, "yes"), vote("ben", 1, "no"), object("cho", 1), review("dee", 2, "yes", 77)];
    const record = { ...aDecision(VOTE), words };
    const comments = words
      .slice(0, 3)
      .map(({ key }) => aComment(null, "/vote", { id: Number(/:(\d+)/.exec(key)?.[1]) }));
    const pull = aPull({ comments, reviews: [aReview(null, "APPROVED", { id: 77 })] });
    const kept = rememberedDecisionStatements(record, pull, new Set());
    expect(
      kept.words.map((word) => ("choice" in word ? word.choice : "state" in word ? word.state : word.kind)),
    ).toEqual(["yes", "cancel", "no", "object", "none"]);
    expect(kept.heard.map(({ word: { by }, reason }) => [by.login, reason])).toEqual([
      ["ann", "the account is gone from GitHub, so this counts no longer"],
      ["dee", "the account is gone from GitHub, so this counts no longer"],
    ]);
    // Told once.
    expect(rememberedDecisionStatements({ ...record, ...kept }, pull, new Set())).toEqual(kept);
  });

  it("R4: of an account that was renamed all stays, under its name of now", () => {
    const words = [vote("ann", 1, "yes")];
    const id = Number(/:(\d+)/.exec(words[0]?.key ?? "")?.[1]);
    const facts = anIssue({
      comments: {
        items: [aComment({ ...person("ann"), login: "anna" }, "/vote yes", { id })],
        complete: true,
        total: 1,
      },
    });
    const kept = rememberedDecisionStatements({ ...aDecision(VOTE), words }, facts, new Set([`comment:${id}`]));
    expect(kept.words).toMatchObject([{ by: { login: "anna", id: person("ann").id }, choice: "yes" }]);
  });

  it("a decision tells which words it has a use for", () => {
    expect(usesOf(aKind(LAZY))).toEqual({ votes: false, objections: true, waits: false });
    expect(
      usesOf(aKind("{ k: { by: maintainers, lazy: { window: 7d, overruled-by: maintainers }, wait: 1d } }")),
    ).toEqual({
      votes: true,
      objections: true,
      waits: true,
    });
    expect(usesOf(aKind(VOTE))).toEqual({ votes: true, objections: false, waits: false });
  });
});
