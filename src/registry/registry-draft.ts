/** The content of a roles.yaml as far as it is sound, piece by piece, and every complaint about the rest. */

import type { z } from "zod";
import { isOfPeople, MAX_HINTS } from "./advice-by-place.ts";
import { type AreaLists, areaLists } from "./area-lists.ts";
import { type Complaint, complaints, MAX_FAULTS, unknownKey } from "./complaints.ts";
import type { PeopleLists, WrittenEntry } from "./entries.ts";
import { withOwnText } from "./extends.ts";
import { groupLists } from "./group-lists.ts";
import { type Spread, type SpreadEntry, spread } from "./groups.ts";
import { roleInactivityOf } from "./inactivity/inactivity-key.ts";
import { misplaced } from "./indentation.ts";
import { DEFAULT_LADDER } from "./ladder.ts";
import { otherPlace } from "./meant-key.ts";
import { readList } from "./people-lists.ts";
import { type Fixed, type FixedShape, LATER_KEYS } from "./registry-schema.ts";
import type { PromotionReference, Registry, RoleDefinition } from "./registry-types.ts";
import { inOrder } from "./rungs.ts";
import { schemaAt } from "./schema-tree.ts";
import { printable } from "./yaml-faults.ts";
import { isList, mappingOf, type Plain, valueAt, type YamlTree } from "./yaml-tree.ts";

export interface Draft {
  readonly fixed: Fixed;
  readonly roles: readonly RoleDefinition[];
  /** Everybody who is listed for a role, one by one, members of groups included. */
  readonly entries: readonly SpreadEntry[];
  /** The same as it is written. */
  readonly lists: PeopleLists;
  readonly spread: Spread;
  /** Every area name written, those at fault included: naming one of these is not a second fault. */
  readonly areaNames: ReadonlySet<string>;
  /** Likewise of groups. */
  readonly groupNames: readonly string[];
  readonly complaints: readonly Complaint[];
}

/** How a roles.yaml is written. */
export interface Grammar {
  readonly shape: FixedShape;
  readonly references: (block: unknown) => readonly PromotionReference[];
  /** The ladder of a file that defines none. */
  readonly ladder: readonly RoleDefinition[];
}

/** Reads a tree whose YAML is sound. `base`: the registry that this one extends, where it is at hand. `most`: as for `spread`. */
export function draftOf(tree: YamlTree, base: Registry | null, grammar: Grammar, most?: number): Draft {
  const top = mappingOf(tree.value);
  if (top === null) return emptyDraft(tree, grammar);
  const { shape } = grammar;
  const isOpen = (top.extends ?? null) !== null && base === null;
  const fixedKeys = fixedKeysIn(top, base, { shape, isOpen });
  const fixedPart = Object.fromEntries(Object.entries(top).filter(([key]) => fixedKeys.includes(key)));
  const people = peopleIn(top, base, { tree, shape, isOpen, ladder: grammar.ladder, fixedKeys });
  const sound = soundFixed({ ...fixedPart, ...people.rest }, shape, tree);
  const roles = ladderOf(writtenRoles(sound.fixed, tree, grammar), base, grammar);
  const found = spread(people.lists, base?.groups, most);
  return {
    fixed: sound.fixed,
    roles: [...roles, ...people.others.map((name) => ({ name, summary: null, promotion: null, references: [] }))],
    entries: found.entries,
    lists: people.lists,
    spread: found,
    areaNames: new Set(Object.keys(mappingOf(top.areas ?? null) ?? {})),
    groupNames: people.groupNames,
    complaints: [...sound.complaints, ...shadowing(roles, fixedKeys), ...people.complaints],
  };
}

/**
 * The keys that are not lists of roles. A key that was added to Rung later gives way to a role of that name, in the file or the one it
 * extends: what was a list of people before Rung knew the key stays one.
 */
function fixedKeysIn(
  top: Readonly<Record<string, Plain>>,
  base: Registry | null,
  { shape, isOpen }: { readonly shape: FixedShape; readonly isOpen: boolean },
): readonly string[] {
  const roles = new Set([
    ...Object.keys(mappingOf(top.roles ?? null) ?? {}),
    ...(base?.roles ?? []).map(({ name }) => name),
  ]);
  const isForeignList = (key: string) =>
    arePeople(top[key] ?? null) && schemaAt(shape, [key])?.safeParse(top[key]).success !== true;
  const isRole = (key: string) => roles.has(key) || (isOpen && isForeignList(key));
  return Object.keys(shape.shape).filter((key) => !LATER_KEYS.has(key) || !isRole(key));
}

