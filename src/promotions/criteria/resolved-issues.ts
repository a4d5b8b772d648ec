/** Issues that the candidate resolved. */
import { countKind, itemCount } from "../counts.ts";

export const resolvedIssues = countKind({
  name: "resolved-issues",
  what: "resolved-issues",
  about: "Issues that the candidate resolved.",
  schema: itemCount,
  nouns: () => ({ one: "resolved issue", many: "resolved issues" }),
});
