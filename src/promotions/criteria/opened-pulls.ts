/** Pull requests that the candidate opened, merged or not. */

import { countKind, pullCount } from "../counts.ts";

export const openedPulls = countKind({
  name: "opened-pulls",
  what: "opened-pulls",
  about: "Pull requests that the candidate opened, merged or not.",
  exactly: "Each pull request that the candidate opened before the nomination, merged or not.",
  examples: ["opened-pulls: { min: 10, area: true }", "opened-pulls: 5"],
  schema: pullCount,
  nouns: (kind) => ({ one: `opened ${kind}pull request`, many: `opened ${kind}pull requests` }),
});