function emptyDraft(tree: YamlTree, { ladder }: Grammar): Draft {
  const message =
    tree.value === null
      ? "the file says nothing; list at least the people of the top role, as in `maintainers: [ann, ben]`"
      : "expected a mapping of roles to people, as in `maintainers: [ann, ben]`";
  const lists: PeopleLists = { entries: [], groups: {} };
  return {
    fixed: {},
    roles: ladder,
    entries: [],
    lists,
    spread: spread(lists),
    areaNames: new Set(),
    groupNames: [],
    complaints: [{ path: [], on: "value", message }],
  };
}

/** Everything but the role lists. Faulty parts are left out, so that the others can be judged at the same time. */
function soundFixed(value: Readonly<Record<string, Plain>>, shape: FixedShape, tree: YamlTree) {
  const first = shape.safeParse(value);
  if (first.success) return { fixed: first.data, complaints: [] };
  const rest = withoutFaultyKeys(value, first.error.issues);
  const second = shape.safeParse(rest);
  const third = second.success ? second : shape.safeParse(without(rest, second.error.issues));
  return {
    fixed: third.data ?? {},
    complaints: complaints(shape, first.error.issues.slice(0, MAX_FAULTS), [], tree),
  };
}

/** A role with a faulty key is still a role: others may name it. */
function withoutFaultyKeys(
  value: Readonly<Record<string, Plain>>,
  issues: readonly z.core.$ZodIssue[],
): Readonly<Record<string, Plain>> {
  const faulty = new Map<string, ReadonlySet<string>>();
  for (const issue of issues) {
    const [section, role, key] = issue.path;
    if (section !== "roles" || typeof role !== "string") continue;
    const keys = key === undefined ? (issue.code === "unrecognized_keys" ? issue.keys : []) : [String(key)];
    faulty.set(role, new Set([...(faulty.get(role) ?? []), ...keys]));
  }
  if (faulty.size === 0) return value;
  const roles = Object.entries(mappingOf(value.roles ?? null) ?? {}).map(([name, role]): [string, Plain] => {
    const cut = faulty.get(name);
    const written = mappingOf(role);
    if (cut === undefined || written === null) return [name, role];
    return [name, Object.fromEntries(Object.entries(written).filter(([key]) => !cut.has(key)))];
  });
  return { ...value, roles: Object.fromEntries(roles) };
}

function without(value: Readonly<Record<string, Plain>>, issues: readonly z.core.$ZodIssue[]): Plain {
  const cuts = new Map<string, Set<string>>();
  for (const { path } of issues) {
    const [section = "", entry] = path.map(String);
    const known = cuts.get(section) ?? new Set<string>();
    // The empty name stands for the whole section.
    cuts.set(section, known.add(entry ?? ""));
  }
  const kept = Object.entries(value).flatMap(([section, content]): [string, Plain][] => {
    const cut = cuts.get(section);
    if (cut === undefined) return [[section, content]];
    const mapping = mappingOf(content);
    if (cut.has("") || mapping === null) return [];
    return [[section, Object.fromEntries(Object.entries(mapping).filter(([entry]) => !cut.has(entry)))]];
  });
  return Object.fromEntries(kept);
}

function writtenRoles({ roles }: Fixed, tree: YamlTree, { references }: Grammar): readonly RoleDefinition[] {
  return Object.entries(roles ?? {}).map(([name, role]) => {
    // From the text: the schema puts the criteria into its own order.
    const isOpen = role?.promotion != null && role.promotion !== false;
    const promotion = isOpen ? (valueAt(tree.value, ["roles", name, "promotion"]) ?? null) : null;
    return {
      name,
      summary: role?.summary ?? null,
      promotion,
      references: references(promotion),
      ...(role?.beside === true ? { beside: true as const } : {}),
      ...(role?.promotion === false ? { closed: true as const } : {}),
      ...(role?.held == null ? {} : { held: role.held }),
      ...(role?.inactivity == null ? {} : { inactivity: roleInactivityOf(role.inactivity) }),
    };
  });
}

/** The ladder: the one in the file, otherwise the default one. A registry that extends another uses the other's (extends.ts). */
function ladderOf(
  written: readonly RoleDefinition[],
  base: Registry | null,
  { ladder }: Grammar,
): readonly RoleDefinition[] {
  if (base === null) return written.length > 0 ? inOrder(written) : ladder;
  const known = base.roles.map((role) => {
    const own = written.find(({ name }) => name === role.name);
    return own === undefined ? role : withOwnText(role, own);
  });
  return [...known, ...written.filter(({ name }) => !base.roles.some((role) => role.name === name))];
}

function shadowing(roles: readonly RoleDefinition[], fixedKeys: readonly string[]): readonly Complaint[] {
  return roles
    .filter(({ name }) => fixedKeys.includes(name))
    .map(({ name }) => ({
      path: ["roles", name],
      on: "key",
      message: `${printable(name)} is a key of roles.yaml and cannot name a role; choose another name`,
    }));
}

