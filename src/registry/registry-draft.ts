/** The content of a roles.yaml as far as it is sound, piece by piece, and every complaint about the rest. */
import type { z } from "zod";
import { nearest } from "../shared/nearest.ts";
import { type Complaint, complaints, isOfPeople, MAX_FAULTS, MAX_HINTS, noValue, unknownKey } from "./complaints.ts";
import { withOwnText } from "./extends.ts";
import { roleInactivityOf } from "./inactivity/inactivity-key.ts";
import { misplaced } from "./indentation.ts";
import { otherPlace } from "./meant-key.ts";
import { flowText } from "./meant-value.ts";
import type { Path } from "./registry-path.ts";
import { type Entry, entryShape, type Fixed, type FixedShape, personShape } from "./registry-schema.ts";
import type { PromotionReference, Registry, RoleDefinition } from "./registry-types.ts";
import { inOrder } from "./rungs.ts";
import { schemaAt } from "./schema-tree.ts";
import { printable } from "./yaml-faults.ts";
import { isList, type Plain, valueAt, type YamlTree } from "./yaml-tree.ts";

/** One entry of a role's list, and its place in the list as written. */
export interface DraftEntry {
  readonly role: string;
  readonly index: number;
  readonly entry: Entry;
}

export interface Draft {
  readonly fixed: Fixed;
  readonly roles: readonly RoleDefinition[];
  readonly entries: readonly DraftEntry[];
  /** Every area name written, those at fault included: naming one of these is not a second fault. */
  readonly areaNames: ReadonlySet<string>;
  readonly complaints: readonly Complaint[];
}

/** How a roles.yaml is written. */
export interface Grammar {
  readonly shape: FixedShape;
  readonly references: (block: unknown) => readonly PromotionReference[];
  /** Of a file that writes none. */
  readonly ladder: readonly RoleDefinition[];
}

/** Reads a tree whose YAML is sound. `base`: the registry that this one extends, where it is at hand. */
export function draftOf(tree: YamlTree, base: Registry | null, grammar: Grammar): Draft {
  const top = mappingOf(tree.value);
  if (top === null) return emptyDraft(tree, grammar);
  const { shape } = grammar;
  const fixedKeys = Object.keys(shape.shape);
  const fixedPart = Object.fromEntries(Object.entries(top).filter(([key]) => fixedKeys.includes(key)));
  const sound = soundFixed(fixedPart, shape, tree);
  const roles = ladderOf(writtenRoles(sound.fixed, tree, grammar), base, grammar);
  const written = mappingOf(top.roles ?? null);
  const names = [...roles.map((role) => role.name), ...Object.keys(written ?? {})];
  const lists = listsOf({ top, names, fixedKeys, open: sound.fixed.extends != null && base === null, tree, shape });
  return {
    fixed: sound.fixed,
    roles: [...roles, ...lists.others.map((name) => ({ name, summary: null, promotion: null, references: [] }))],
    entries: lists.entries,
    areaNames: new Set(Object.keys(mappingOf(top.areas ?? null) ?? {})),
    complaints: [...sound.complaints, ...shadowing(roles, fixedKeys), ...lists.complaints],
  };
}

function mappingOf(value: Plain): Readonly<Record<string, Plain>> | null {
  return value === null || typeof value !== "object" || isList(value) ? null : value;
}

function emptyDraft(tree: YamlTree, { ladder }: Grammar): Draft {
  const message =
    tree.value === null
      ? "the file says nothing; list at least the people of the top role, as in `maintainers: [ann, ben]`"
      : "expected a mapping of roles to people, as in `maintainers: [ann, ben]`";
  return {
    fixed: {},
    roles: ladder,
    entries: [],
    areaNames: new Set(),
    complaints: [{ path: [], on: "value", message }],
  };
}

/** Everything but the role lists. What is at fault is left out, so that the rest can be judged at once. */
function soundFixed(value: Readonly<Record<string, Plain>>, shape: FixedShape, tree: YamlTree) {
  const first = shape.safeParse(value);
  if (first.success) return { fixed: first.data, complaints: [] };
  const second = shape.safeParse(withoutPromotions(value, first.error.issues));
  const third = second.success
    ? second
    : shape.safeParse(
        without(
          mappingOf(withoutPromotions(value, first.error.issues)) ?? {},
          first.error.issues.filter(({ path }) => path[0] !== "roles" || path[2] !== "promotion"),
        ),
      );
  return {
    fixed: third.data ?? {},
    complaints: complaints(shape, first.error.issues.slice(0, MAX_FAULTS), [], tree),
  };
}

