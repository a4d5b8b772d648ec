/** Pull requests that the candidate wrote or reviewed, each counted once. */
import { countKind, reviewCount } from "../counts.ts";

export const authoredOrReviewedPulls = countKind({
  name: "authored-or-reviewed-pulls",
  what: "authored-or-reviewed-pulls",
  about: "Pull requests that the candidate wrote or reviewed, each counted once.",
  schema: reviewCount,
  nouns: (kind) => ({
    one: `authored or reviewed ${kind}pull request`,
    many: `authored or reviewed ${kind}pull requests`,
  }),
});
