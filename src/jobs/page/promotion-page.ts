/** An open promotion as the page shows it. Pure. */

import type { ShownPromotion } from "../../model/page-data.ts";
import type { Review } from "../../promotions/review.ts";
import { isOpen } from "../../promotions/stages.ts";

/** `status`: its status comment. `null`: it has ended. */
export function promotionShown(review: Review, number: number, status: string): ShownPromotion | null {
  const { nomination, stage } = review.record;
  if (!isOpen(stage)) return null;
  const { leaves, pending } = review.evaluation;
  const met = leaves.filter(({ counts }) => counts).length;
  return {
    ...{ candidate: nomination.candidate.login, role: nomination.role, areas: [...nomination.areas], number },
    ...{ stage: stage.stage, met, of: met + pending.length },
    ...{ nominatedAt: nomination.at, url: review.record.url },
    bodyMarkdown: status
      .replace(/<!--.*?-->/gs, "")
      .trim()
      .replace(/^### .*\n+/, "")
      // A column's head is read aloud, so it may not be empty.
      .replace("| | Asked for |", "| No. | Asked for |"),
  };
}
