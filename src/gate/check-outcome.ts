/** The conclusion that a verdict has as a check run on GitHub. */

import type { CheckEffect } from "../model/effect.ts";
import { unreachable } from "../shared/names.ts";
import type { Verdict } from "./verdict-types.ts";

export type Where = "pull" | "merge-group";
export type Outcome = CheckEffect["outcome"];

/** The check run's outcome for GitHub. On a merge queue's commit nothing stays pending (R18). */
export function checkOutcome(verdict: Verdict, where: Where): Outcome {
  if (verdict.mode === "advise") return "neutral";
  if (verdict.state.kind === "approved") return "success";
  if (where === "merge-group") return "failure";
  switch (verdict.state.kind) {
    case "waiting":
    case "draft":
    case "notice":
      return "waiting";
    case "held":
      return "action_required";
    case "changes-requested":
    case "proposal-faulty":
    case "drifted":
    case "registry-broken":
    case "unknown":
      return "failure";
    default:
      return unreachable(verdict.state);
  }
}
