/** Decides which entries of a roles.yaml a wanted change touches. Pure, over the values of the text. */

import { unreachable } from "../shared/names.ts";
import {
  EMERITUS,
  entriesOf,
  type GroupPlace,
  groupPlaces,
  hasPeople,
  type ListedPerson,
  type StandingEntry,
} from "./edit-entries.ts";
import { type GivenBack, leavingGroups } from "./edit-groups.ts";
import { type JoinedEntry, joinedEntries } from "./edit-joined.ts";
import { entryFields, type Field, type Step } from "./edit-step.ts";
import {
  type NewEntry,
  type Retirement,
  type Return,
  type Rewriting,
  retired,
  returned,
} from "./inactivity/retiring.ts";
import type { Plain } from "./yaml-tree.ts";

/** A change of people in a registry's text. `ladder`: the roles, lowest first. Empty `areas`: everywhere. */
export type RegistryEdit =
  | {
      readonly kind: "add";
      readonly person: ListedPerson & {
        /** `YYYY-MM-DD`. */
        readonly since: string | null;
        readonly affiliation: string | null;
      };
      readonly role: string;
      readonly areas: readonly string[];
      readonly ladder: readonly string[];
      /** Lists whose entries keep their `since`, even if a higher role includes theirs: tenure counts from it (R49). */
      readonly keeps?: readonly string[];
    }
  | {
      readonly kind: "remove";
      readonly person: ListedPerson;
      /** `null`: every role. */
      readonly role: string | null;
      readonly areas: readonly string[];
      readonly ladder: readonly string[];
      /** Roles of these that include none and are included by none. */
      readonly beside?: readonly string[];
      /** List the person as emeritus when nothing is left to them. */
      readonly emeritus: { readonly until: string | null } | null;
    }
  | Retirement
  | Return;

type Steps =
  | { readonly kind: "steps"; readonly steps: readonly Step[] }
  | { readonly kind: "cannot"; readonly why: string };

export type Adding = Extract<RegistryEdit, { kind: "add" }>;

/** No steps: the text already says so. */
export function stepsFor(value: Plain, change: RegistryEdit): Steps {
  const entries = entriesOf(value, change.ladder, change.person);
  const isAtAreas = (area: string) => hasPeople(value, area, change.ladder);
  switch (change.kind) {
    case "add":
      return adding(entries, change, isAtAreas);
    case "remove":
      return removing(entries, change, groupPlaces(value, change.ladder, change.person));
    case "retire":
      return retiring(entries, change, groupPlaces(value, change.ladder, change.person));
    case "return":
      return rewriting(entries, returned(joinedEntries(entries), change), { person: change.person, isAtAreas });
    default:
      return unreachable(change);
  }
}

/** Whether the registry gives the person the role there, or one above it, whatever else it lists them for. */
export function alreadyHolds(value: Plain, change: Adding): boolean {
  const entries = entriesOf(value, change.ladder, change.person).filter(({ role }) => role !== EMERITUS);
  return change.ladder.includes(change.role) && missingIn(entries, change).length === 0;
}

/** The areas in which the role is still missing; `null` among them: everywhere. */
function missingIn(entries: readonly StandingEntry[], { role, areas, ladder }: Adding): readonly (string | null)[] {
  const held = entries.filter((entry) => ladder.indexOf(entry.role) >= ladder.indexOf(role));
  const covers = (area: string | null) =>
    held.some((entry) => entry.areas === null || (area !== null && entry.areas.includes(area)));
  return (areas.length === 0 ? [null] : areas).filter((area) => !covers(area));
}

function adding(entries: readonly StandingEntry[], change: Adding, isAtAreas: (area: string) => boolean): Steps {
  const { role, areas, ladder, keeps = [] } = change;
  const height = ladder.indexOf(role);
  if (height === -1) return { kind: "cannot", why: `the ladder has no role ${role}` };
  const at = (entry: StandingEntry) => (entry.role === EMERITUS ? -1 : ladder.indexOf(entry.role));
  const missing = missingIn(entries, change);
  // Others decide who is in a group; what it gives besides is its own.
  const alone = entries.filter((entry) => entry.at.kind !== "group");
  const below = alone.filter((entry) => at(entry) < height);
  const left = below.filter((entry) => entry.since === null || !keeps.includes(entry.role));
  const own = alone.filter((entry) => entry.role === role);
  const known = entries.filter((entry) => at(entry) < height || entry.at.kind === "group");
  const raised = missing.length === 0 ? [] : raising({ own, below, known, missing, change, isAtAreas });
  return sound(entries, [...raised, ...leaving(left, areas)]);
}

