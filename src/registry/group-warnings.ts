/** Groups that give nobody anything, or somebody the same thing twice, and names that are read as a login but may mean a group. */

import { nearest } from "../shared/nearest.ts";
import type { Complaint } from "./complaints.ts";
import { type DirectEntry, type Entry, holderKey } from "./entries.ts";
import { groupNamed, isGroupEntry, placedEntries } from "./groups.ts";
import type { Draft } from "./registry-draft.ts";
import type { Registry } from "./registry-types.ts";
import { MAX_NAME_HINTS } from "./undefined-name.ts";
import { printable } from "./yaml-faults.ts";

/** `registryRepo`: those who read the registry in that repository may name its groups elsewhere. */
export function groupWarnings(draft: Draft, registry: Registry, registryRepo: string): readonly Complaint[] {
  if (draft.groupNames.length === 0) return [];
  return [...unused(draft, registry, registryRepo), ...empty(draft), ...repeatedMembers(draft), ...meantGroups(draft)];
}

function unused({ lists, groupNames }: Draft, { sources }: Registry, registryRepo: string): readonly Complaint[] {
  if (sources[0]?.repository.name.toLowerCase() === registryRepo.toLowerCase()) return [];
  const known = new Set(groupNames.map((name) => name.toLowerCase()));
  const namedIn = (entries: readonly Entry[]) =>
    entries.flatMap((entry) => groupNamed(entry, (key) => known.has(key))?.toLowerCase() ?? []);
  const own = new Map(Object.entries(lists.groups).map(([name, entries]) => [name.toLowerCase(), entries]));
  const reached = new Set<string>();
  const next = namedIn(lists.entries.map(({ entry }) => entry));
  for (let name = next.pop(); name !== undefined; name = next.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    next.push(...namedIn(own.get(name) ?? []));
  }
  return Object.keys(lists.groups)
    .filter((name) => !reached.has(name.toLowerCase()))
    .map((name) => ({
      path: ["groups", name],
      on: "key" as const,
      message: `no role names group ${printable(name)}, so it gives nobody anything; name it in a role's list or at an area, or remove it`,
    }));
}

function empty({ spread }: Draft): readonly Complaint[] {
  return spread.groups
    .filter(({ members }) => members.length === 0)
    .map(({ name }) => ({
      path: ["groups", name],
      on: "key" as const,
      message: `nobody is in group ${printable(name)}; name its people, or remove it`,
    }));
}

/** People who are in a group twice, by themselves or through a group that it names. */
function repeatedMembers({ lists, spread, groupNames }: Draft): readonly Complaint[] {
  const known = new Set(groupNames.map((name) => name.toLowerCase()));
  const members = new Map(spread.groups.map(({ name, members: all }) => [name.toLowerCase(), all]));
  return Object.entries(lists.groups).flatMap(([group, entries]) => {
    const through = new Map<string, string>();
    const named = entries.map((entry) => groupNamed(entry, (key) => known.has(key)));
    for (const name of named)
      for (const member of name === null ? [] : (members.get(name.toLowerCase()) ?? []))
        through.set(holderKey(member), name ?? "");
    const seen = new Set<string>();
    return entries.flatMap((entry, index): readonly Complaint[] => {
      const name = named[index] ?? null;
      const key = name !== null ? `group ${name.toLowerCase()}` : isGroupEntry(entry) ? "" : holderKey(entry);
      const isRepeated = seen.has(key);
      seen.add(key);
      const inner = through.get(key);
      if (!isRepeated && inner === undefined) return [];
      const shown = name !== null ? `group ${printable(name)}` : printable(isGroupEntry(entry) ? "" : shownName(entry));
      const message =
        inner === undefined
          ? `${shown} is in group ${printable(group)} twice; remove one of the entries`
          : `${shown} is in group ${printable(group)} already, through group ${printable(inner)}; remove this entry`;
      return [{ path: ["groups", group, index], on: "value", message }];
    });
  });
}

function shownName(entry: DirectEntry): string {
  return typeof entry === "string" ? entry : "login" in entry ? entry.login : entry.team;
}

/** A bare name that nobody else has and that is almost a group's. */
function meantGroups({ lists, groupNames }: Draft): readonly Complaint[] {
  const placed = placedEntries(lists).filter(({ entry }) => typeof entry === "string" || "login" in entry);
  const count = new Map<string, number>();
  for (const { entry } of placed) count.set(holderKey(entry), (count.get(holderKey(entry)) ?? 0) + 1);
  const known = new Set(groupNames.map((name) => name.toLowerCase()));
  const found: Complaint[] = [];
  if (placed.length * groupNames.length > MAX_COMPARED) return found;
  for (const { path, entry } of placed) {
    if (found.length >= MAX_NAME_HINTS) break;
    if (typeof entry !== "string" || known.has(entry.toLowerCase()) || count.get(entry.toLowerCase()) !== 1) continue;
    const meant = nearest(entry, groupNames, Math.min(2, Math.floor(entry.length / 5)));
    if (meant === null) continue;
    const message = `${printable(entry)} is read as a person's login; to mean group ${printable(meant)}, write its name so, else { login: ${entry} }`;
    found.push({ path, on: "value", message });
  }
  return found;
}

/** If more names would have to be compared, none is looked for: the work must stay bounded (R24). */
const MAX_COMPARED = 200_000;
