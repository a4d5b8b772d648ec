/** `hold`: somebody keeps the pull request from merging. The label shows the hold; removing it releases nothing (R15b). */

import type { LabelRule } from "./label-rule.ts";

export const hold = {
  key: "hold",
  usualName: "do-not-merge/hold",
  on: "always",
  movedBy: "rung",
  meaning: "somebody holds it; put on by hand, it holds too",
  wanted: ({ verdict }) => verdict.holds.length > 0,
  color: "b60205",
  description: "Held from merging; /hold cancel releases it",
} satisfies LabelRule;
