/**
 * Faults of `inactivity` and `emeritus` that no key shows by itself: a `to` that is not a lower role, and roles and areas that nobody
 * can have held.
 */

import { type Complaint, complaint } from "../complaints.ts";
import type { Draft } from "../registry-draft.ts";
import type { Registry } from "../registry-types.ts";
import { rungsOf } from "../rungs.ts";
import { undefinedName } from "../undefined-name.ts";
import { printable } from "../yaml-faults.ts";
import { TO_EMERITUS } from "./inactivity-key.ts";

export function inactivityFaults(draft: Draft, { base }: { readonly base: Registry | null }): readonly Complaint[] {
  const { fixed } = draft;
  // The ladder and the areas are in a file that is not at hand.
  const isOpen = fixed.extends != null && base === null;
  return [
    ...(fixed.extends != null && fixed.inactivity != null ? [NOT_HERE] : []),
    ...(isOpen ? [] : [...noLowerRoles(draft), ...formerFaults(draft, base)]),
  ];
}

const NOT_HERE: Complaint = {
  path: ["inactivity"],
  on: "key",
  message: "the registry that is extended says who counts as not seen; write it there, and leave the key out",
};

function noLowerRoles({ fixed, roles }: Draft): readonly Complaint[] {
  const rungs = rungsOf(roles);
  const known = roles.map(({ name }) => name);
  return Object.entries(fixed.roles ?? {}).flatMap(([name, role]) => {
    const to = typeof role?.inactivity === "object" ? role.inactivity?.to : undefined;
    if (to === undefined || to === TO_EMERITUS) return [];
    const path = ["roles", name, "inactivity", "to"];
    if (!known.includes(to)) return [complaint(path, undefinedName("role", to, [...known, TO_EMERITUS]))];
    const lower = rungs.slice(0, Math.max(0, rungs.indexOf(name)));
    if (lower.includes(to)) return [];
    const choice = [TO_EMERITUS, ...lower.toReversed()].join(" or ");
    return [complaint(path, `${printable(to)} does not stand below ${printable(name)} on the ladder; write ${choice}`)];
  });
}

function formerFaults({ fixed, roles, areaNames }: Draft, base: Registry | null): readonly Complaint[] {
  const known = roles.map(({ name }) => name);
  const places = new Set([...areaNames, ...(base?.areas ?? []).map(({ name }) => name)]);
  return (fixed.emeritus ?? []).flatMap((entry, index) => {
    // Of what was written before there was `was`, nothing depends on the areas (inactivity-warnings.ts).
    if (typeof entry === "string" || entry.was === undefined) return [];
    const { was, areas = [] } = entry;
    return [
      ...(known.includes(was) ? [] : [complaint(["emeritus", index, "was"], undefinedName("role", was, known))]),
      ...areas.flatMap((area, place) =>
        places.has(area)
          ? []
          : [complaint(["emeritus", index, "areas", place], undefinedName("area", area, [...places]))],
      ),
    ];
  });
}
