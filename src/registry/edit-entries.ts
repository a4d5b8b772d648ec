/** Finds a person's entries in the values of a roles.yaml: in a role's list, at an area, in a group. Pure. */

import { z } from "zod";
import { loginKey } from "../shared/names.ts";
import { type DirectEntry, type Entry, holderKey, type PeopleLists, type WrittenEntry } from "./entries.ts";
import { groupNamed, isGroupEntry, placedEntries, spread } from "./groups.ts";
import type { OwnEntry } from "./inactivity/retiring.ts";
import type { Path } from "./registry-path.ts";
import { isList, mappingOf, type Plain } from "./yaml-tree.ts";

/** The person who is meant: by id if both are known, otherwise by login (R4). */
export interface ListedPerson {
  readonly login: string;
  readonly id: number | null;
}

export const EMERITUS = "emeritus";

/** One of the person's entries, with what it says about them. */
export interface StandingEntry extends Omit<OwnEntry, "list"> {
  /** The list that contains it. */
  readonly list: Path;
  readonly index: number;
  /** The role that it gives them; `emeritus` in the list of emeriti. */
  readonly role: string;
  readonly at: EntryPlace;
}

/** In a list at the beginning of a line, at an area, or in a group; `named`: the area at which that group is named. */
type EntryPlace =
  | { readonly kind: "list" }
  | { readonly kind: "area"; readonly area: string }
  | { readonly kind: "group"; readonly group: string; readonly named: string | null };

const personView = z.union([
  z.string().transform((login) => ({ login })),
  z.looseObject({
    login: z.string(),
    name: z.string().nullish(),
    id: z.number().nullish(),
    areas: z.array(z.string()).nullish(),
    affiliation: z.string().nullish(),
    away: z.union([z.boolean(), z.string()]).nullish(),
    since: z.string().nullish(),
  }),
]);

const entryView: z.ZodType<Entry> = z.union([
  z.string(),
  z.looseObject({ login: z.string(), areas: z.array(z.string()).optional() }),
  z.looseObject({ team: z.string(), areas: z.array(z.string()).optional() }),
  z.looseObject({ group: z.string(), areas: z.array(z.string()).optional() }),
]);

/** Every entry by which the person holds a role, those of groups once for each role and place that the group is named for. */
export function entriesOf(value: Plain, ladder: readonly string[], person: ListedPerson): readonly StandingEntry[] {
  const lists = peopleLists(value, ladder);
  const emeritus = itemsAt(value, [EMERITUS]);
  const isMeant = matcher(lists, emeritus, person);
  const placesIn = membership(lists.groups);
  const held = spread(lists).entries.flatMap(({ role, entry, path, written, group }): readonly FoundEntry[] => {
    if (group === null)
      return [
        { role, entry, path, at: written.area === null ? { kind: "list" } : { kind: "area", area: written.area } },
      ];
    const places = isMeant(entry) ? placesIn(group, holderKey(entry)) : [];
    return places.map((one) => ({
      role,
      entry: one.entry,
      areas: typeof entry === "string" ? undefined : entry.areas,
      path: one.path,
      at: { kind: "group", group: String(one.path[1]), named: written.area },
    }));
  });
  const former = emeritus.map(({ entry, index }) => ({
    role: EMERITUS,
    entry,
    path: [EMERITUS, index],
    at: { kind: "list" } as const,
  }));
  return [...held, ...former].flatMap(
    ({ role, entry, path, at, areas: given }: FoundEntry): readonly StandingEntry[] => {
      const read = personView.safeParse(entry);
      const index = path.at(-1);
      if (!read.success || typeof index !== "number") return [];
      const { name, id, areas, affiliation, away, since } = { ...NO_DETAILS, ...read.data };
      if (!isMeant(entry)) return [];
      return [
        {
          list: path.slice(0, -1),
          index,
          role,
          areas: given ?? areas ?? null,
          at,
          name: name ?? null,
          id: id ?? null,
          affiliation: affiliation ?? null,
          away: away ?? null,
          since: since ?? null,
        },
      ];
    },
  );
}

/** By id if both are known, otherwise by login. */
function matcher(lists: PeopleLists, emeritus: readonly { readonly entry: Entry }[], person: ListedPerson) {
  const pins = pinsIn([...placedEntries(lists), ...emeritus].map(({ entry }) => entry));
  return (entry: Entry): boolean => {
    const read = personView.safeParse(entry);
    if (!read.success) return false;
    const { login, id } = { ...NO_DETAILS, ...read.data };
    const pin = id ?? pins.get(loginKey(login)) ?? null;
    return pin !== null && person.id !== null ? pin === person.id : loginKey(login) === loginKey(person.login);
  };
}

