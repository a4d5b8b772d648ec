/** Works out ahead what the gate asks of each text, so that a verdict over a pile of long ones costs no more than over short ones (R53). */

import type { Call } from "../model/call.ts";
import { approvalText } from "./record/restrictions.ts";
import { holdMeanings } from "./statements.ts";

/** The same calls, for which the gate's questions are answered by then. */
export function prepared(calls: readonly Call[]): readonly Call[] {
  if (calls.length > 0) {
    approvalText(calls);
    holdMeanings(calls);
  }
  return calls;
}