interface Raising {
  /** Entries of the role itself. */
  readonly own: readonly StandingEntry[];
  readonly below: readonly StandingEntry[];
  /** Entries about the person, including groups'. */
  readonly known: readonly StandingEntry[];
  readonly missing: readonly (string | null)[];
  readonly change: Adding;
  readonly isAtAreas: (area: string) => boolean;
}

/** What gives the person the role where it is still missing. */
function raising(given: Raising): readonly Step[] {
  const { own, known, missing, change } = given;
  const { person, role } = change;
  if (change.areas.length === 0) return everywhere(given);
  const further = missing.flatMap((area) => area ?? []);
  const atAreas = further.filter((area) => standsAt(area, given));
  const inList = further.filter((area) => !atAreas.includes(area));
  const facts = [...own, ...known];
  const here = atAreas.map((area): Step => {
    const fields = fieldsOf(person, [], facts);
    return { do: "append", list: ["areas", area, role], fields, whole: saysMore(person, facts) };
  });
  return inList.length === 0 ? here : [...here, ...inTheList(inList, given)];
}

/** Whether the person's entry of an area belongs to that area's own lists. */
function standsAt(area: string, { own, below, isAtAreas }: Raising): boolean {
  if (below.some(({ at }) => at.kind === "area" && at.area === area)) return true;
  if (own.some(({ at }) => at.kind === "list")) return false;
  if (below.some(({ at, areas }) => at.kind === "list" && areas?.includes(area) === true)) return false;
  return isAtAreas(area);
}

function inTheList(areas: readonly string[], { own, known, change }: Raising): readonly Step[] {
  const { person, role } = change;
  const listed = own.filter(({ at }) => at.kind === "list");
  const [first] = listed;
  const list = [role];
  if (first === undefined) {
    const facts = [...own, ...known];
    return [{ do: "append", list, fields: fieldsOf(person, areas, facts), whole: saysMore(person, facts) }];
  }
  // What comes later has its own beginning: the entry that is there would give time away (R49).
  if (person.since !== null && listed.some(({ since }) => since !== null && since !== person.since))
    return [{ do: "append", list, fields: fieldsOf(person, areas, [...own, ...known]), whole: true }];
  return [{ do: "areas", list, index: first.index, areas: [...(first.areas ?? []), ...areas] }];
}

/** One entry that names no area takes the place of all that do. */
function everywhere({ own, known, change }: Raising): readonly Step[] {
  const { person, role } = change;
  const first = own.find(({ at }) => at.kind === "list");
  const list = [role];
  const facts = [...own, ...known];
  const isLater = (entry: StandingEntry) => entry.since !== null && entry.since !== person.since;
  if (first !== undefined && person.since !== null && own.some(isLater))
    return [{ do: "append", list, fields: fieldsOf(person, [], facts), whole: true }];
  const others = own.filter((entry) => entry !== first && !(person.since !== null && isLater(entry)));
  const drops = others.map((entry): Step => ({ do: "drop", list: entry.list, index: entry.index }));
  if (first !== undefined) return [{ do: "areas", list, index: first.index, areas: null }, ...drops];
  return [{ do: "append", list, fields: fieldsOf(person, [], facts), whole: saysMore(person, facts) }, ...drops];
}

/** A login may be another's tomorrow (R50). */
function saysMore(person: ListedPerson, known: readonly StandingEntry[]): boolean {
  const keys = ["name", "id", "affiliation", "away"] as const;
  return person.id !== null || known.some((entry) => keys.some((key) => entry[key] !== null));
}

/** Known of the person from the entries that go, too. */
function fieldsOf(
  { login, id, since, affiliation }: Adding["person"],
  areas: readonly string[],
  entries: readonly StandingEntry[],
): readonly Field[] {
  return entryFields({ login, id, since, affiliation, areas: areas.length === 0 ? null : areas }, entries);
}

