/** Decides which entries of a roles.yaml a wanted change touches. Pure, over the values of the text. */
import { z } from "zod";
import { loginKey, unreachable } from "../shared/names.ts";
import { type Retirement, type Return, type Rewriting, retired, returned } from "./inactivity/retiring.ts";
import type { Plain } from "./yaml-tree.ts";

/** Who is meant: by id where both are known, else by login (R4). */
export interface Listed {
  readonly login: string;
  readonly id: number | null;
}

/** A change of people in a registry's text. `ladder`: the roles, lowest first. Empty `areas`: everywhere. */
export type RegistryEdit =
  | {
      readonly kind: "add";
      readonly person: Listed & {
        /** `YYYY-MM-DD`. */
        readonly since: string | null;
        readonly affiliation: string | null;
      };
      readonly role: string;
      readonly areas: readonly string[];
      readonly ladder: readonly string[];
      /** Lists whose entries stay where they say since when, though a higher role includes theirs: tenure counts from there (R49). */
      readonly keeps?: readonly string[];
    }
  | {
      readonly kind: "remove";
      readonly person: Listed;
      /** `null`: every role. */
      readonly role: string | null;
      readonly areas: readonly string[];
      readonly ladder: readonly string[];
      /** List the person as emeritus when nothing is left to them. */
      readonly emeritus: { readonly until: string | null } | null;
    }
  | Retirement
  | Return;

/** A field of an entry, as it is to be written. */
export type Field = readonly [key: string, value: string | number | boolean | readonly string[]];

/** One change of the text. Steps are in an order in which no step moves the entry that a later one names. */
export type Step =
  | { readonly do: "drop"; readonly list: string; readonly index: number }
  /** `null`: the entry then holds everywhere. */
  | { readonly do: "areas"; readonly list: string; readonly index: number; readonly areas: readonly string[] | null }
  | {
      readonly do: "append";
      readonly list: string;
      readonly fields: readonly Field[];
      /** The text knows some of it already and must not forget it: a bare login will not do. */
      readonly whole: boolean;
    };

export type Steps =
  | { readonly kind: "steps"; readonly steps: readonly Step[] }
  | { readonly kind: "cannot"; readonly why: string };

const EMERITUS = "emeritus";

