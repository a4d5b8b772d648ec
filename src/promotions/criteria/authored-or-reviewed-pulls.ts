/** Pull requests that the candidate wrote or reviewed, each counted once. */

import { countKind, reviewCount } from "../counts.ts";

export const authoredOrReviewedPulls = countKind({
  name: "authored-or-reviewed-pulls",
  what: "authored-or-reviewed-pulls",
  about: "Pull requests that the candidate wrote or reviewed, each counted once.",
  exactly: "What `merged-pulls` and `reviewed-pulls` count, each pull request once.",
  examples: ["authored-or-reviewed-pulls: { min: 30, area: true }", "authored-or-reviewed-pulls: 5"],
  schema: reviewCount,
  nouns: (kind) => ({
    one: `authored or reviewed ${kind}pull request`,
    many: `authored or reviewed ${kind}pull requests`,
  }),
});
