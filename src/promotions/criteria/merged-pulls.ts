/** Pull requests of the candidate that were merged. */
import { countKind, pullCount } from "../counts.ts";

export const mergedPulls = countKind({
  name: "merged-pulls",
  what: "merged-pulls",
  about: "Pull requests of the candidate that were merged.",
  schema: pullCount,
  nouns: (kind) => ({ one: `merged ${kind}pull request`, many: `merged ${kind}pull requests` }),
});
