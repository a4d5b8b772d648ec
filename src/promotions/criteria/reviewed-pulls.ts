/** Pull requests of others that the candidate reviewed. */
import { countKind, reviewCount } from "../counts.ts";

export const reviewedPulls = countKind({
  name: "reviewed-pulls",
  what: "reviewed-pulls",
  about: "Pull requests of others that the candidate reviewed.",
  schema: reviewCount,
  nouns: (kind) => ({ one: `reviewed ${kind}pull request`, many: `reviewed ${kind}pull requests` }),
});
