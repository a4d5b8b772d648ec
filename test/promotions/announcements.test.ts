import { describe, expect, it } from "vitest";
import { announcement } from "../../src/promotions/announcements.ts";
import type { PromotionStatement } from "../../src/promotions/promotion-types.ts";
import { type Review, reviewIn } from "../../src/promotions/review.ts";
import {
  alreadyInRegistry,
  changing,
  declined,
  expired,
  fallenBack,
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
import { aCount, aPerson, aPromotion, days, LADDER, sponsor } from "./a-promotion.ts";

const PASSED = unopposed(sponsored(measured(nominated()), days(0)), days(7));
const OPEN = changing(PASSED, { repository: { owner: "KusionStack", name: ".github" }, number: 5 });
const PLACE = { webUrl: "https://github.test", unreadTeams: [], isResting: false, registryBranch: "main" };
const LINK = "[KusionStack/.github#&#8203;5](https://github.test/KusionStack/.github/pull/5)";
const BLOCK = { "merged-pulls": 2, sponsors: { from: "maintainers", min: 1 } };

interface Given {
  readonly stage: Stage;
  readonly words?: readonly PromotionStatement[];
  readonly trouble?: string | null;
  readonly nominator?: string;
}

function after({ stage, words = [], trouble = null, nominator = "ann" }: Given): Review {
  const { nomination, ...facts } = aPromotion(BLOCK, { measured: { "merged-pulls": aCount(2) }, nominator });
  const figures = { measured: [...facts.measured], measuredAt: days(9) };
  const record = { nomination, url: "", words, stage, ...figures, reminded: false, trouble, rebuilt: false };
  const given = { index: LADDER, owner: "KusionStack", repositories: [], now: days(9), fresh: true, unreadTeams: [] };
  return reviewIn(stage, { record, edited: [] }, given);
}

function told(before: Stage, given: Given): string | null {
  return announcement({ stage: before, trouble: null }, after(given), PLACE)?.text ?? null;
}

const ANEW = "`/promote @dee approver kusion` starts a new one at any time.";
const WHAT = "the promotion of dee to approver of kusion";

describe("an end is told once, to those it is about", () => {
  it.each<readonly [end: string, before: Stage, given: Given, text: string | null]>([
    [
      "merged",
      OPEN,
      { stage: merged(OPEN, days(9), []) },
      "Congratulations, @dee: you are an approver of kusion now. Thank you for the work that led here.",
    ],
    [
      "given by hand",
      nominated(),
      { stage: alreadyInRegistry(nominated(), days(9)) },
      "Congratulations, @dee: you are an approver of kusion now. Thank you for the work that led here.",
    ],
    [
      "withdrawn by the nominator",
      nominated(),
      { stage: withdrawn(nominated(), aPerson("ann"), days(9)) },
      `@dee: ann has withdrawn ${WHAT}. ${ANEW}`,
    ],
    [
      "withdrawn by the candidate",
      nominated(),
      { stage: withdrawn(nominated(), aPerson("dee"), days(9)) },
      `@ann: dee has withdrawn ${WHAT}. ${ANEW}`,
    ],
    [
      "withdrawn by whoever nominated themselves",
      nominated(),
      { stage: withdrawn(nominated(), aPerson("dee"), days(9)), nominator: "dee" },
      null,
    ],
    [
      "declined",
      nominated(),
      { stage: declined(nominated(), "declined by cho", days(9)) },
      `@dee, @ann: ${WHAT} was declined by cho. ${ANEW}`,
    ],
    [
      "expired",
      nominated(),
      { stage: expired(nominated(), days(9)) },
      `@dee, @ann: ${WHAT} expired on Wednesday 2 December 2026, 12:00 UTC without having passed. What was missing: 1 sponsor from maintainers in kusion (0 of 1). ${ANEW}`,
    ],
    [
      "expired, nominated by themselves",
      nominated(),
      { stage: expired(nominated(), days(9)), nominator: "dee" },
      `@dee: ${WHAT} expired on Wednesday 2 December 2026, 12:00 UTC without having passed. What was missing: 1 sponsor from maintainers in kusion (0 of 1). ${ANEW}`,
    ],
    [
      "void",
      nominated(),
      { stage: voided(nominated(), "the registry has no role approvers any more", days(9)) },
      `@dee, @ann: ${WHAT} is void, since the registry has no role approvers any more. ${ANEW}`,
    ],
    [
      "its change closed by people",
      OPEN,
      { stage: reopened(OPEN, days(9)) },
      `@dee: the registry's change (${LINK}) was closed without being merged, so the question is open again for ${WHAT}: sponsors and votes given before do not count for it. One maintainer of kusion (ann, ben or cho) still needs to comment \`/sponsor\`.`,
    ],
    [
      "its change closed by Rung",
      OPEN,
      { stage: fallenBack(OPEN) },
      `@dee: I closed the registry's change (${LINK}) for ${WHAT}, since this is missing now: 1 sponsor from maintainers in kusion (0 of 1). One maintainer of kusion (ann, ben or cho) still needs to comment \`/sponsor\`.`,
    ],
    [
      "the registry could not be changed",
      nominated(),
      { stage: PASSED, words: [sponsor("ben")], trouble: "the account is gone" },
      `@ann: everything asked for is met for ${WHAT}, but I could not change the registry: the account is gone. It is tried again every hour. Whoever may change the registry can also make this change by hand; \`/withdraw\` ends the promotion.`,
    ],
    ["nothing of the kind", nominated(), { stage: nominated() }, null],
    [
      "an end that is remembered already",
      expired(nominated(), days(8)),
      { stage: expired(nominated(), days(8)) },
      null,
    ],
  ])("%s", (_, before, given, text) => {
    expect(told(before, given)).toBe(text);
  });
});
