/**
 * Who may approve and review a path by a tree of OWNERS files, as Prow's `repoowners` and its approve plugin answer it
 * (kubernetes-sigs/prow, pkg/repoowners/repoowners.go and pkg/plugins/approve/approvers/owners.go).
 */

import {
  type Aliases,
  aliasesFile,
  type Filter,
  folded,
  frontMatter,
  type OwnersFile,
  ownersFile,
} from "./owners-files.ts";
import type { Tree } from "./tree.ts";

/** One folder's OWNERS file, or one Markdown file's front matter, its aliases spread. */
export interface Place {
  /** The folder, or the Markdown file; empty: the root. */
  readonly path: string;
  readonly isMarkdown: boolean;
  readonly file: OwnersFile;
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly filter: Filter;
  /** `null`: the list is not there. Names are folded. */
  readonly approvers: readonly string[] | null;
  readonly reviewers: readonly string[] | null;
}

export interface OwnersTree {
  /** By path, parents before what is below them. */
  readonly places: ReadonlyMap<string, Place>;
  readonly aliases: Aliases;
  approversOf(path: string): ReadonlySet<string>;
  reviewersOf(path: string): ReadonlySet<string>;
  /** The folder nearest to the path that names approvers for it; the root where none does. */
  nearest(path: string): string;
  needsNobody(path: string): boolean;
}

/** Folders whose OWNERS Prow ignores unless it is configured otherwise. */
const IGNORED_FOLDERS = [/\.git$/, /_output$/, /vendor\/.*\/.*/];

export interface ProwOptions {
  /** Prow's `mdyamlrepos`: Markdown files may name people of their own. */
  readonly markdown: boolean;
}

export function ownersTree(tree: Tree, options: ProwOptions): OwnersTree {
  const text = tree.read("OWNERS_ALIASES");
  const aliases: Aliases = text === null ? { members: new Map(), ignored: [] } : aliasesFile(text);
  const places = new Map<string, Place>();
  for (const path of tree.paths) {
    const place = placeAt(path, tree, options, aliases);
    if (place !== null) places.set(place.path, place);
  }
  return { places, aliases, ...questions(places, options) };
}

function placeAt(path: string, tree: Tree, { markdown }: ProwOptions, aliases: Aliases): Place | null {
  const folder = parent(path);
  const name = path.slice(folder === "" ? 0 : folder.length + 1);
  const isMarkdown = markdown && name.endsWith(".md");
  if ((!isMarkdown && name !== "OWNERS") || isPassedOver(folder)) return null;
  const text = tree.read(path);
  const file = text === null ? null : isMarkdown ? frontMatter(text) : ownersFile(text);
  if (file === null) return null;
  const spread = (names: readonly string[]) =>
    names.length === 0
      ? null
      : [...new Set(names.flatMap((each) => aliases.members.get(folded(each))?.map(folded) ?? [folded(each)]))];
  const entries = file.filters.map((filter) => ({
    filter,
    approvers: spread(filter.people.approvers),
    reviewers: spread(filter.people.reviewers),
  }));
  return { path: isMarkdown ? path : folder, isMarkdown, file, entries };
}

/** A folder is passed over with all that is below it. */
export function isPassedOver(folder: string): boolean {
  for (let at = folder; at !== ""; at = parent(at))
    if (IGNORED_FOLDERS.some((pattern) => pattern.test(at))) return true;
  return false;
}

export function parent(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "" : path.slice(0, slash);
}

type List = "approvers" | "reviewers";

function questions(places: ReadonlyMap<string, Place>, { markdown }: ProwOptions) {
  function* upwards(path: string): Generator<{ readonly place: Place; readonly below: string }> {
    const start = markdown && path.endsWith(".md") ? path : parent(path);
    for (let at = start; ; at = parent(at)) {
      const place = places.get(at);
      if (place !== undefined) yield { place, below: at === "" ? path : at === path ? "." : path.slice(at.length + 1) };
      if (at === "") return;
    }
  }

  function peopleOf(path: string, list: List): ReadonlySet<string> {
    const people = new Set<string>();
    for (const { place, below } of upwards(path)) {
      for (const entry of place.entries)
        if (applies(entry, below)) for (const name of entry[list] ?? []) people.add(name);
      // Who wants no parents gets them all the same while nobody is named for the path.
      if (place.file.noParentOwners && people.size > 0) break;
    }
    return people;
  }

  function nearest(path: string): string {
    for (const { place, below } of upwards(path))
      if (place.entries.some((entry) => (entry.approvers ?? []).length > 0 && applies(entry, below))) return place.path;
    return "";
  }

  /** As in the approve plugin: by the text of the folders' names, anywhere in the path. */
  function needsNobody(path: string): boolean {
    const owners = nearest(path);
    const above = parent(parent(path));
    if (!places.get(owners)?.file.autoApproveUnownedSubfolders) return false;
    return (above === "" ? "." : above).includes(owners);
  }

  return {
    approversOf: (path: string) => peopleOf(path, "approvers"),
    reviewersOf: (path: string) => peopleOf(path, "reviewers"),
    nearest,
    needsNobody,
  };
}

function applies({ filter }: Entry, below: string): boolean {
  return filter.expression === null || filter.expression.test(below);
}