interface FoundEntry {
  readonly role: string;
  readonly entry: Entry;
  readonly path: Path;
  readonly at: EntryPlace;
  /** The areas of the entry that names their group. */
  readonly areas?: readonly string[] | undefined;
}

/** Everywhere that a group lists somebody: itself, and the groups that it names. */
function membership(groups: PeopleLists["groups"]) {
  const known = new Map(Object.entries(groups).map(([name, entries]) => [name.toLowerCase(), { name, entries }]));
  return (group: string, key: string): readonly { readonly entry: DirectEntry; readonly path: Path }[] => {
    const seen = new Set<string>();
    const next = [group.toLowerCase()];
    const found: { readonly entry: DirectEntry; readonly path: Path }[] = [];
    for (const at of next) {
      const here = known.get(at);
      if (here === undefined || seen.has(at)) continue;
      seen.add(at);
      for (const [index, entry] of here.entries.entries()) {
        const named = groupNamed(entry, (name) => known.has(name));
        if (named !== null) next.push(named.toLowerCase());
        else if (!isGroupEntry(entry) && holderKey(entry) === key)
          found.push({ entry, path: ["groups", here.name, index] });
      }
    }
    return found;
  };
}

const NO_DETAILS = { name: null, id: null, areas: null, affiliation: null, away: null, since: null };

export interface GroupPlace {
  readonly list: Path;
  readonly index: number;
}

/** Where the person is listed in groups, whether a role of this file names the groups or perhaps one of another file. */
export function groupPlaces(value: Plain, ladder: readonly string[], person: ListedPerson): readonly GroupPlace[] {
  const lists = peopleLists(value, ladder);
  const isMeant = matcher(lists, itemsAt(value, [EMERITUS]), person);
  const names = new Set(Object.keys(lists.groups).map((name) => name.toLowerCase()));
  return Object.entries(lists.groups).flatMap(([name, entries]) =>
    entries.flatMap((entry, index) => {
      const group = groupNamed(entry, (key) => names.has(key));
      return group === null && isMeant(entry) ? [{ list: ["groups", name], index }] : [];
    }),
  );
}

/** Whether people are listed at the area, so that others may be. */
export function hasPeople(value: Plain, area: string, ladder: readonly string[]): boolean {
  const content = mappingOf(mappingOf(mappingOf(value)?.areas ?? null)?.[area] ?? null);
  return content !== null && ladder.some((role) => isList(content[role]));
}

function peopleLists(value: Plain, ladder: readonly string[]): PeopleLists {
  const areas = Object.keys(mappingOf(mappingOf(value)?.areas ?? null) ?? {});
  const groups = Object.keys(mappingOf(mappingOf(value)?.groups ?? null) ?? {});
  const inLists = ladder.flatMap((role) => writtenEntries(value, [role], role, null));
  const atAreas = areas.flatMap((area) =>
    ladder.flatMap((role) => writtenEntries(value, ["areas", area, role], role, area)),
  );
  return {
    entries: [...inLists, ...atAreas],
    groups: Object.fromEntries(groups.map((name) => [name, entriesAt(value, ["groups", name])])),
  };
}

function writtenEntries(value: Plain, list: Path, role: string, area: string | null): readonly WrittenEntry[] {
  return itemsAt(value, list).map(({ entry, index }) => ({ role, area, path: [...list, index], entry }));
}

/** Items that are no entries keep their places, so that indexes stay right. */
function entriesAt(value: Plain, list: Path): readonly Entry[] {
  return listAt(value, list).map((item) => {
    const read = entryView.safeParse(item);
    return read.success ? read.data : { group: "" };
  });
}

function itemsAt(value: Plain, list: Path): readonly { readonly entry: Entry; readonly index: number }[] {
  return listAt(value, list).flatMap((item, index) => {
    const read = entryView.safeParse(item);
    return read.success ? [{ entry: read.data, index }] : [];
  });
}

/** Nothing where there is no list. */
export function listAt(value: Plain, path: Path): readonly Plain[] {
  let at: Plain = value;
  for (const step of path) at = mappingOf(at ?? null)?.[String(step)] ?? null;
  return isList(at) ? at : [];
}

/** Pinned once is pinned everywhere. */
function pinsIn(entries: readonly Entry[]): ReadonlyMap<string, number> {
  const pins = new Map<string, number>();
  for (const entry of entries) {
    const read = personView.safeParse(entry);
    const { login = "", id = null } = read.success ? { ...NO_DETAILS, ...read.data } : {};
    if (typeof id === "number") pins.set(loginKey(login), id);
  }
  return pins;
}
