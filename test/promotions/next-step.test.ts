import { describe, expect, it } from "vitest";
import type { Absence } from "../../src/model/absence.ts";
import { nextStep } from "../../src/promotions/next-step.ts";
import type { PromotionStatement } from "../../src/promotions/promotion-types.ts";
import { type Review, review } from "../../src/promotions/review.ts";
import {
  changing,
  declined,
  expired,
  measured,
  merged,
  nominated,
  reopened,
  type Stage,
  sponsored,
  unopposed,
  voided,
  withdrawn,
} from "../../src/promotions/stages.ts";
import type { RegistryIndex } from "../../src/registry/registry-index.ts";
import type { Instant } from "../../src/shared/names.ts";
import { aLadder } from "../support/a-pull.ts";
import {
  aCount,
  accept,
  aPerson,
  aPromotion,
  ballot,
  days,
  LADDER,
  object,
  type PromotionOptions,
  sponsor,
  waive,
} from "./a-promotion.ts";

const PULL = { repository: { owner: "KusionStack", name: ".github" }, number: 5 };
const PASSED = unopposed(sponsored(measured(nominated()), days(0)), days(7));
const OPEN = changing(PASSED, PULL);
const CLOSED = reopened(OPEN, days(8));

interface Given {
  readonly block: unknown;
  readonly words?: readonly PromotionStatement[];
  readonly stage?: Stage;
  readonly now?: Instant;
  readonly trouble?: string;
  readonly options?: PromotionOptions;
  readonly away?: readonly Absence[];
  readonly index?: RegistryIndex;
  readonly unreadTeams?: readonly string[];
  readonly isResting?: boolean;
}

function reviewed({ block, words = [], stage = nominated(), now = days(1), ...given }: Given): Review {
  const facts = aPromotion(block, { measured: { "merged-pulls": aCount(2) }, ...given.options });
  const { nomination } = facts;
  const figures = { measured: [...facts.measured], measuredAt: now };
  const flags = { reminded: false, trouble: given.trouble ?? null, rebuilt: false };
  const record = { nomination, url: "https://github.test/i/1", words, stage, ...figures, ...flags };
  return review(
    { record, edited: [] },
    {
      index: given.index ?? LADDER,
      owner: "KusionStack",
      repositories: [],
      now,
      fresh: stage.stage === "unopposed",
      unreadTeams: given.unreadTeams ?? [],
      away: given.away ?? [],
    },
  );
}

function next(given: Given): string {
  return nextStep(reviewed(given), {
    webUrl: "https://github.test",
    unreadTeams: given.unreadTeams ?? [],
    isResting: given.isResting === true,
    registryBranch: "main",
  });
}

const TWO = { sponsors: { from: "maintainers", min: 2 } };
const isAway = (login: string, until: Instant | null = null): Absence => ({ ...aPerson(login), until });

describe("what is next: who is asked", () => {
  it.each<readonly [rule: string, given: Given, text: string]>([
    [
      "sponsors who are missing, with the names of those who could",
      { block: TWO },
      "Two maintainers of kusion (ann, ben or cho) still need to comment `/sponsor`.",
    ],
    [
      "not those who have done it",
      { block: TWO, words: [sponsor("ann")] },
      "One maintainer of kusion (ben or cho) still needs to comment `/sponsor`.",
    ],
    [
      "not those who are away, where others can",
      { block: TWO, away: [isAway("ben")] },
      "Two maintainers of kusion (ann and cho) still need to comment `/sponsor`.",
    ],
    [
      "those who are away are told where it does not go without them",
      { block: TWO, away: [isAway("ben", days(9)), isAway("cho")] },
      "Two maintainers of kusion still need to comment `/sponsor`; of those who could only ann is there: ben (until 2 December 2026) and cho are away.",
    ],
    [
      "fewer than are needed: what helps",
      { block: { sponsors: { from: "maintainers", min: 4 } } },
      "Four maintainers of kusion still need to comment `/sponsor`, but only ann, ben and cho could: `/promote @user maintainer kusion` makes another maintainer, or ann, ben or cho can let it count with `/waive 1 why`.",
    ],
    [
      "never the candidate",
      { block: TWO, options: { candidate: "ann", nominator: "ben" } },
      "Two maintainers of kusion (ben and cho) still need to comment `/sponsor`.",
    ],
    [
      "not whose sponsoring would not be enough by the employers' rule",
      { block: { sponsors: { from: "maintainers", min: 2, employers: "distinct" } }, words: [sponsor("ann")] },
      "One maintainer of kusion (cho) still needs to comment `/sponsor`.",
    ],
    [
      "the candidate, for what only they can say",
      { block: { acceptance: true } },
      "dee still needs to comment `/accept`.",
    ],
    [
      "who may vouch for what nobody measures",
      { block: { attestation: { text: "knows it", by: "maintainers" } } },
      "One maintainer of kusion (ann, ben or cho) still needs to comment `/attest 1 why`.",
    ],
  ])("%s", (_, given, text) => {
    expect(next(given)).toBe(text);
  });
});

