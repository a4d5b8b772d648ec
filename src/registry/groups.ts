/** Replaces the name of a group by its people. Groups are notation: the result is the same as if the lists named the people. */

import { pushTo } from "../shared/grouped.ts";
import {
  type DirectEntry,
  type Entry,
  type GroupDefinition,
  holderKey,
  type PeopleLists,
  type PersonEntry,
  type TeamEntry,
  type WrittenEntry,
} from "./entries.ts";
import type { Path } from "./registry-path.ts";

/** A person's or team's entry for a role, as a list would have it, areas included. */
export interface SpreadEntry {
  readonly role: string;
  readonly entry: DirectEntry;
  /** Their place in the file; for people of another file's group: the place where the group is named. */
  readonly path: Path;
  /** The entry in a role's list from which this comes. */
  readonly written: WrittenEntry;
  /** The group named there; `null`: they are in the list themselves. */
  readonly group: string | null;
}

export interface Spread {
  readonly entries: readonly SpreadEntry[];
  /** The file's own groups, but for those that are in a circle. */
  readonly groups: readonly GroupDefinition[];
  readonly circles: readonly Circle[];
  /** The place where the groups come to more people than a registry may have. */
  readonly tooMany: Path | null;
}

/** Groups each of which names the next, and the last the first. */
interface Circle {
  readonly names: readonly string[];
  /** The place where the first names the next. */
  readonly path: Path;
}

/** Nested groups can come to far more people than the text has lines (R24). */
export const MAX_SPREAD = 100_000;

/** `others`: the groups of the registry that is extended; a name that it has is its own. `most`: entries that are counted at all. */
export function spread(
  { entries, groups }: PeopleLists,
  others: readonly GroupDefinition[] = [],
  most: number = MAX_SPREAD,
): Spread {
  const theirs = new Map(others.map((group) => [group.name.toLowerCase(), outside(group)]));
  const own = Object.entries(groups).filter(([name]) => !theirs.has(name.toLowerCase()));
  const { filled, left, crowded } = filledGroups(own, theirs, most);
  const all = new Map([...theirs, ...filled]);
  const found: SpreadEntry[] = [];
  let tooMany: Path | null = crowded === null ? null : ["groups", crowded];
  for (const written of entries) {
    const name = groupNamed(written.entry, (key) => all.has(key));
    const group = name === null ? null : (all.get(name.toLowerCase()) ?? null);
    if (group === null) {
      if (!isGroupEntry(written.entry)) found.push(alone(written, written.entry));
      continue;
    }
    if (found.length + group.members.length > most) {
      tooMany ??= written.path;
      break;
    }
    for (const { entry, path } of group.members)
      found.push({
        role: written.role,
        entry: inPlace(entry, written),
        path: path ?? written.path,
        written,
        group: group.name,
      });
  }
  return {
    entries: found,
    groups: [...filled.values()].map(({ name, members }) => ({ name, members: members.map(({ entry }) => entry) })),
    circles: circlesIn(left),
    tooMany,
  };
}

/** The name of the group that an entry stands for; a bare name is a group's if there is one of that name, otherwise a login. */
export function groupNamed(entry: Entry, isGroup: (folded: string) => boolean): string | null {
  if (typeof entry === "string") return isGroup(entry.toLowerCase()) ? entry : null;
  return isGroupEntry(entry) ? entry.group : null;
}

export function isGroupEntry(entry: Entry): entry is Extract<Entry, { readonly group: string }> {
  return typeof entry !== "string" && "group" in entry;
}

interface Filled {
  readonly name: string;
  readonly members: readonly Member[];
}

interface Member {
  readonly entry: DirectEntry;
  /** `null`: in another file. */
  readonly path: Path | null;
}

function outside({ name, members }: GroupDefinition): Filled {
  return { name, members: members.map((entry) => ({ entry, path: null })) };
}

function alone(written: WrittenEntry, entry: DirectEntry): SpreadEntry {
  return { role: written.role, entry: inPlace(entry, written), path: written.path, written, group: null };
}

/** The entry with the areas in which it is held there. */
function inPlace(entry: DirectEntry, { area, entry: written }: WrittenEntry): DirectEntry {
  const named = isGroupEntry(written) ? written.areas : undefined;
  const areas = area === null ? named : [area];
  if (areas === undefined) return entry;
  const whole: PersonEntry | TeamEntry = typeof entry === "string" ? { login: entry } : entry;
  return { ...whole, areas };
}

type Own = readonly [name: string, entries: readonly Entry[]];

