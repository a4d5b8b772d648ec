/** Pull requests of others that the candidate reviewed. */

import { countKind, reviewCount } from "../counts.ts";

export const reviewedPulls = countKind({
  name: "reviewed-pulls",
  what: "reviewed-pulls",
  about: "Pull requests of others that the candidate reviewed.",
  exactly:
    "Each pull request of somebody else with a review of the candidate's that was submitted before the merge, the closing and the nomination; however many reviews it has. Comments in the thread are no reviews.",
  examples: ["reviewed-pulls: { min: 20, labels: [bug, feature], min-text: 10 }", "reviewed-pulls: 5"],
  schema: reviewCount,
  nouns: (kind) => ({ one: `reviewed ${kind}pull request`, many: `reviewed ${kind}pull requests` }),
});
