/** Reads OWNERS and OWNERS_ALIASES files and the front matter of Markdown, as Prow's repoowners package does, its leniency included. */

import { isAlias, isMap, isScalar, isSeq, type Pair, parseAllDocuments, type YAMLMap } from "yaml";
import { joinList } from "../../shared/people.ts";
import { type GoRegexp, goRegexp } from "./go-regexp.ts";

/** The people of one file, or of one of its filters; `null` lists are not there, which is other than empty. */
interface People {
  readonly approvers: readonly string[];
  readonly reviewers: readonly string[];
  readonly requiredReviewers: readonly string[];
  readonly labels: readonly string[];
}

export interface Filter {
  /** As written; `.*` stands for every path and is no expression (`null`). */
  readonly pattern: string;
  readonly expression: GoRegexp | null;
  readonly people: People;
}

export interface OwnersFile {
  readonly filters: readonly Filter[];
  readonly noParentOwners: boolean;
  readonly autoApproveUnownedSubfolders: boolean;
  readonly emeritus: readonly string[];
  /** What Prow silently ignores, in words. */
  readonly ignored: readonly string[];
}

const EVERY_PATH = ".*";

const NO_OPTIONS = { noParentOwners: false, autoApproveUnownedSubfolders: false };

/** A file in neither form means nothing to Prow. Never throws. */
export function ownersFile(text: string): OwnersFile {
  const top = topOf(text);
  if (top.map === null) return { filters: [], ...NO_OPTIONS, emeritus: [], ignored: [...top.faults] };
  const simple = peopleOf(top.map);
  const options = optionsOf(top.map);
  const { map } = top;
  const emeritus = FORMER.flatMap((key) => listAt(map, key) ?? []);
  const foreign = map.items.flatMap(({ key, value }) => foreignList(scalarText(key) ?? "", resolved(value, map)));
  if (simple !== null && options !== null && !isEmpty(simple)) {
    const filters = [{ pattern: EVERY_PATH, expression: null, people: simple }];
    const both = valueAt(top.map, "filters") !== undefined;
    return {
      filters,
      ...options,
      emeritus,
      ignored: [...(both ? ["its filters: it lists people outside them as well"] : []), ...foreign],
    };
  }
  const full = filtersOf(top.map);
  if (full === null || options === null) {
    const what =
      options === null
        ? "all of it: its options are no mapping of true and false"
        : "all of it: a filter is not well formed";
    return { filters: [], ...NO_OPTIONS, emeritus, ignored: [what, ...foreign] };
  }
  const unlisted = simple === null ? ["its people: they are not written as a list"] : [];
  const wrong = full.filter((filter) => filter.expression === null && filter.pattern !== EVERY_PATH);
  return {
    filters: full.filter((filter) => !wrong.includes(filter)),
    ...options,
    emeritus,
    ignored: [
      ...unlisted,
      ...foreign,
      ...wrong.map(({ pattern }) => `the filter ${JSON.stringify(pattern)}: no expression of Go's`),
    ],
  };
}

const FORMER = ["emeritus_approvers", "emeritus_reviewers"];
const KNOWN = new Set([...FORMER, "approvers", "reviewers", "required_reviewers", "labels", "options", "filters"]);

/** A list under a key that is not Prow's: Helm's `maintainers`, somebody's `owners`. */
function foreignList(key: string, value: unknown): readonly string[] {
  const names = KNOWN.has(key.toLowerCase()) || !isSeq(value) ? null : stringsOf(value);
  if (names === null || names.length === 0) return [];
  return [`its ${JSON.stringify(key)} (${joinList(names, "and", MAX_NAMES)}): no key of Prow's`];
}

const MAX_NAMES = 8;

/** The people whom a Markdown file names for itself; `null` without front matter. Prow reads it if its `mdyamlrepos` says so. */
export function frontMatter(text: string): OwnersFile | null {
  if (!text.startsWith("---\n")) return null;
  const end = text.lastIndexOf("\n---");
  if (end < 3) return null;
  const top = topOf(text.slice(0, end));
  const people = top.map === null ? null : peopleOf(top.map);
  const options = top.map === null ? null : optionsOf(top.map);
  if (people === null || options === null) return null;
  return { filters: [{ pattern: EVERY_PATH, expression: null, people }], ...options, emeritus: [], ignored: [] };
}

export interface Aliases {
  /** By folded name. */
  readonly members: ReadonlyMap<string, readonly string[]>;
  readonly ignored: readonly string[];
}

export function aliasesFile(text: string): Aliases {
  const { map, faults } = topOf(text);
  const groups = map === null ? undefined : valueAt(map, "aliases");
  const members = new Map<string, readonly string[]>();
  const ignored = [...faults];
  for (const pair of isMap(groups) ? groups.items : []) {
    const name = scalarText(pair.key) ?? "";
    const value = resolved(pair.value, map);
    if (isMap(value))
      members.set(
        folded(name),
        value.items.flatMap(({ key }) => scalarText(key) ?? []),
      );
    else if (value === null || value === undefined || (isScalar(value) && value.value === null))
      members.set(folded(name), []);
    else {
      const list = stringsOf(value);
      if (list === null) ignored.push(`the alias ${JSON.stringify(name)}: it is no list of names`);
      else members.set(folded(name), list);
    }
  }
  return { members, ignored };
}