const entryView = z.union([
  z
    .string()
    .transform((login) => ({ login, name: null, id: null, areas: null, affiliation: null, away: null, since: null })),
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

interface Entry {
  readonly list: string;
  readonly index: number;
  readonly name: string | null;
  readonly id: number | null;
  /** `null`: everywhere. */
  readonly areas: readonly string[] | null;
  readonly affiliation: string | null;
  readonly away: boolean | string | null;
  readonly since: string | null;
}

/** No steps: the text says it already. */
export function stepsFor(value: Plain, change: RegistryEdit): Steps {
  const lists = z.record(z.string(), z.unknown()).safeParse(value);
  const all = lists.success ? lists.data : {};
  const entries = [...change.ladder, EMERITUS].flatMap((list) => entriesIn(all, list, change.person));
  switch (change.kind) {
    case "add":
      return adding(entries, change);
    case "remove":
      return removing(entries, change);
    case "retire":
      return rewriting(entries, retired(entries, change));
    case "return":
      return rewriting(entries, returned(entries, change));
    default:
      return unreachable(change);
  }
}

function entriesIn(lists: Readonly<Record<string, unknown>>, list: string, person: Listed): readonly Entry[] {
  const items = z.array(z.unknown()).safeParse(lists[list]);
  const pins = pinsIn(lists);
  return (items.success ? items.data : []).flatMap((item, index): readonly Entry[] => {
    const read = entryView.safeParse(item);
    if (!read.success) return [];
    const { login, name, id, areas, affiliation, away, since } = read.data;
    const pin = id ?? pins.get(loginKey(login)) ?? null;
    const isMeant = pin !== null && person.id !== null ? pin === person.id : loginKey(login) === loginKey(person.login);
    if (!isMeant) return [];
    const known = {
      name: name ?? null,
      id: id ?? null,
      areas: areas ?? null,
      affiliation: affiliation ?? null,
      away: away ?? null,
      since: since ?? null,
    };
    return [{ list, index, ...known }];
  });
}

/** Pinned once is pinned everywhere. */
function pinsIn(lists: Readonly<Record<string, unknown>>): ReadonlyMap<string, number> {
  const pins = new Map<string, number>();
  for (const list of Object.values(lists)) {
    const items = z.array(z.unknown()).safeParse(list);
    for (const item of items.success ? items.data : []) {
      const read = entryView.safeParse(item);
      if (read.success && typeof read.data.id === "number") pins.set(loginKey(read.data.login), read.data.id);
    }
  }
  return pins;
}

/** Whether the registry gives the person the role there, or one above it, whatever else it lists them for. */
export function alreadyHolds(value: Plain, change: Extract<RegistryEdit, { kind: "add" }>): boolean {
  const lists = z.record(z.string(), z.unknown()).safeParse(value);
  const entries = change.ladder.flatMap((list) => entriesIn(lists.success ? lists.data : {}, list, change.person));
  return change.ladder.includes(change.role) && missingIn(entries, change).length === 0;
}

/** The areas in which the role is still missing; `null` among them: everywhere. */
function missingIn(
  entries: readonly Entry[],
  { role, areas, ladder }: Extract<RegistryEdit, { kind: "add" }>,
): readonly (string | null)[] {
  const held = entries.filter(({ list }) => ladder.indexOf(list) >= ladder.indexOf(role));
  const covers = (area: string | null) =>
    held.some((entry) => entry.areas === null || (area !== null && entry.areas.includes(area)));
  return (areas.length === 0 ? [null] : areas).filter((area) => !covers(area));
}

function adding(entries: readonly Entry[], change: Extract<RegistryEdit, { kind: "add" }>): Steps {
  const { role, areas, ladder, keeps = [] } = change;
  const height = ladder.indexOf(role);
  if (height === -1) return { kind: "cannot", why: `the ladder has no role ${role}` };
  const at = (list: string) => (list === EMERITUS ? -1 : ladder.indexOf(list));
  const held = entries.filter(({ list }) => at(list) >= height);
  const missing = missingIn(entries, change);
  const below = entries.filter(({ list }) => at(list) < height);
  const left = below.filter(({ list, since }) => since === null || !keeps.includes(list));
  const own = held.filter(({ list }) => list === role);
  const raised = missing.length === 0 ? [] : raising(own, missing, change, below);
  return sound(entries, [...raised, ...leaving(left, areas)]);
}

/** What gives the person the role where it is still missing. */
function raising(
  own: readonly Entry[],
  missing: readonly (string | null)[],
  { person, role, areas }: Extract<RegistryEdit, { kind: "add" }>,
  below: readonly Entry[],
): readonly Step[] {
  const [first, ...others] = own;
  const list = role;
  if (first === undefined) {
    const known = below.some((entry) =>
      (["name", "id", "affiliation", "away"] as const).some((key) => entry[key] !== null),
    );
    // A login may be another's tomorrow (R50).
    const whole = known || person.id !== null;
    return [{ do: "append", list, fields: fieldsOf(person, areas, below), whole }];
  }
  // What comes later has its own beginning: the entry that is there would give time away (R49).
  if (person.since !== null && own.some(({ since }) => since !== null && since !== person.since)) {
    const further = missing.flatMap((area) => area ?? []);
    return [{ do: "append", list, fields: fieldsOf(person, further, [...own, ...below]), whole: true }];
  }
  if (areas.length > 0) {
    const more = missing.flatMap((area) => area ?? []);
    return [{ do: "areas", list, index: first.index, areas: [...(first.areas ?? []), ...more] }];
  }
  const drops = others.map(({ index }): Step => ({ do: "drop", list, index }));
  return [{ do: "areas", list, index: first.index, areas: null }, ...drops];
}

/** Known of the person from the entries that go, too. */
function fieldsOf(
  person: Extract<RegistryEdit, { kind: "add" }>["person"],
  areas: readonly string[],
  below: readonly Entry[],
): readonly Field[] {
  const known = <Key extends "name" | "id" | "affiliation" | "away">(key: Key) =>
    below.map((entry) => entry[key]).find((value) => value !== null && value !== false) ?? null;
  const fields: readonly (readonly [string, Field[1] | null])[] = [
    ["login", person.login],
    ["name", known("name")],
    ["id", person.id ?? known("id")],
    ["areas", areas.length === 0 ? null : areas],
    ["since", person.since],
    ["affiliation", person.affiliation ?? known("affiliation")],
    ["away", known("away")],
  ];
  return fields.flatMap(([key, value]): readonly Field[] => (value === null ? [] : [[key, value]]));
}

/** Entries lose the areas, those that have nothing left go; whoever holds a role everywhere keeps it outside the areas. */
function leaving(entries: readonly Entry[], areas: readonly string[]): readonly Step[] {
  return entries.flatMap(({ list, index, areas: held }): readonly Step[] => {
    if (areas.length === 0 || list === EMERITUS) return [{ do: "drop", list, index }];
    if (held === null) return [];
    const left = held.filter((area) => !areas.includes(area));
    if (left.length === 0) return [{ do: "drop", list, index }];
    return left.length === held.length ? [] : [{ do: "areas", list, index, areas: left }];
  });
}

function removing(entries: readonly Entry[], change: Extract<RegistryEdit, { kind: "remove" }>): Steps {
  const { role, areas, emeritus, person } = change;
  const held = entries.filter(({ list }) => list !== EMERITUS);
  const meant = held.filter(({ list }) => role === null || list === role);
  if (areas.length > 0 && meant.some((entry) => entry.areas === null))
    return {
      kind: "cannot",
      why: `${person.login} holds the role everywhere; list the areas that remain by hand, since only people can say which`,
    };
  const steps = leaving(meant, areas);
  const dropped = steps.filter((step) => step.do === "drop");
  const isListed = entries.some(({ list }) => list === EMERITUS);
  if (steps.length === 0 || emeritus === null || isListed || dropped.length < held.length) return sound(entries, steps);
  // Whoever comes back finds there what it was (`/return`).
  const { added } = retired(entries, {
    kind: "retire",
    person,
    holdings: topmost(held, change.ladder).map(({ list, areas: where }) => ({
      role: list,
      areas: where ?? [],
      to: EMERITUS,
    })),
    until: emeritus.until ?? "",
    ladder: change.ladder,
  });
  const former = added.map(({ list, fields }): Step => {
    const known = fields.filter(([key, value]) => key !== "until" || value !== "");
    return { do: "append", list, fields: known, whole: true };
  });
  return sound(entries, [...steps, ...former]);
}

/** Those that none above them includes. */
function topmost(held: readonly Entry[], ladder: readonly string[]): readonly Entry[] {
  return held.filter(
    (entry) =>
      !held.some(
        (other) =>
          ladder.indexOf(other.list) > ladder.indexOf(entry.list) &&
          (other.areas === null || entry.areas?.every((area) => other.areas?.includes(area)) === true),
      ),
  );
}

function rewriting(entries: readonly Entry[], { gone, narrowed, added }: Rewriting<Entry>): Steps {
  return sound(entries, [
    ...narrowed.map(({ entry: { list, index }, areas }): Step => ({ do: "areas", list, index, areas })),
    ...added.map(({ list, fields }): Step => ({ do: "append", list, fields, whole: fields.length > 1 })),
    ...gone.map(({ list, index }): Step => ({ do: "drop", list, index })),
  ]);
}

/** In an order in which indexes stay right. An id that pins other entries must not go with the entry that carries it. */
function sound(entries: readonly Entry[], steps: readonly Step[]): Steps {
  const drops = steps.filter((step) => step.do === "drop");
  const isDropped = (entry: Entry) => drops.some(({ list, index }) => list === entry.list && index === entry.index);
  const gone = entries.filter(isDropped);
  const kept = entries.filter((entry) => !isDropped(entry));
  const carried = steps.some((step) => step.do === "append" && step.fields.some(([key]) => key === "id"));
  const losesPin = gone.some(({ id }) => id !== null) && kept.every(({ id }) => id === null);
  if (losesPin && !carried && kept.length > 0)
    return {
      kind: "cannot",
      why: `the id in ${gone[0]?.list} also says who the other entries mean; write it there first`,
    };
  const byIndex = drops.toSorted((a, b) => b.index - a.index);
  return { kind: "steps", steps: [...steps.filter((step) => step.do !== "drop"), ...byIndex] };
}
