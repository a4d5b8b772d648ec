/** Issues that the candidate opened. */

import { countKind, itemCount } from "../counts.ts";

export const openedIssues = countKind({
  name: "opened-issues",
  what: "opened-issues",
  about: "Issues that the candidate opened.",
  exactly: "Each issue that the candidate opened before the nomination, open or closed.",
  examples: ["opened-issues: { min: 5, labels: bug }", "opened-issues: 5"],
  schema: itemCount,
  nouns: () => ({ one: "opened issue", many: "opened issues" }),
});