/** Entries lose the areas, and those with nothing left are removed; a role held everywhere is kept outside the areas. */
function leaving(entries: readonly StandingEntry[], areas: readonly string[]): readonly Step[] {
  return entries.flatMap(({ list, index, role, areas: held }): readonly Step[] => {
    if (areas.length === 0 || role === EMERITUS) return [{ do: "drop", list, index }];
    if (held === null) return [];
    const left = held.filter((area) => !areas.includes(area));
    if (left.length === 0) return [{ do: "drop", list, index }];
    return left.length === held.length ? [] : [{ do: "areas", list, index, areas: left }];
  });
}

function removing(
  entries: readonly StandingEntry[],
  change: Extract<RegistryEdit, { kind: "remove" }>,
  inGroups: readonly GroupPlace[],
): Steps {
  const { role, areas, emeritus, person, ladder, beside = [] } = change;
  const held = entries.filter((entry) => entry.role !== EMERITUS);
  const meant = held.filter((entry) => role === null || entry.role === role);
  if (areas.length > 0 && meant.some((entry) => entry.areas === null))
    return {
      kind: "cannot",
      why: `${person.login} holds the role everywhere; list the areas that remain by hand, since only people can say which`,
    };
  const alone = held.filter((entry) => entry.at.kind !== "group");
  const own = leaving(
    meant.filter((entry) => entry.at.kind !== "group"),
    areas,
  );
  const ofGroups = leavingGroups(held, person, givenBack(meant, areas));
  const isNothingLeft = own.filter((step) => step.do === "drop").length === alone.length && ofGroups.isNothingLeft;
  const isListed = entries.some((entry) => entry.role === EMERITUS);
  const isAll = role === null && areas.length === 0;
  const isFormer = held.length > 0 && isNothingLeft && (isListed || emeritus !== null);
  const steps = [...own, ...ofGroups.steps, ...(isAll || isFormer ? unnamed(held, inGroups) : [])];
  if (steps.length === 0 || emeritus === null || isListed || !isNothingLeft) return sound(entries, steps);
  // Whoever comes back finds there what it was (`/return`).
  const joined = joinedEntries(entries);
  const { added } = retired(joined, {
    kind: "retire",
    person,
    holdings: topmost(joined, ladder, beside).map(({ list, areas: where }) => ({
      role: list,
      areas: where ?? [],
      to: EMERITUS,
    })),
    until: emeritus.until ?? "",
    ladder,
    beside,
  });
  const former = added.map(({ list, fields }): Step => {
    const known = fields.filter(([key, value]) => key !== "until" || value !== "");
    return { do: "append", list: [list], fields: known, whole: true };
  });
  return sound(entries, [...steps, ...former]);
}

/** What happens to somebody who was not seen: once listed as emeritus, they are in no group. */
function retiring(entries: readonly StandingEntry[], change: Retirement, inGroups: readonly GroupPlace[]): Steps {
  const { person } = change;
  const made = retired(joinedEntries(entries), change);
  const held = entries.filter((entry) => entry.role !== EMERITUS);
  const gone = new Set(made.gone.flatMap(({ parts }) => parts));
  const isFormer =
    held.length > 0 && held.every((entry) => gone.has(entry)) && made.added.every(({ list }) => list === EMERITUS);
  return rewriting(entries, made, { person, isAtAreas: null, besides: isFormer ? unnamed(held, inGroups) : [] });
}

/**
 * Somebody who gives everything back, or becomes emeritus, also leaves groups that no role of this file names. A repository's file may
 * name the organisation's groups; if one were named later, or the person came back, the group would give them a role that nobody decided
 * on.
 */
function unnamed(held: readonly StandingEntry[], places: readonly GroupPlace[]): readonly Step[] {
  const named = new Set(held.map(({ list, index }) => JSON.stringify([list, index])));
  return places
    .filter(({ list, index }) => !named.has(JSON.stringify([list, index])))
    .map(({ list, index }) => ({ do: "drop", list, index }));
}

/** What a group's entry loses; `areas`: those given back, empty meaning all. */
function givenBack(meant: readonly StandingEntry[], areas: readonly string[]): GivenBack {
  return (entry) => {
    if (!meant.includes(entry)) return null;
    if (areas.length === 0) return "all";
    const given = (entry.areas ?? []).filter((area) => areas.includes(area));
    return given.length === 0 ? null : given;
  };
}