/** As Prow compares names. */
export function folded(name: string): string {
  return name.toLowerCase().replace(/^@/, "");
}

function isEmpty(people: People): boolean {
  return Object.values(people).every((list) => list.length === 0);
}

function topOf(text: string): { readonly map: YAMLMap | null; readonly faults: readonly string[] } {
  const documents = parseAllDocuments(text, { version: "1.1", merge: true, uniqueKeys: false, logLevel: "silent" });
  const [first] = Array.isArray(documents) ? documents : [];
  if (first === undefined) return { map: null, faults: [] };
  const [error] = first.errors;
  if (error !== undefined)
    return { map: null, faults: [`all of it: it is no YAML (${error.message.split("\n")[0] ?? ""})`] };
  return { map: isMap(first.contents) ? first.contents : null, faults: [] };
}

/** Keys in any case, the last of several, as Go's JSON reads them. */
function valueAt(map: YAMLMap | null, key: string): unknown {
  let found: Pair | undefined;
  for (const pair of map?.items ?? []) if (scalarText(pair.key)?.toLowerCase() === key) found = pair;
  return found === undefined ? undefined : resolved(found.value, map);
}

function resolved(value: unknown, within: YAMLMap | null): unknown {
  if (!isAlias(value)) return value;
  // Anchors stand before what refers to them, somewhere in the same document.
  let target: unknown;
  const search = (node: unknown): void => {
    if (isMap(node)) {
      if (node.anchor === value.source) target = node;
      for (const { key, value: inner } of node.items) [key, inner].forEach(search);
    } else if (isSeq(node)) {
      if (node.anchor === value.source) target = node;
      node.items.forEach(search);
    } else if (isScalar(node) && node.anchor === value.source) target = node;
  };
  search(within);
  return target;
}

function scalarText(node: unknown): string | null {
  if (!isScalar(node)) return null;
  if (typeof node.value === "string") return node.value;
  return node.value === null ? "" : (node.source ?? String(node.value));
}

function stringsOf(node: unknown): readonly string[] | null {
  if (node === undefined || (isScalar(node) && node.value === null)) return [];
  if (!isSeq(node)) return null;
  const texts = node.items.map(scalarText);
  return texts.every((text) => text !== null) ? texts : null;
}

function listAt(map: YAMLMap, key: string): readonly string[] | null {
  return stringsOf(valueAt(map, key));
}

/** `null`: one of the lists is not a list. */
function peopleOf(map: YAMLMap): People | null {
  const approvers = listAt(map, "approvers");
  const reviewers = listAt(map, "reviewers");
  const requiredReviewers = listAt(map, "required_reviewers");
  const labels = listAt(map, "labels");
  if (approvers === null || reviewers === null || requiredReviewers === null || labels === null) return null;
  return { approvers, reviewers, requiredReviewers, labels };
}

/** `null`: not what Prow can read, and then it reads nothing of the file. */
function optionsOf(map: YAMLMap): typeof NO_OPTIONS | null {
  const options = valueAt(map, "options");
  if (options === undefined || (isScalar(options) && options.value === null)) return NO_OPTIONS;
  if (!isMap(options)) return null;
  const noParentOwners = switchAt(options, "no_parent_owners");
  const autoApproveUnownedSubfolders = switchAt(options, "auto_approve_unowned_subfolders");
  return noParentOwners === null || autoApproveUnownedSubfolders === null
    ? null
    : { noParentOwners, autoApproveUnownedSubfolders };
}

function switchAt(map: YAMLMap, key: string): boolean | null {
  const value = valueAt(map, key);
  if (value === undefined) return false;
  if (!isScalar(value)) return null;
  if (value.value === null) return false;
  return typeof value.value === "boolean" ? value.value : null;
}

function filtersOf(map: YAMLMap): readonly Filter[] | null {
  const filters = valueAt(map, "filters");
  if (filters === undefined || (isScalar(filters) && filters.value === null)) return [];
  if (!isMap(filters)) return null;
  const found = new Map<string, Filter>();
  for (const { key, value } of filters.items) {
    const pattern = scalarText(key) ?? "";
    const inner = resolved(value, map);
    const none = inner === null || (isScalar(inner) && inner.value === null);
    const people = none
      ? { approvers: [], reviewers: [], requiredReviewers: [], labels: [] }
      : isMap(inner)
        ? peopleOf(inner)
        : null;
    if (people === null) return null;
    found.set(pattern, { pattern, expression: pattern === EVERY_PATH ? null : goRegexp(pattern), people });
  }
  return [...found.values()];
}
