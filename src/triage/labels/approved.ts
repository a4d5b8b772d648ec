/** `approved`: every touched area has its approvals. It shows the gate's verdict and is never read by it (R6). */
import type { Rule } from "./label-rule.ts";

export const approved = {
  key: "approved",
  name: (labels) => labels.approved,
  wanted: ({ verdict: { areas, lgtm, state } }) =>
    state.kind !== "proposal-faulty" &&
    areas.every(({ state }) => state === "approved" || state === "nobody-needed") &&
    lgtm.by.length >= lgtm.needed,
  fillings: () => [],
  color: "0e8a16",
  description: "Approved in every area it touches",
} satisfies Rule;