interface PeopleContext {
  readonly tree: YamlTree;
  readonly shape: FixedShape;
  /** The ladder is another file's, which is not at hand: any list may be a role's. */
  readonly isOpen: boolean;
  readonly ladder: readonly RoleDefinition[];
  readonly fixedKeys: readonly string[];
}

/** Every list of people, wherever it is, and the rest of the sections that contain some. */
function peopleIn(
  top: Readonly<Record<string, Plain>>,
  base: Registry | null,
  { tree, shape, isOpen, ladder, fixedKeys }: PeopleContext,
) {
  const written = Object.keys(mappingOf(top.roles ?? null) ?? {});
  const known = base === null ? (written.length > 0 ? [] : ladder) : base.roles;
  const names = [...new Set([...known.map(({ name }) => name), ...written])];
  const groups = fixedKeys.includes("groups") ? top.groups : undefined;
  const groupNames = Object.keys(mappingOf(groups ?? null) ?? {});
  const theirs = (base?.groups ?? []).map(({ name }) => name);
  const context = { tree, groupNames: new Set([...groupNames, ...theirs].map((name) => name.toLowerCase())) };
  const lists = topLists({ top, names, fixedKeys, isOpen, context, shape });
  const ofAreas = areaLists(top.areas, { names, isOpen, context, shape });
  const ofGroups = groupLists(groups, context);
  return {
    lists: { entries: [...lists.entries, ...ofAreas.entries], groups: ofGroups.groups },
    others: [...new Set([...lists.others, ...ofAreas.others])],
    rest: {
      ...(ofAreas.rest === undefined ? {} : { areas: ofAreas.rest }),
      ...(ofGroups.rest === undefined ? {} : { groups: ofGroups.rest }),
    },
    groupNames: [...groupNames, ...theirs],
    complaints: [...lists.complaints, ...ofAreas.complaints, ...ofGroups.complaints],
  };
}

interface TopLists extends AreaLists {
  readonly top: Readonly<Record<string, Plain>>;
  readonly fixedKeys: readonly string[];
}

function arePeople(value: Plain): boolean {
  return isList(value) && isOfPeople(value);
}

/** At the top level: a list of people has the name of a role, everything else is a key of its own. */
function unknownTop(
  key: string,
  siblings: readonly string[],
  { top, names, fixedKeys, shape }: Omit<TopLists, "isOpen" | "context">,
): Complaint {
  const value = top[key] ?? null;
  const fits = (known: string) =>
    fixedKeys.includes(known)
      ? schemaAt(shape, [known])?.safeParse(value).success === true
      : isList(value) || value === null;
  const people =
    unwrittenRole(key, names) ?? `people are listed under the name of a role: ${[...new Set(names)].join(", ")}`;
  const elsewhere = arePeople(value) ? people : otherPlace(key, shape, { path: [], root: shape });
  return unknownKey([], key, [...new Set([...names, ...fixedKeys])], {
    fits,
    siblings,
    elsewhere,
  });
}

/** Of people in a role of the usual ladder, where the file's own ladder has others of it; `null`: it is none. */
function unwrittenRole(key: string, names: readonly string[]): string | null {
  const usual = DEFAULT_LADDER.map(({ name }) => name);
  if (!usual.includes(key) || !usual.some((name) => names.includes(name))) return null;
  const next = usual.slice(usual.indexOf(key) + 1).find((name) => names.includes(name));
  const place = next === undefined ? "as its last one" : `before ${next}`;
  return `\`roles\` is the whole ladder where it is written; add \`${key}: {}\` to it, ${place}`;
}

function topLists({ top, names, fixedKeys, isOpen, context, shape }: TopLists) {
  const entries: WrittenEntry[] = [];
  const found: Complaint[] = [];
  const others: string[] = [];
  const siblings = Object.keys(top).slice(0, MAX_HINTS);
  for (const [key, value] of Object.entries(top)) {
    if (found.length > MAX_FAULTS) break;
    if (fixedKeys.includes(key)) continue;
    if (!names.includes(key)) {
      if (!isOpen || !isList(value)) {
        const slip = found.length < MAX_HINTS ? misplaced([key], shape, top) : null;
        if (slip !== null) found.push({ path: slip.path, on: "key", message: slip.message, explains: slip.above });
        else found.push(unknownTop(key, siblings, { top, names, fixedKeys, shape }));
        continue;
      }
      others.push(key);
    }
    const read = readList([key], value, context);
    entries.push(...read.entries.map((one) => ({ role: key, area: null, ...one })));
    found.push(...read.complaints);
  }
  return { entries, complaints: found, others };
}
