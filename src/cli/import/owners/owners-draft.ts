/** Expresses a tree of OWNERS files as areas: a folder's people belong to its area, those of the folders above to the areas around it. */

import { glob, globText } from "../../../registry/glob.ts";
import { folded } from "../../../registry/ownership/owners-files.ts";
import {
  type Entry,
  type OwnersTree,
  ownersTree,
  type Place,
  type ProwOptions,
  parent,
} from "../../../registry/ownership/prow.ts";
import type { Tree } from "../../../registry/ownership/tree.ts";
import { groupNameFault } from "../../../registry/spelling.ts";
import { isPerson } from "../import-people.ts";
import {
  type AreaDraft,
  type DraftRegistry,
  FOLDERS,
  type NamedGroups,
  type Ownership,
  type Unfit,
} from "../import-types.ts";
import { globsOfRegexp } from "../regexp-globs.ts";
import { nobodyHere } from "../somebody.ts";
import { activeIn, notesOf } from "./notes.ts";

/** `null`: the tree has no OWNERS file. */
export function movedFromOwners(tree: Tree, options: ProwOptions): DraftRegistry | null {
  if (!tree.paths.some((path) => path === "OWNERS" || path.endsWith("/OWNERS"))) return null;
  const owners = ownersTree(tree, options);
  const root = owners.places.get("");
  const top = people(root?.entries.filter(isForAll).flatMap(({ approvers }) => approvers ?? []) ?? []);
  const areas = [...owners.places.values()].flatMap((place) => areasOf(place, owners, tree, top.length > 0));
  const everybody = people(
    [...owners.places.values()].flatMap(({ entries }) => entries.flatMap(({ approvers }) => approvers ?? [])),
  );
  const reviewers = people(root?.entries.filter(isForAll).flatMap((entry) => entry.reviewers ?? []) ?? []);
  return {
    source: "OWNERS files",
    lower: "reviewers",
    repositories: null,
    members: [],
    unfit: unfitWhy(owners, top, everybody),
    ...(top.length === 0 && { governingWhy: "no OWNERS file at the root names approvers" }),
    areas: top.length > 0 ? areas : [nobodyHere("no OWNERS file names approvers for these files", everybody), ...areas],
    everywhere: { approvers: top, reviewers: top.length > 0 ? reviewers : [] },
    governing: new Set(top.length > 0 ? top : everybody),
    emeritus: emeritusOf(owners),
    groups: groupsOf(owners),
    atAreas: true,
    spelling: spellingOf(owners),
    affiliations: new Map(),
    notes: notesOf(owners, tree, options),
    rules: RULES,
    ownershipOf: (path) => ownershipOf(path, owners),
  };
}

/** Copies of others' code bring their OWNERS files along. */
const FOREIGN = /(?:^|\/)(?:vendor|third[_-]?party|node_modules|external|submodules|testdata|fixtures?)(?:\/|$)/i;

function unfitWhy(owners: OwnersTree, top: readonly string[], everybody: readonly string[]): Unfit | null {
  if (everybody.length === 0) return { isCertain: true, why: `no OWNERS file names an approver${ignoredIn(owners)}` };
  if (top.length > 0) return null;
  const naming = [...owners.places.values()].filter(({ entries }) =>
    entries.some(({ approvers }) => people(approvers ?? []).length > 0),
  );
  if (naming.every(({ path }) => FOREIGN.test(path)))
    return { isCertain: true, why: "only copies of others' code have OWNERS files that name approvers" };
  return { isCertain: false, why: "no OWNERS file at the root names approvers" };
}

function ignoredIn({ places }: OwnersTree): string {
  const [ignored] = [...places.values()].flatMap(({ file }) => file.ignored);
  return ignored === undefined ? "" : `; Prow ignores ${ignored}`;
}

