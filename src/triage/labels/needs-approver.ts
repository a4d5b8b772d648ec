/** `needs-approver`: some area still waits for an approval. Drafts wait for their author first. */

import type { LabelRule } from "./label-rule.ts";

export const needsApprover = {
  key: "needs-approver",
  usualName: "needs-approver",
  on: "named",
  movedBy: "rung",
  meaning: "an area still waits for an approval",
  wanted: ({ facts, verdict }) =>
    !facts.draft &&
    (verdict.areas.some(({ missing, state }) => missing > 0 && state !== "nobody-needed") ||
      (verdict.employers?.missing ?? 0) > 0),
  color: "fbca04",
  description: "Waits for somebody who may approve it",
} satisfies LabelRule;