/** A role whose criteria are at fault is a role still: others may name it. */
function withoutPromotions(value: Readonly<Record<string, Plain>>, issues: readonly z.core.$ZodIssue[]): Plain {
  const faulty = new Set(
    issues.flatMap(({ path: [section, role, key] }) =>
      section === "roles" && key === "promotion" && typeof role === "string" ? [role] : [],
    ),
  );
  const roles = Object.entries(mappingOf(value.roles ?? null) ?? {}).map(([name, role]): [string, Plain] => [
    name,
    faulty.has(name) ? { ...mappingOf(role), promotion: null } : role,
  ]);
  return { ...value, ...(faulty.size === 0 ? {} : { roles: Object.fromEntries(roles) }) };
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

/** The ladder: the one written, else the default one. A registry that extends another climbs that one's (extends.ts). */
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

interface Lists {
  readonly top: Readonly<Record<string, Plain>>;
  readonly names: readonly string[];
  readonly fixedKeys: readonly string[];
  /** The ladder is another file's, which is not at hand: any list may be a role's. */
  readonly open: boolean;
  readonly tree: YamlTree;
  readonly shape: FixedShape;
}

/** At the beginning of a line: a list of people has the name of a role, everything else is a key of its own. */
function unknownTop(
  key: string,
  siblings: readonly string[],
  { top, names, fixedKeys, shape }: Omit<Lists, "open" | "tree">,
): Complaint {
  const value = top[key] ?? null;
  const arePeople = isList(value) && isOfPeople(value);
  const fits = (known: string) =>
    fixedKeys.includes(known)
      ? schemaAt(shape, [known])?.safeParse(value).success === true
      : isList(value) || value === null;
  const people = `people are listed under the name of a role: ${[...new Set(names)].join(", ")}`;
  const elsewhere = arePeople ? people : otherPlace(key, shape, { path: [], root: shape });
  return unknownKey([], key, [...new Set([...names, ...fixedKeys])], {
    fits,
    siblings,
    elsewhere,
  });
}

function listsOf({ top, names, fixedKeys, open, tree, shape }: Lists) {
  const entries: DraftEntry[] = [];
  const found: Complaint[] = [];
  const others: string[] = [];
  const siblings = Object.keys(top).slice(0, MAX_HINTS);
  for (const [key, value] of Object.entries(top)) {
    if (found.length > MAX_FAULTS) break;
    if (fixedKeys.includes(key)) continue;
    if (!names.includes(key)) {
      if (!open || !isList(value)) {
        const slip = found.length < MAX_HINTS ? misplaced([key], shape, top) : null;
        if (slip !== null) found.push({ path: slip.path, on: "key", message: slip.message, explains: slip.above });
        else found.push(unknownTop(key, siblings, { top, names, fixedKeys, shape }));
        continue;
      }
      others.push(key);
    }
    const read = listOf(key, value, tree);
    entries.push(...read.entries);
    found.push(...read.complaints);
  }
  return { entries, complaints: found, others };
}

function listOf(role: string, value: Plain, tree: YamlTree): { entries: DraftEntry[]; complaints: Complaint[] } {
  const entries: DraftEntry[] = [];
  const found: Complaint[] = [];
  if (value === undefined) return { entries, complaints: found };
  if (value === null) {
    found.push({ path: [role], on: "key", message: noValue(role, true) });
    return { entries, complaints: found };
  }
  if (!isList(value)) {
    found.push({ path: [role], on: "value", message: `expected a list of people${meantList(value)}` });
    return { entries, complaints: found };
  }
  for (const [index, item] of value.entries()) {
    if (found.length > MAX_FAULTS) break;
    const read = entryShape.safeParse(item);
    if (read.success) entries.push({ role, index, entry: read.data });
    else {
      const slip = entrySlip(item, index);
      if (slip !== null) found.push({ path: [role, index], on: "value", message: slip });
      else found.push(...complaints(entryShape, read.error.issues, [role, index], tree));
    }
  }
  return { entries, complaints: found };
}

/** The list that was meant where there is none. */
function meantList(value: Plain): string {
  if (typeof value === "string" && /^(?:none|nobody|n\/a|tbd|-)$/i.test(value)) return "; write [] for nobody";
  const names = typeof value === "string" ? value.split(/[\s,;]+(?:and\s+)?/) : [];
  const entries: readonly Plain[] =
    typeof value === "string"
      ? names.map((name) => name.replace(/^@/, "")).filter((name) => name !== "")
      : entryShape.safeParse(value).success
        ? [value]
        : Object.entries(mappingOf(value) ?? {}).map(entryNamed);
  const isSound = entries.length > 0 && entries.every((entry) => entryShape.safeParse(entry).success);
  const text = isSound ? flowText(entries) : "";
  return text === "" || text.length > 200 ? ", as in [ann, ben]" : `; write ${text}`;
}

/** Of a login that stands as a key: what is below it are its areas, or the keys of its entry. */
function entryNamed([login, below]: readonly [string, Plain]): Plain {
  const name = login.replace(/^@/, "");
  if (below === null) return name;
  return isList(below) ? { login: name, areas: below } : { login: name, ...mappingOf(below) };
}

/** What an item of a list of people most likely is, where its keys alone do not tell. */
function entrySlip(item: Plain, index: number): string | null {
  if (isList(item)) {
    if (!isOfPeople(item)) return null;
    return `a list within the list; write ${item.map(flowText).join(", ")} without its brackets`;
  }
  const pairs = Object.entries(mappingOf(item) ?? {});
  const [first, ...others] = pairs;
  if (first === undefined) return null;
  const keys = pairs.map(([key]) => key);
  if (keys.includes("login") && keys.includes("team")) return "an entry is a person or a team; make them two entries";
  if (keys.includes("login") && keys.includes("role"))
    return "the list in which an entry stands says its role; remove `role`";
  const place = keys.find((key) => key === "paths" || key === "repos");
  if (place !== undefined)
    return `\`${place}\` belongs to an area; define one under \`areas\`, and name it here with \`areas: […]\``;
  const mayBeName = others.length === 0 && typeof first[1] !== "string" && nearest(first[0], ENTRY_KEYS) === null;
  const named = mayBeName ? entryNamed(first) : null;
  if (named !== null && entryShape.safeParse(named).success)
    return `${printable(first[0])} is read as a key here; write ${flowText(named)}`;
  const isRest = index > 0 && keys.every((key) => key !== "login" && key !== "team" && ENTRY_KEYS.has(key));
  return isRest ? "this item names nobody; if it belongs to the one above, write spaces instead of its dash" : null;
}

const ENTRY_KEYS: ReadonlySet<string> = new Set([...Object.keys(personShape.shape), "team"]);

/** The path of an entry, and within it. */
export function entryPath(entry: DraftEntry, ...within: Path): Path {
  return [entry.role, entry.index, ...within];
}
