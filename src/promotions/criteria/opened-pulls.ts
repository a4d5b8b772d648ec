/** Pull requests that the candidate opened, merged or not. */
import { countKind, pullCount } from "../counts.ts";

export const openedPulls = countKind({
  name: "opened-pulls",
  what: "opened-pulls",
  about: "Pull requests that the candidate opened, merged or not.",
  schema: pullCount,
  nouns: (kind) => ({ one: `opened ${kind}pull request`, many: `opened ${kind}pull requests` }),
});
