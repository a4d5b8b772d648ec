/** The labels that tell how the last decision on an issue or pull request ended. Pure. */

import type { LabelStyle } from "./label-styles.ts";

export type DecisionOutcome = "accepted" | "declined";

export const DECISION_LABELS: Readonly<Record<DecisionOutcome, LabelStyle>> = {
  accepted: { name: "decision/accepted", color: "0e8a16", description: "The last decision here was accepted" },
  declined: { name: "decision/declined", color: "d93f0b", description: "The last decision here was declined" },
};

/** Those of them that are on, in any spelling. */
export function decisionLabelsIn(names: readonly string[]): readonly string[] {
  const own = new Set(Object.values(DECISION_LABELS).map(({ name }) => name.toLowerCase()));
  return names.filter((name) => own.has(name.toLowerCase()));
}