/** The entries that none above them includes. */
function topmost(
  held: readonly JoinedEntry[],
  ladder: readonly string[],
  beside: readonly string[],
): readonly JoinedEntry[] {
  return held.filter(
    (entry) =>
      entry.list !== EMERITUS &&
      !held.some(
        (other) =>
          !beside.includes(entry.list) &&
          !beside.includes(other.list) &&
          ladder.indexOf(other.list) > ladder.indexOf(entry.list) &&
          (other.areas === null || entry.areas?.every((area) => other.areas?.includes(area)) === true),
      ),
  );
}

interface Rewritten {
  readonly person: ListedPerson;
  /** Whether new people of an area are listed at it; `null`: only those who were listed there. */
  readonly isAtAreas: ((area: string) => boolean) | null;
  readonly besides?: readonly Step[];
}

/** The steps of what becomes of entries that a list would have as one. */
function rewriting(
  entries: readonly StandingEntry[],
  { gone, narrowed, added }: Rewriting<JoinedEntry>,
  { person, isAtAreas, besides = [] }: Rewritten,
): Steps {
  const left = new Map<StandingEntry, readonly string[]>([
    ...gone.flatMap(({ parts }) => parts.map((part) => [part, []] as const)),
    ...narrowed.flatMap(({ entry, areas }) =>
      entry.parts.map((part) => [part, (part.areas ?? []).filter((area) => areas.includes(area))] as const),
    ),
  ]);
  const given: GivenBack = (entry) => {
    const kept = left.get(entry);
    if (kept === undefined || kept.length === (entry.areas ?? [null]).length) return null;
    return kept.length === 0 ? "all" : (entry.areas ?? []).filter((area) => !kept.includes(area));
  };
  const own = [...left].flatMap(([entry, areas]): readonly Step[] => {
    const { list, index } = entry;
    if (entry.at.kind === "group" || given(entry) === null) return [];
    return areas.length === 0 ? [{ do: "drop", list, index }] : [{ do: "areas", list, index, areas }];
  });
  const stood = new Set(
    entries.flatMap((entry) => (entry.at.kind === "area" && given(entry) !== null ? [entry.at.area] : [])),
  );
  const held = entries.filter((entry) => entry.role !== EMERITUS);
  const appends = added.flatMap((entry) => appendsOf(entry, isAtAreas ?? ((area) => stood.has(area))));
  return sound(entries, [...own, ...appends, ...leavingGroups(held, person, given).steps, ...besides]);
}

/** An entry for some areas may be written at these areas. */
function appendsOf({ list, fields }: NewEntry, isAtArea: (area: string) => boolean): readonly Step[] {
  const whole = fields.length > 1;
  const areas = fields.flatMap(([key, value]) => (key === "areas" && typeof value === "object" ? value : []));
  const atAreas = list === EMERITUS ? [] : areas.filter(isAtArea);
  if (atAreas.length === 0) return [{ do: "append", list: [list], fields, whole }];
  const plain = fields.filter(([key]) => key !== "areas");
  const here = atAreas.map((area): Step => {
    return { do: "append", list: ["areas", area, list], fields: plain, whole: plain.length > 1 };
  });
  const others = areas.filter((area) => !atAreas.includes(area));
  if (others.length === 0) return here;
  const rest = fields.map((field): Field => (field[0] === "areas" ? ["areas", others] : field));
  return [...here, { do: "append", list: [list], fields: rest, whole }];
}

/** In an order in which indexes stay right. An id that pins other entries must not go with the entry that carries it. */
function sound(entries: readonly StandingEntry[], steps: readonly Step[]): Steps {
  const drops = steps.filter((step) => step.do === "drop");
  const place = ({ list, index }: GroupPlace) => JSON.stringify([list, index]);
  const dropped = new Set(drops.map(place));
  const gone = entries.filter((entry) => dropped.has(place(entry)));
  const kept = entries.filter((entry) => !dropped.has(place(entry)));
  const carried = steps.some((step) => step.do === "append" && step.fields.some(([key]) => key === "id"));
  const losesPin = gone.some(({ id }) => id !== null) && kept.every(({ id }) => id === null);
  if (losesPin && !carried && kept.length > 0)
    return {
      kind: "cannot",
      why: `the id in ${gone[0]?.list.map(String).at(-1)} also says who the other entries mean; write it there first`,
    };
  const byIndex = drops.toSorted((a, b) => b.index - a.index);
  return { kind: "steps", steps: [...steps.filter((step) => step.do !== "drop"), ...byIndex] };
}