const RULES = [
  "Prow counts an author who is an approver as having approved; Rung does not (`approval: { author-counts: true }` makes it).",
  "Prow keeps an approval whatever is pushed after it; Rung keeps it while the diff it was given for stays (`lapse: never` keeps it).",
  "Prow looks only at people who are collaborators of the repository; a tree does not tell who is, so everybody listed is taken for one.",
  FOLDERS,
];

function ownershipOf(path: string, owners: OwnersTree): Ownership {
  const approvers = new Set(people([...owners.approversOf(path)]));
  return {
    approvers,
    reviewers: new Set(people([...owners.reviewersOf(path)])),
    needsNobody: owners.needsNobody(path),
    unowned: approvers.size > 0 ? null : "no OWNERS file names an approver for it, so Prow lets nobody approve it",
  };
}

function isForAll({ filter }: Entry): boolean {
  return filter.expression === null;
}

/** Names that no GitHub account can have let nobody in. */
function people(names: readonly string[]): readonly string[] {
  return [...new Set(names)].filter(isPerson);
}

function areasOf(place: Place, owners: OwnersTree, tree: Tree, rooted: boolean): readonly AreaDraft[] {
  const whole = place.entries.filter(isForAll);
  const filtered = place.entries.filter((entry) => !isForAll(entry));
  // Above the root there is nobody whom `no_parent_owners` could keep out.
  const closes = place.path !== "" && place.file.noParentOwners;
  const cutsOff = closes || (!rooted && isTopmost(place, owners));
  const own = place.path === "" || whole.length === 0 ? [] : [wholeArea(place, whole, cutsOff, owners)];
  const ofFilters = filtered.map((entry) =>
    filterArea(place, entry, { cutsOff, alone: whole.length === 0, owners, tree }),
  );
  return [...own, ...ofFilters, ...autoApproved(place)].filter(
    (area) => area.paths.length > 0 && (area.needsNobody || area.approvers.length + area.reviewers.length > 0),
  );
}

/** Nobody above has a say there, so that closing it takes nothing from anybody. */
function isTopmost({ path }: Place, owners: OwnersTree): boolean {
  for (let at = path; at !== ""; ) {
    at = parent(at);
    if (owners.places.get(at)?.entries.some(({ approvers }) => people(approvers ?? []).length > 0)) return false;
  }
  return true;
}

function wholeArea(place: Place, whole: readonly Entry[], cutsOff: boolean, owners: OwnersTree): AreaDraft {
  const approvers = people(whole.flatMap((entry) => entry.approvers ?? []));
  const inherits = !cutsOff || approvers.length === 0;
  const listed = people(whole.flatMap((entry) => entry.reviewers ?? []));
  const reviewers = inherits ? listed : reviewersThere(listed, place, owners);
  return {
    paths: [place.isMarkdown ? globText(place.path) : `${globText(place.path)}/**`],
    name: place.path,
    inherits,
    needsNobody: false,
    approvers,
    reviewers,
    about: [],
    groups: groupsNamed(whole, owners),
    joinable: true,
  };
}

/** The aliases that the entries name. */
function groupsNamed(entries: readonly Entry[], { aliases }: OwnersTree): NamedGroups {
  const named = (list: "approvers" | "reviewers") =>
    [...new Set(entries.flatMap(({ filter }) => filter.people[list].map(folded)))].filter((name) =>
      aliases.members.has(name),
    );
  return { approvers: named("approvers"), reviewers: named("reviewers") };
}

/** Those whose names a group can have; the people of the others are listed one by one. */
function groupsOf({ aliases }: OwnersTree): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...aliases.members]
      .map(([name, members]) => [name, people(members.map(folded))] as const)
      .filter(([name, members]) => groupNameFault(name) === null && members.length > 0),
  );
}

/** Closing an area keeps out the reviewers above it too, whom Prow keeps where the folder names none. */
function reviewersThere(listed: readonly string[], { path }: Place, owners: OwnersTree): readonly string[] {
  return listed.length > 0 ? listed : people([...owners.reviewersOf(path === "" ? "\n" : `${path}/\n`)]);
}

