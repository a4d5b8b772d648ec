/** Expresses a CODEOWNERS file as areas. Only the last match counts there, so every area keeps to its own people. */

import { CODEOWNERS_PATHS, codeOwners, type Rule } from "../../../registry/ownership/code-owners.ts";
import { parent } from "../../../registry/ownership/prow.ts";
import type { Note, Tree } from "../../../registry/ownership/tree.ts";
import { counted } from "../../../shared/counted.ts";
import { pushTo } from "../../../shared/grouped.ts";
import { inOrder, isPerson, isTeam } from "../import-people.ts";
import {
  type AreaDraft,
  type DraftRegistry,
  FOLDERS,
  NOBODY,
  type OwnerKey,
  type Ownership,
  type Unfit,
} from "../import-types.ts";
import { nobodyHere, UNOWNED } from "../somebody.ts";
import { type Grouped, grouped, living, type Pattern, withOverlaps } from "./overlaps.ts";

/** `null`: the tree has no CODEOWNERS file where GitHub looks. */
export function movedFromCodeOwners(tree: Tree, owner: string | null): DraftRegistry | null {
  const path = CODEOWNERS_PATHS.find((place) => tree.read(place) !== null);
  const text = path === undefined ? null : tree.read(path);
  if (path === undefined || text === null) return null;
  const { rules, notes } = codeOwners(text, path, owner);
  const ownershipOf = ownership(rules, path);
  const everybody = [...new Set(rules.flatMap(ownersOf))];
  const governing = ownershipOf(path).approvers;
  return {
    source: path,
    lower: "contributors",
    repositories: null,
    members: [],
    unfit: unfitWhy(rules, tree),
    areas: areasOf(rules, tree, everybody),
    everywhere: { approvers: [], reviewers: [] },
    governing: governing.size > 0 ? governing : new Set(everybody),
    ...(governing.size === 0 && { governingWhy: `nobody owns ${path} itself, so whoever may write could change it` }),
    emeritus: [],
    atAreas: true,
    spelling: new Map(rules.flatMap(({ owners }) => owners).map((name) => [name.toLowerCase(), name])),
    affiliations: new Map(),
    notes: [...notes, ...ownerNotes(rules, path), ...unread(tree, path)],
    rules: [
      "GitHub lets owners approve who can write to the repository, and a tree does not tell who can, so every owner is taken for one.",
      "Code owners alone do not block: a branch's rules have to require them. Rung's check has to be required likewise.",
      FOLDERS,
    ],
    ownershipOf,
  };
}

/** A file from which nobody gets anything does not govern the tree. */
function unfitWhy(rules: readonly Rule[], tree: Tree): Unfit | null {
  if (rules.length === 0) return { isCertain: true, why: "no line of it is one that GitHub takes" };
  const owned = rules.filter((rule) => ownersOf(rule).length > 0);
  if (owned.length === 0) return { isCertain: true, why: "it names nobody whose account can be told from the file" };
  const find = lastMatch(owned);
  if (tree.paths.some((path) => find(path) !== null)) return null;
  return { isCertain: false, why: "no pattern of it that names an owner matches a file" };
}

function ownersOf({ owners }: Rule): readonly OwnerKey[] {
  return [...new Set(owners.map((name) => name.toLowerCase()))].filter((key) => isPerson(key) || isTeam(key));
}

function ownership(rules: readonly Rule[], file: string): (path: string) => Ownership {
  const find = lastMatch(rules);
  const people = new Map(rules.map((rule) => [rule, new Set(ownersOf(rule))]));
  return (path) => {
    const rule = find(path);
    const approvers = rule === null ? NOBODY : (people.get(rule) ?? NOBODY);
    return {
      approvers,
      reviewers: NOBODY,
      needsNobody: false,
      unowned: approvers.size > 0 ? null : unownedWhy(rule, file),
    };
  };
}

function unownedWhy(rule: Rule | null, file: string): string {
  if (rule === null) return `no pattern of ${file} matches it, so any reviewer does for GitHub`;
  const place = `line ${rule.line} of ${file}, ${JSON.stringify(rule.pattern.source)},`;
  if (rule.emails.length > 0) return `${place} names e-mail addresses alone, whose accounts only GitHub knows`;
  if (rule.foreign.length > 0) return `${place} names only teams of other organisations, whom GitHub passes over`;
  return rule.owners.length > 0
    ? `${place} names nobody who could have an account`
    : `${place} names no owner, so any reviewer does for GitHub`;
}

/** Thousands of rules and paths: only rules whose literal beginning is the path's are tried. */
function lastMatch(rules: readonly Rule[]): (path: string) => Rule | null {
  const byBeginning = new Map<string, number[]>();
  for (const [index, { pattern }] of rules.entries()) {
    pushTo(byBeginning, pattern.beginning, index);
  }
  const lengths = [...new Set([...byBeginning.keys()].map(({ length }) => length))];
  return (path) => {
    let best = -1;
    for (const length of lengths) {
      if (length > path.length) continue;
      const list = byBeginning.get(path.slice(0, length)) ?? [];
      for (let at = list.length - 1; at >= 0; at -= 1) {
        const index = list[at] ?? -1;
        if (index <= best) break;
        if (rules[index]?.pattern.matches(path)) best = index;
      }
    }
    return rules[best] ?? null;
  };
}

