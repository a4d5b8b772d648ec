/** Issues that the candidate opened. */
import { countKind, itemCount } from "../counts.ts";

export const openedIssues = countKind({
  name: "opened-issues",
  what: "opened-issues",
  about: "Issues that the candidate opened.",
  schema: itemCount,
  nouns: () => ({ one: "opened issue", many: "opened issues" }),
});