interface Closing {
  /** The folder takes nobody from above. */
  readonly cutsOff: boolean;
  /** The folder names nobody but in filters. */
  readonly alone: boolean;
  readonly owners: OwnersTree;
  readonly tree: Tree;
}

function filterArea(place: Place, entry: Entry, { cutsOff, alone, owners, tree }: Closing): AreaDraft {
  const below = place.path === "" ? "" : `${globText(place.path)}/`;
  const { pattern, expression } = entry.filter;
  const start = place.path === "" ? "" : `${place.path}/`;
  const inside = tree.paths.filter((path) => path.startsWith(start)).map((path) => path.slice(start.length));
  const found = inside.filter((path) => expression?.test(path));
  const globs = globsMeant(pattern, inside, found);
  const approvers = people(entry.approvers ?? []);
  const inherits = !(cutsOff && alone) || approvers.length === 0;
  const listed = people(entry.reviewers ?? []);
  return {
    name: `${place.path === "" ? "root" : place.path}-${shortName(pattern)}`,
    paths: globs === null ? found.map((path) => globText(start + path)) : globs.map((one) => below + one),
    groups: groupsNamed([entry], owners),
    inherits,
    needsNobody: false,
    approvers,
    joinable: !cutsOff,
    reviewers: inherits ? listed : reviewersThere(listed, place, owners),
    about:
      globs === null
        ? [`${start}OWNERS says ${pattern}, which no path pattern can say: these are the files it matches now`]
        : [],
  };
}

/** A dot that finds nothing but dots among the files there are is meant as one: `config.yaml` rather than `config?yaml`. */
function globsMeant(pattern: string, inside: readonly string[], found: readonly string[]): readonly string[] | null {
  const literal = globsOfRegexp(pattern, "literal-dots");
  const globs = (literal ?? []).map(glob);
  const matched = inside.filter((path) => globs.some((one) => one.matches(path)));
  const isSame = matched.length === found.length && matched.every((path, index) => path === found[index]);
  return literal !== null && isSame ? literal : globsOfRegexp(pattern);
}

function shortName(pattern: string): string {
  return (
    pattern
      .replace(/\\./g, (sign) => sign.slice(1))
      .replace(/[^A-Za-z0-9]+/g, "-")
      .replace(/^-|-$/g, "") || "filter"
  );
}

function autoApproved({ path, file }: Place): readonly AreaDraft[] {
  if (!file.autoApproveUnownedSubfolders) return [];
  const paths = path === "" ? ["**"] : [`${globText(path)}/*/**`];
  const about = [
    `auto_approve_unowned_subfolders of ${path === "" ? "" : `${path}/`}OWNERS: folders below without people of their own need nobody`,
  ];
  return [
    {
      name: `${path || "root"}-subfolders`,
      paths,
      inherits: true,
      needsNobody: true,
      approvers: [],
      reviewers: [],
      about,
      joinable: false,
    },
  ];
}

function emeritusOf(owners: OwnersTree): readonly string[] {
  const active = activeIn(owners);
  const former = [...owners.places.values()].flatMap(({ file }) => file.emeritus.map(folded));
  return people(former).filter((name) => !active.has(name) && !owners.aliases.members.has(name));
}

function spellingOf(owners: OwnersTree): ReadonlyMap<string, string> {
  const written = [
    ...[...owners.places.values()].flatMap(({ file }) => [
      ...file.filters.flatMap(({ people: listed }) => [...listed.approvers, ...listed.reviewers]),
      ...file.emeritus,
    ]),
    ...[...owners.aliases.members.values()].flat(),
  ].map((name) => name.replace(/^@/, ""));
  const found = new Map<string, string>();
  // Prow's files are mostly in lower case; a spelling with capitals is the account's own.
  for (const name of written)
    if (!found.has(folded(name)) || name !== name.toLowerCase()) found.set(folded(name), name);
  return found;
}