function areasOf(rules: readonly Rule[], tree: Tree, everybody: readonly OwnerKey[]): readonly AreaDraft[] {
  const shapes = shapesOf(tree);
  const patterns = rules.flatMap((rule, order) =>
    globsFor(rule, shapes).map((glob): Pattern => ({ glob, order, group: inOrder(ownersOf(rule)).join(" ") })),
  );
  const rest: Pattern = { glob: "**", order: -1, group: "" };
  return grouped(withOverlaps(living([rest, ...patterns]), tree.paths)).map((area) => areaOf(area, everybody));
}

function areaOf({ group, patterns }: Grouped, everybody: readonly OwnerKey[]): AreaDraft {
  const paths = [...new Set(patterns.map(({ glob }) => glob))];
  if (group === "") return nobodyHere("CODEOWNERS names no owner of these files", everybody, paths);
  const approvers = group.split(" ");
  return {
    name: nameOf(paths, approvers),
    paths,
    inherits: false,
    needsNobody: false,
    approvers,
    reviewers: [],
    about: [],
    joinable: false,
  };
}

function nameOf(paths: readonly string[], approvers: readonly OwnerKey[]): string {
  const [only, ...others] = approvers;
  if (only !== undefined && others.length === 0 && isTeam(only)) return only.slice(only.indexOf("/") + 1);
  if (paths.includes("**")) return "everything";
  return paths[0] ?? UNOWNED;
}

interface Shapes {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
  readonly fileNames: ReadonlySet<string>;
  readonly folderNames: ReadonlySet<string>;
}

function shapesOf(tree: Tree): Shapes {
  const folders = new Set<string>();
  for (const path of tree.paths)
    for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
      const folder = path.slice(0, slash);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  const nameOfPath = (path: string) => path.slice(path.lastIndexOf("/") + 1);
  return {
    files: new Set(tree.paths),
    folders,
    fileNames: new Set(tree.paths.map(nameOfPath)),
    folderNames: new Set([...folders].map(nameOfPath)),
  };
}

/** A name may be a file's or a folder's. Where the tree shows which, or the name looks like a file's, one pattern is enough. */
function globsFor({ pattern }: Rule, shapes: Shapes): readonly string[] {
  const { itself, below } = pattern.globs;
  const [own] = itself;
  if (own === undefined || below.length === 0) return [...itself, ...below];
  const name = own.startsWith("**/") ? own.slice(3) : null;
  if (!/[*?\\]/.test(name ?? own)) {
    const isFile = name === null ? shapes.files.has(own) : shapes.fileNames.has(name);
    const isFolder = name === null ? shapes.folders.has(own) : shapes.folderNames.has(name);
    if (isFile !== isFolder) return isFile ? itself : below;
    return [...itself, ...below];
  }
  // `/test*` is about a folder to come, too; a name with an ending, such as `*.js`, is a file's.
  const isFileName = /\.[^./*?]+$/.test(name ?? own);
  const folder = [...shapes.folders].some((path) => pattern.matches(path) && !pattern.matches(parent(path)));
  return folder || !isFileName ? [...itself, ...below] : itself;
}

/** Alike ones are one: a file may have a thousand e-mail addresses. */
function ownerNotes(rules: readonly Rule[], file: string): readonly Note[] {
  const read = { rules, file };
  const unsound = ({ owners }: Rule) =>
    owners.filter((name) => !isPerson(name.toLowerCase()) && !isTeam(name.toLowerCase()));
  return [
    ...groupedNote(read, ({ emails }) => emails, {
      what: "e-mail owner",
      why: "whose accounts only GitHub knows; add the logins",
    }),
    ...groupedNote(read, ({ foreign }) => foreign.map((name) => `@${name}`), {
      what: "foreign team",
      why: "GitHub passes them over",
    }),
    ...groupedNote(read, unsound, { what: "unusable name", why: "left out" }),
  ];
}

const MAX_NAMED = 3;

function groupedNote(
  { rules, file }: { readonly rules: readonly Rule[]; readonly file: string },
  namesOf: (rule: Rule) => readonly string[],
  { what, why }: { readonly what: string; readonly why: string },
): readonly Note[] {
  const found = rules.flatMap((rule) => namesOf(rule).map((name) => ({ name, line: rule.line })));
  const names = [...new Set(found.map(({ name }) => name))];
  const [first] = found;
  if (first === undefined) return [];
  const lines = new Set(found.map(({ line }) => line)).size;
  const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : "";
  const place = lines === 1 ? `${file}:${first.line}` : file;
  const where = lines === 1 ? "" : `, on ${lines} lines, the first ${first.line}`;
  return [
    { place, text: `${counted(names.length, what)} (${names.slice(0, MAX_NAMED).join(", ")}${more}${where}): ${why}` },
  ];
}

function unread(tree: Tree, path: string): readonly Note[] {
  return CODEOWNERS_PATHS.filter((place) => place !== path && tree.read(place) !== null).map((place) => ({
    place,
    text: `GitHub does not read it, since ${path} is there`,
  }));
}
