/** Faults of `growth` that the key does not show by itself. */

import type { Complaint } from "../complaints.ts";
import type { Draft } from "../registry-draft.ts";

export function growthFaults({ fixed }: Draft): readonly Complaint[] {
  return fixed.extends != null && fixed.growth != null ? [NOT_HERE] : [];
}

const NOT_HERE: Complaint = {
  path: ["growth"],
  on: "key",
  message: "the registry that is extended says who is told of the next step; write it there, and leave the key out",
};
