/** Faults of groups that no list shows by itself: undefined names, circles, redefinitions of the organisation's groups. */

import { type Complaint, MAX_FAULTS } from "./complaints.ts";
import type { Entry } from "./entries.ts";
import { isGroupEntry, MAX_SPREAD } from "./groups.ts";
import type { Draft } from "./registry-draft.ts";
import type { Path } from "./registry-path.ts";
import type { Registry } from "./registry-types.ts";
import { MAX_NAME_HINTS, undefinedName } from "./undefined-name.ts";
import { printable } from "./yaml-faults.ts";

export function groupFaults(draft: Draft, base: Registry | null): readonly Complaint[] {
  return [...unknownGroups(draft, base), ...sameNames(draft, base), ...circles(draft), ...tooMany(draft)];
}

function unknownGroups({ fixed, lists, groupNames }: Draft, base: Registry | null): readonly Complaint[] {
  // The group may be of the registry that is extended and not at hand; extends.ts gives nothing by a name that it lacks.
  if (fixed.extends != null && base === null) return [];
  const known = new Set(groupNames.map((name) => name.toLowerCase()));
  const found: Complaint[] = [];
  for (const { path, entry } of everyEntry(lists)) {
    if (found.length > MAX_FAULTS) break;
    if (!isGroupEntry(entry) || known.has(entry.group.toLowerCase())) continue;
    const message = undefinedName("group", entry.group, groupNames, found.length < MAX_NAME_HINTS);
    found.push({ path: [...path, "group"], on: "value", message });
  }
  return found;
}

function everyEntry({ entries, groups }: Draft["lists"]): readonly { readonly path: Path; readonly entry: Entry }[] {
  const inGroups = Object.entries(groups).flatMap(([name, list]) =>
    list.map((entry, index) => ({ path: ["groups", name, index], entry })),
  );
  return [...entries, ...inGroups];
}

/** People who may change a repository's file must not decide who is in a group that the organisation trusts. */
function sameNames({ lists }: Draft, base: Registry | null): readonly Complaint[] {
  const theirs = new Map((base?.groups ?? []).map(({ name }) => [name.toLowerCase(), name]));
  const seen = new Map<string, string>();
  return Object.keys(lists.groups).flatMap((name): readonly Complaint[] => {
    const folded = name.toLowerCase();
    const first = seen.get(folded);
    seen.set(folded, name);
    const path = ["groups", name];
    const their = theirs.get(folded);
    if (their !== undefined)
      return [
        {
          path,
          on: "key",
          message: `group ${printable(their)} is the organisation's, and only that file says who is in it; name it where it is needed, or choose another name`,
        },
      ];
    if (first === undefined) return [];
    const message = `groups ${printable(first)} and ${printable(name)} differ only in case; rename one`;
    return [{ path, on: "key", message }];
  });
}

function circles({ spread }: Draft): readonly Complaint[] {
  return spread.circles.map(({ names, path }): Complaint => {
    const [first = "", ...others] = names.map(printable);
    const message =
      others.length === 0
        ? `group ${first} names itself; remove that entry`
        : `group ${first} names ${others.slice(0, 8).join(", which names ")}${others.length > 8 ? ", and so on" : ""}, which names ${first} again; remove one of these`;
    return { path, on: "value", message };
  });
}

function tooMany({ spread: { tooMany: path } }: Draft): readonly Complaint[] {
  if (path === null) return [];
  const message = `with the people of this group it comes to more than ${MAX_SPREAD.toLocaleString("en")} entries; name smaller groups, or a team`;
  return [{ path, on: path.length === 2 ? "key" : "value", message }];
}