describe("what is next: what comes first", () => {
  const holds = { holds: "maintainers", ...TWO };

  it.each<readonly [rule: string, given: Given, text: string]>([
    [
      "a role that must be held first, and nobody is asked to sponsor yet",
      { block: holds },
      "Not yet: dee must be a maintainer first (`/promote @dee maintainer kusion`).",
    ],
    [
      "unless that was waived",
      { block: holds, words: [waive("ann", 1)] },
      "Two maintainers of kusion (ann, ben or cho) still need to comment `/sponsor`.",
    ],
    [
      "a role among alternatives stops nobody",
      { block: { any: [{ holds: "maintainers" }, TWO] } },
      "dee must be a maintainer first (`/promote @dee maintainer kusion`); or two maintainers of kusion (ann, ben or cho) still need to comment `/sponsor`.",
    ],
    [
      "time in a role that is not held",
      { block: { tenure: { in: "approvers", min: "3mo" }, ...TWO } },
      "Not yet: dee must be an approver first (`/promote @dee approver kusion`).",
    ],
    [
      "no seat is free",
      { block: { seats: { max: 2, of: "maintainers" }, ...TWO } },
      "Not yet: a seat must become free first: somebody who has one comments `/step-down`.",
    ],
    [
      "figures that are short, which grow by themselves; people may act meanwhile",
      { block: { "merged-pulls": 3, ...TWO } },
      "Not yet: 3 merged pull requests in KusionStack (2 of 3). Figures are counted anew every day. Two maintainers of kusion (ann, ben or cho) still need to comment `/sponsor`.",
    ],
    [
      "of alternatives all that would do",
      { block: { any: [{ "merged-pulls": 3 }, { "merged-pulls": { min: 4, labels: ["x"] } }] } },
      "Not yet: 3 merged pull requests in KusionStack (2 of 3); or 4 merged pull requests labelled x in KusionStack (2 of 4). Figures are counted anew every day.",
    ],
    [
      "an alternative that is met makes the others needless",
      { block: { any: [{ "merged-pulls": 2 }, { "merged-pulls": { min: 4, labels: ["x"] } }], ...TWO } },
      "Two maintainers of kusion (ann, ben or cho) still need to comment `/sponsor`.",
    ],
    [
      "what could not be told",
      {
        block: { "merged-pulls": 3 },
        options: { measured: { "merged-pulls": { known: false, why: "GitHub did not answer" } } },
      },
      "Not known yet, and looked at again by itself: 3 merged pull requests in KusionStack (GitHub did not answer), or ann, ben or cho can let it count with `/waive 1 why`.",
    ],
    [
      "whoever was not allowed to nominate",
      { block: { nomination: "approvers", ...TWO }, options: { nominator: "pat" } },
      "Not yet: `/withdraw` ends this one, and an approver nominates anew with `/promote @dee approver kusion`.",
    ],
  ])("%s", (_, given, text) => {
    expect(next(given)).toBe(text);
  });
});

describe("what is next: votes and objections", () => {
  const vote = { vote: { of: "maintainers", share: "2/3", window: "7d" } };
  const window = {
    ...{ sponsors: { from: "maintainers", min: 1 } },
    objections: { from: "maintainers", window: "7d" },
  };

  it.each<readonly [rule: string, given: Given, text: string]>([
    [
      "those who have not voted, how many yes are needed, and until when",
      { block: vote, words: [ballot("ann")] },
      "One more yes is needed: ben or cho can still vote (`/vote yes` or `/vote no`); the vote closes on Monday 30 November 2026, 12:00 UTC.",
    ],
    [
      "everybody has voted: nobody is asked, and when it closes",
      { block: vote, words: [ballot("ann"), ballot("ben"), ballot("cho", "no")] },
      "Enough have voted yes; the vote closes on Monday 30 November 2026, 12:00 UTC. Then the registry's change is opened.",
    ],
    [
      "everybody has voted, and it does not pass: who can change that",
      { block: vote, words: [ballot("ann"), ballot("ben", "no"), ballot("cho", "abstain")] },
      "Everybody has voted, and not enough yes: it passes only if ben or cho vote anew (`/vote yes`); the vote closes on Monday 30 November 2026, 12:00 UTC.",
    ],
    [
      "those who have not voted are away",
      { block: vote, words: [ballot("ann")], away: [isAway("ben"), isAway("cho")] },
      "Those who have not voted are not there: ben and cho are away; the vote closes on Monday 30 November 2026, 12:00 UTC.",
    ],
    [
      "a veto",
      { block: { vote: { of: "maintainers", veto: true } }, words: [ballot("ben", "no")] },
      "A no is a veto here: ben can vote anew (`/vote yes`).",
    ],
    [
      "nobody may vote",
      { block: { vote: { of: "maintainers" } }, index: aLadder({ contributors: ["dee"] }) },
      "Nobody may vote, so this cannot be decided: `/withdraw` ends it, and once the registry names maintainers `/promote @dee approver kusion` starts a new one.",
    ],
    [
      "the window for objections: until when, and what then",
      { block: window, words: [sponsor("ben")] },
      "Maintainers who disagree comment `/object why` until Tuesday 1 December 2026, 12:00 UTC. Then the registry's change is opened.",
    ],
    [
      "an objection: who takes it back",
      { block: window, words: [sponsor("ben"), object("cho")] },
      "cho takes the objection back (`/object cancel`).",
    ],
    [
      "an objection of somebody who is away, and who can outvote it",
      {
        block: { objections: { from: "maintainers", "overruled-by": { of: "maintainers", "min-yes": 2 } } },
        words: [object("cho"), ballot("ann")],
        away: [isAway("cho", days(9))],
      },
      "cho takes the objection back (`/object cancel`), though cho is away until 2 December 2026; or one maintainer of kusion (ben) still needs to comment `/vote yes`, which outvotes it.",
    ],
    [
      "a notice",
      { block: { notice: "3d" } },
      "It stays open for people to see until Thursday 26 November 2026, 12:00 UTC. Then the registry's change is opened.",
    ],
  ])("%s", (_, given, text) => {
    expect(next(given)).toBe(text);
  });
});

