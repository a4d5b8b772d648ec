/** `approved`: every touched area has its approvals, where any are needed. It shows the gate's verdict and is never read by it (R6). */

import type { LabelRule } from "./label-rule.ts";

export const approved = {
  key: "approved",
  usualName: "approved",
  on: "always",
  movedBy: "rung",
  meaning: "every touched area has its approvals",
  wanted: ({ verdict: { areas, lgtm, employers, state } }) =>
    state.kind !== "proposal-faulty" &&
    state.kind !== "drifted" &&
    (lgtm.needed > 0 || areas.some(({ state }) => state === "approved")) &&
    areas.every(({ state }) => state === "approved" || state === "nobody-needed") &&
    lgtm.by.length >= lgtm.needed &&
    (employers?.missing ?? 0) === 0,
  color: "0e8a16",
  description: "Approved in every area it touches",
} satisfies LabelRule;