/** Groups after those that they name, without recursion: a text may nest them as deep as it is long. */
function filledGroups(own: readonly Own[], theirs: ReadonlyMap<string, Filled>, most: number) {
  const names = new Set(own.map(([name]) => name.toLowerCase()));
  const isGroup = (key: string) => names.has(key) || theirs.has(key);
  const filled = new Map<string, Filled>();
  const waiting = new Map<string, { readonly group: Own; missing: number }>();
  const usedBy = new Map<string, string[]>();
  const ready: Own[] = [];
  for (const group of own) {
    const key = group[0].toLowerCase();
    const named = new Set(namedIn(group, isGroup).filter((name) => names.has(name)));
    for (const name of named) {
      pushTo(usedBy, name, key);
    }
    if (named.size === 0) ready.push(group);
    else waiting.set(key, { group, missing: named.size });
  }
  let room = most;
  let crowded: string | null = null;
  for (const next of ready) {
    const key = next[0].toLowerCase();
    const members = membersOf(next, (name) => filled.get(name) ?? theirs.get(name) ?? null, room);
    room -= members.length;
    if (room < 0) {
      crowded = next[0];
      break;
    }
    filled.set(key, { name: next[0], members });
    for (const user of usedBy.get(key) ?? []) {
      const one = waiting.get(user);
      if (one === undefined) continue;
      one.missing -= 1;
      if (one.missing > 0) continue;
      waiting.delete(user);
      ready.push(one.group);
    }
  }
  return { filled, crowded, left: crowded === null ? [...waiting.values()].map(({ group }) => group) : [] };
}

function namedIn([, entries]: Own, isGroup: (key: string) => boolean): readonly string[] {
  return entries.flatMap((entry) => groupNamed(entry, isGroup)?.toLowerCase() ?? []);
}

/** Each person once; of two entries, the one that says more. */
function membersOf([name, entries]: Own, groupAt: (key: string) => Filled | null, room: number): readonly Member[] {
  const members = new Map<string, Member>();
  const add = (member: Member) => {
    const key = holderKey(member.entry);
    const known = members.get(key);
    if (known === undefined || (typeof known.entry === "string" && typeof member.entry !== "string"))
      members.set(key, member);
  };
  for (const [index, entry] of entries.entries()) {
    const named = groupNamed(entry, (key) => groupAt(key) !== null);
    const path = ["groups", name, index];
    if (named === null && !isGroupEntry(entry)) add({ entry, path });
    for (const member of named === null ? [] : (groupAt(named.toLowerCase())?.members ?? [])) add(member);
    if (members.size > room) break;
  }
  return [...members.values()];
}

/** One for each circle among groups that wait for each other; a group that only leads into a circle has no fault of its own. */
function circlesIn(left: readonly Own[]): readonly Circle[] {
  const waiting = new Map(left.map((group) => [group[0].toLowerCase(), group]));
  const next = (group: Own) => {
    const isWaiting = (key: string) => waiting.has(key);
    const index = group[1].findIndex((entry) => groupNamed(entry, isWaiting) !== null && isWaiting(nameIn(entry)));
    const entry = group[1][index];
    return entry === undefined ? null : { index, key: nameIn(entry) };
  };
  const seen = new Set<string>();
  return left.flatMap((start) => {
    const trail: string[] = [];
    let key = start[0].toLowerCase();
    while (!seen.has(key)) {
      seen.add(key);
      trail.push(key);
      const group = waiting.get(key);
      key = (group === undefined ? null : next(group))?.key ?? key;
    }
    const at = trail.indexOf(key);
    if (at === -1) return [];
    const groups = trail.slice(at).flatMap((name): readonly Own[] => {
      const group = waiting.get(name);
      return group === undefined ? [] : [group];
    });
    const [first] = groups;
    if (first === undefined) return [];
    return [{ names: groups.map(([name]) => name), path: ["groups", first[0], next(first)?.index ?? 0] }];
  });
}

function nameIn(entry: Entry): string {
  return (isGroupEntry(entry) ? entry.group : typeof entry === "string" ? entry : "").toLowerCase();
}

/** Every person and team with their places, once each, whether or not the groups are named. */
export function placedEntries({ entries, groups }: PeopleLists): readonly PlacedEntry[] {
  const inGroups = Object.entries(groups).flatMap(([name, list]) =>
    list.map((entry, index) => ({ path: ["groups", name, index], entry, role: null })),
  );
  const names = new Set(Object.keys(groups).map((name) => name.toLowerCase()));
  return [...entries, ...inGroups].flatMap(({ path, entry, role }) =>
    isGroupEntry(entry) || groupNamed(entry, (key) => names.has(key)) !== null ? [] : [{ path, entry, role }],
  );
}

interface PlacedEntry {
  readonly path: Path;
  readonly entry: DirectEntry;
  /** `null`: in a group. */
  readonly role: string | null;
}
