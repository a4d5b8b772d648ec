/** `needs-approver`: some area still waits for an approval. Drafts wait for their author first. */
import type { Rule } from "./label-rule.ts";

export const needsApprover = {
  key: "needs-approver",
  name: (labels) => labels.needsApprover,
  wanted: ({ facts, verdict }) =>
    !facts.draft && verdict.areas.some(({ missing, state }) => missing > 0 && state !== "nobody-needed"),
  fillings: () => [],
  color: "fbca04",
  description: "Waits for somebody who may approve it",
} satisfies Rule;
