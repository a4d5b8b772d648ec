/** Faults of `decisions` that no key shows by itself: areas nobody defined, two kinds with one name, kinds that the organisation has. */

import type { Complaint } from "../complaints.ts";
import type { Draft } from "../registry-draft.ts";
import type { Path } from "../registry-path.ts";
import type { Registry } from "../registry-types.ts";
import { undefinedName } from "../undefined-name.ts";
import { printable } from "../yaml-faults.ts";
import { ANYWHERE, OF_SUBJECT } from "./decisions-key.ts";

export function decisionFaults({ fixed, areaNames }: Draft, { base }: { readonly base: Registry | null }) {
  const kinds = Object.entries(fixed.decisions ?? {});
  // The areas are in a file that is not at hand.
  const isOpen = fixed.extends != null && base === null;
  const places = [...areaNames, ...(base?.areas ?? []).map(({ name }) => name)];
  const seen = new Map<string, string>();
  const theirs = new Set((base?.decisions ?? []).map(({ kind }) => kind.toLowerCase()));
  return kinds.flatMap(([kind, { in: place }]): readonly Complaint[] => {
    const folded = kind.toLowerCase();
    const first = seen.get(folded);
    seen.set(folded, kind);
    const names = theirs.has(folded)
      ? [fault([kind], `${printable(kind)} is a kind of the registry that is extended; choose another name`, "key")]
      : first === undefined
        ? []
        : [fault([kind], `${printable(first)} and ${printable(kind)} differ only in case; rename one`, "key")];
    const isKnown =
      place === undefined || place === OF_SUBJECT || place === ANYWHERE || isOpen || places.includes(place);
    return [...names, ...(isKnown ? [] : [fault([kind, "in"], undefinedName("area", place, places))])];
  });
}

function fault(path: Path, message: string, on: Complaint["on"] = "value"): Complaint {
  return { path: ["decisions", ...path], on, message };
}
