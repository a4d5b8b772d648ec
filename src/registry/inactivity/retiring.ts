/**
 * How somebody's entries change when they leave a role, move down from it, or come back. Works on the values of the text; edit.ts
 * splices the result into it.
 */

import { entryFields, type Field, type SaidOfPerson } from "../edit-step.ts";

/** An entry of the person, in a role's list or in `emeritus`. */
export interface OwnEntry extends SaidOfPerson {
  readonly list: string;
  /** `null`: everywhere. */
  readonly areas: readonly string[] | null;
  readonly since: string | null;
}

interface Who {
  readonly login: string;
  readonly id: number | null;
}

/** A holding as the registry has it. Empty `areas`: everywhere. */
export interface LeftHolding {
  readonly role: string;
  readonly areas: readonly string[];
  /** `emeritus`, or a lower role. */
  readonly to: string;
}

/** Somebody leaves what they hold. */
export interface Retirement {
  readonly kind: "retire";
  readonly person: Who;
  readonly holdings: readonly LeftHolding[];
  /** `YYYY-MM-DD`. */
  readonly until: string;
  /** Lowest first, with the roles beside it. */
  readonly ladder: readonly string[];
  /** Roles of these that include none and are included by none. */
  readonly beside?: readonly string[];
}

/** Somebody who is listed as emeritus holds the role again. */
export interface Return {
  readonly kind: "return";
  readonly person: Who;
  readonly role: string;
  readonly areas: readonly string[];
  /** `YYYY-MM-DD`: since when they hold it again. */
  readonly since: string;
  readonly ladder: readonly string[];
}

export interface NewEntry {
  readonly list: string;
  readonly fields: readonly Field[];
}

export interface Rewriting<E> {
  /** Entries that go. */
  readonly gone: readonly E[];
  /** Entries that keep some areas. */
  readonly narrowed: readonly { readonly entry: E; readonly areas: readonly string[] }[];
  readonly added: readonly NewEntry[];
}

const EMERITUS = "emeritus";

/**
 * The entries are removed, and with them lower ones that they include. Whatever the person has elsewhere stays; if they have nothing
 * left they are listed as emeritus, with an entry for each holding.
 */
export function retired<E extends OwnEntry>(entries: readonly E[], change: Retirement): Rewriting<E> {
  const { person, holdings, ladder, until, beside = [] } = change;
  const held = entries.filter(({ list }) => list !== EMERITUS);
  const left = new Map<E, readonly string[] | null | "gone">(held.map((entry) => [entry, entry.areas]));
  const lowered: Lowered[] = [];
  const former: NewEntry[] = [];
  for (const holding of distinctHoldings(holdings)) {
    // Listed twice for the same, in a list and in a group, they would hold it still.
    const same = held.filter((entry) => entry.list === holding.role && sameAreas(entry.areas, holding.areas));
    const own = same.find(({ since }) => since !== null) ?? same[0];
    if (own === undefined) continue;
    const [top, floor] = [ladder.indexOf(holding.role), ladder.indexOf(holding.to)];
    for (const entry of held) {
      const height = ladder.indexOf(entry.list);
      const isLower = height < top && height > floor && !beside.includes(holding.role) && !beside.includes(entry.list);
      const isMeant = same.includes(entry) || isLower;
      if (isMeant) left.set(entry, without(left.get(entry) ?? null, holding.areas));
    }
    if (holding.to === EMERITUS)
      former.push({ list: EMERITUS, fields: fieldsOf(person, own, held, { was: holding.role, until }) });
    else if (
      !held.some(
        (entry) =>
          ladder.indexOf(entry.list) >= floor && !same.includes(entry) && covers(left.get(entry), holding.areas),
      )
    )
      lowered.push({ list: holding.to, own });
  }
  const fresh = withoutRepeated(lowered);
  for (const { list, own } of fresh)
    for (const entry of held)
      if (entry.list === list) left.set(entry, without(left.get(entry) ?? null, own.areas ?? []));
  const added = fresh.map(({ list, own }) => ({ list, fields: fieldsOf(person, own, held) }));
  const gone = held.filter((entry) => left.get(entry) === "gone");
  const isListed = entries.some(({ list }) => list === EMERITUS);
  const hasNothing = gone.length === held.length && added.length === 0 && !isListed;
  return {
    gone,
    narrowed: held.flatMap((entry) => {
      const areas = left.get(entry);
      return areas == null || areas === "gone" || areas === entry.areas ? [] : [{ entry, areas }];
    }),
    added: hasNothing ? former : added,
  };
}

/** An entry that is written for somebody who moves down, but for its list like the one that they had. */
interface Lowered {
  readonly list: string;
  readonly own: OwnEntry;
}

/** Whoever comes down to a role from several is listed there once for a place. */
function withoutRepeated(all: readonly Lowered[]): readonly Lowered[] {
  const widest = all.toSorted((one, other) => width(other) - width(one));
  return widest.flatMap(({ list, own }, at) => {
    const areas = widest
      .slice(0, at)
      .filter((other) => other.list === list)
      .reduce<ReturnType<typeof without>>((rest, other) => without(rest, other.own.areas ?? []), own.areas);
    return areas === "gone" ? [] : [{ list, own: { ...own, areas } }];
  });
}

function width({ own }: Lowered): number {
  return own.areas?.length ?? Number.MAX_SAFE_INTEGER;
}

/** The role's entry is restored, and every emeritus entry is removed: somebody who holds something is no emeritus. */
export function returned<E extends OwnEntry>(entries: readonly E[], change: Return): Rewriting<E> {
  const { person, role, areas, since, ladder } = change;
  const former = entries.filter(({ list }) => list === EMERITUS);
  const held = entries.filter(({ list }) => list !== EMERITUS);
  const isHeld = held.some((entry) => ladder.indexOf(entry.list) >= ladder.indexOf(role) && covers(entry.areas, areas));
  const [first] = former;
  if (first === undefined || isHeld) return { gone: isHeld ? former : [], narrowed: [], added: [] };
  const entry = { ...first, areas: areas.length === 0 ? null : areas, since };
  return { gone: former, narrowed: [], added: [{ list: role, fields: fieldsOf(person, entry, former) }] };
}

function distinctHoldings(all: readonly LeftHolding[]): readonly LeftHolding[] {
  return all.filter(
    ({ role, areas }, index) =>
      all.findIndex((other) => other.role === role && sameAreas(other.areas, areas)) === index,
  );
}

function sameAreas(one: readonly string[] | null, other: readonly string[]): boolean {
  const areas = new Set(one ?? []);
  return areas.size === new Set(other).size && other.every((area) => areas.has(area));
}

/** Empty `areas`: everywhere. Who holds something everywhere keeps it outside the areas. */
function without(held: readonly string[] | null | "gone", areas: readonly string[]): readonly string[] | null | "gone" {
  if (held === "gone" || areas.length === 0) return "gone";
  if (held === null) return null;
  const left = held.filter((area) => !areas.includes(area));
  return left.length === 0 ? "gone" : left.length === held.length ? held : left;
}

function covers(held: readonly string[] | null | "gone" | undefined, areas: readonly string[]): boolean {
  if (held === undefined || held === "gone") return false;
  return held === null || (areas.length > 0 && areas.every((area) => held.includes(area)));
}

/** What the person's entries say about them, that one's first. */
function fieldsOf(
  { login, id }: Who,
  own: OwnEntry,
  all: readonly OwnEntry[],
  former: { readonly was?: string; readonly until?: string } = {},
): readonly Field[] {
  return entryFields({ login, id, areas: own.areas, since: own.since, ...former }, [own, ...all]);
}
