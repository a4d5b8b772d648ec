/** An open promotion under a rule, with so many pull requests merged, as the page is given it. */

import { type Review, review } from "../../../src/promotions/review.ts";
import { nominated } from "../../../src/promotions/stages.ts";
import { aCount, aPromotion, days, LADDER } from "../../promotions/a-promotion.ts";
import { NOON } from "../../support/a-pull.ts";

export function aPromotionReview(
  block: unknown,
  merged: number | Parameters<typeof aPromotion>[1] = 0,
  number = 9,
): Review {
  const options = typeof merged === "number" ? { measured: { "merged-pulls": aCount(merged) } } : merged;
  const facts = aPromotion(block, options);
  const record = {
    nomination: facts.nomination,
    url: `https://github.test/KusionStack/kusion/issues/${number}`,
    words: facts.words,
    stage: nominated(),
    measured: [...facts.measured],
    measuredAt: NOON,
    reminded: false,
    trouble: null,
    rebuilt: false,
  };
  return review(
    { record, edited: [] },
    { index: LADDER, owner: "KusionStack", repositories: [], now: days(1), fresh: true, unreadTeams: [] },
  );
}
