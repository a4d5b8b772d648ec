/** Issues that the candidate resolved. */

import { countKind, itemCount } from "../counts.ts";

export const resolvedIssues = countKind({
  name: "resolved-issues",
  what: "resolved-issues",
  about: "Issues that the candidate resolved.",
  exactly:
    "Each issue that was closed as done by the merge of the candidate's pull request, or that was closed as done while somebody else had assigned the candidate. Labels are those of the issue.",
  examples: ["resolved-issues: { min: 3, labels: bug }", "resolved-issues: 5"],
  schema: itemCount,
  nouns: () => ({ one: "resolved issue", many: "resolved issues" }),
});
