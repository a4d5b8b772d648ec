/** The content of a roles.yaml as far as it is sound, piece by piece, and every complaint about the rest. */
import type { z } from "zod";
import {
  type Complaint,
  complaints,
  isList,
  listText,
  MAX_FAULTS,
  noValue,
  unknownKey,
  valueAt,
} from "./complaints.ts";
import { withOwnText } from "./extends.ts";
import type { Path } from "./registry-path.ts";
import { type Entry, entryShape, type Fixed, type FixedShape } from "./registry-schema.ts";
import type { PromotionReference, Registry, RoleDefinition } from "./registry-types.ts";
import { printable } from "./yaml-faults.ts";
import type { Plain, YamlTree } from "./yaml-tree.ts";

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
  const lists = listsOf({ top, names, fixedKeys, open: sound.fixed.extends != null && base === null, tree });
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
    const promotion = role?.promotion == null ? null : (valueAt(tree.value, ["roles", name, "promotion"]) ?? null);
    return { name, summary: role?.summary ?? null, promotion, references: references(promotion) };
  });
}

/** The ladder: the one written, else the default one. A registry that extends another climbs that one's (extends.ts). */
function ladderOf(
  written: readonly RoleDefinition[],
  base: Registry | null,
  { ladder }: Grammar,
): readonly RoleDefinition[] {
  if (base === null) return written.length > 0 ? written : ladder;
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
}

function listsOf({ top, names, fixedKeys, open, tree }: Lists) {
  const entries: DraftEntry[] = [];
  const found: Complaint[] = [];
  const others: string[] = [];
  for (const [key, value] of Object.entries(top)) {
    if (found.length > MAX_FAULTS) break;
    if (fixedKeys.includes(key)) continue;
    if (!names.includes(key)) {
      if (!open || !isList(value)) {
        found.push(unknownKey([], key, [...new Set([...names, ...fixedKeys])]));
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
    const names = typeof value === "string" ? value.split(/[\s,]+/).map((name) => name.replace(/^@/, "")) : [];
    const areNames = names.length > 0 && names.every((name) => entryShape.safeParse(name).success);
    const shown = areNames ? `; write ${listText(names)}` : ", as in [ann, ben]";
    found.push({ path: [role], on: "value", message: `expected a list of people${shown}` });
    return { entries, complaints: found };
  }
  for (const [index, item] of value.entries()) {
    if (found.length > MAX_FAULTS) break;
    const read = entryShape.safeParse(item);
    if (read.success) entries.push({ role, index, entry: read.data });
    else found.push(...complaints(entryShape, read.error.issues, [role, index], tree));
  }
  return { entries, complaints: found };
}

/** The path of an entry, and within it. */
export function entryPath(entry: DraftEntry, ...within: Path): Path {
  return [entry.role, entry.index, ...within];
}
