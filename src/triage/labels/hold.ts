/** `hold`: somebody keeps it from merging. The label shows the hold; taking it off releases nothing (R15b). */
import type { Rule } from "./label-rule.ts";

export const hold = {
  key: "hold",
  name: (labels) => labels.hold,
  wanted: ({ verdict }) => verdict.holds.length > 0,
  fillings: () => [],
  color: "b60205",
  description: "Held from merging; /hold cancel releases it",
} satisfies Rule;