describe("what is next: each stage", () => {
  it.each<readonly [rule: string, given: Given, text: string]>([
    [
      "met: it is counted once more",
      { block: { "merged-pulls": 2 } },
      "It is counted once more, and then the registry's change is opened.",
    ],
    ["passed", { block: { "merged-pulls": 2 }, stage: PASSED, now: days(8) }, "The registry's change is opened next."],
    [
      "passed, and the registry could not be changed",
      { block: { "merged-pulls": 2 }, stage: PASSED, now: days(8), trouble: "GitHub refused it" },
      "It is tried again every hour. Whoever may change the registry can also make this change by hand; `/withdraw` ends the promotion.",
    ],
    [
      "the registry's change: its link, and who may approve it",
      { block: { "merged-pulls": 2 }, stage: OPEN, now: days(8), away: [isAway("ben")] },
      "[KusionStack/.github#&#8203;5](https://github.test/KusionStack/.github/pull/5) waits to be approved by ann or cho, and then to be merged. Closing it unmerged opens the question again.",
    ],
    [
      "the registry's change, and nobody is there to approve it",
      { block: { "merged-pulls": 2 }, stage: OPEN, away: [isAway("ann"), isAway("ben"), isAway("cho")] },
      "[KusionStack/.github#&#8203;5](https://github.test/KusionStack/.github/pull/5) waits to be approved by somebody who may, and nobody who may is there (ann, ben and cho are away), and then to be merged. Closing it unmerged opens the question again.",
    ],
    [
      "closed unmerged: the sponsors are asked anew",
      { block: TWO, stage: CLOSED, now: days(9), words: [sponsor("ann", days(1)), sponsor("ben", days(1))] },
      "Two maintainers of kusion (ann, ben or cho) still need to comment `/sponsor`.",
    ],
    [
      "closed unmerged, and nothing but figures is asked for",
      { block: { "merged-pulls": 2 }, stage: CLOSED, now: days(9) },
      "People closed its registry change. `/withdraw` ends this promotion, and `/promote @dee approver kusion` then starts a new one.",
    ],
    [
      "closed unmerged, and time goes on alone: both",
      { block: { objections: { from: "maintainers", window: "7d" } }, stage: CLOSED, now: days(9) },
      "Maintainers who disagree comment `/object why` until Wednesday 9 December 2026, 12:00 UTC. People closed its registry change. `/withdraw` ends this promotion, and `/promote @dee approver kusion` then starts a new one.",
    ],
    [
      "closed unmerged, and what is needed stands since before: whose word it takes",
      { block: { acceptance: true }, stage: CLOSED, now: days(9), words: [accept("dee", days(1))] },
      "People closed its registry change, so somebody whose part it is must want it again and comment `/accept`. `/withdraw` ends this promotion, and `/promote @dee approver kusion` then starts a new one.",
    ],
    [
      "a closed issue",
      { block: TWO, isResting: true },
      "This issue is closed, so the promotion rests: reopening it lets it go on, and `/withdraw` ends it.",
    ],
    [
      "a team that cannot be read",
      { block: TWO, unreadTeams: ["org/team"] },
      "It goes on by itself once the members of these teams can be read.",
    ],
    ["done", { block: TWO, stage: merged(OPEN, days(8), []) }, ""],
    ["withdrawn", { block: TWO, stage: withdrawn(nominated(), aPerson("dee"), days(1)) }, ""],
    ["declined", { block: TWO, stage: declined(nominated(), "by ann", days(1)) }, ""],
    ["expired", { block: TWO, stage: expired(nominated(), days(90)) }, ""],
    ["void", { block: TWO, stage: voided(nominated(), "gone", days(1)) }, ""],
  ])("%s", (_, given, text) => {
    expect(next(given)).toBe(text);
  });
});
