/** Pull requests of the candidate that were merged. */

import { countKind, pullCount } from "../counts.ts";

export const mergedPulls = countKind({
  name: "merged-pulls",
  what: "merged-pulls",
  about: "Pull requests of the candidate that were merged.",
  exactly:
    "Each pull request that the candidate opened and that was merged, whenever that was. One that was merged after the nomination counts only when somebody else merged it. Not: bots' work, what takes other work back, Rung's own pull requests.",
  examples: ["merged-pulls: { min: 10, kind: code, within: 1y }", "merged-pulls: 5"],
  schema: pullCount,
  nouns: (kind) => ({ one: `merged ${kind}pull request`, many: `merged ${kind}pull requests` }),
});
