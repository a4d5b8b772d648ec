/** The searches for a measure, in GitHub's search language. Pure. */

import { unreachable } from "../../shared/names.ts";
import type { CountFilter, DatedSort, Measure } from "../promotion-types.ts";
import type { Detail, MeasureScope, Search } from "./measure-types.ts";

/**
 * Adjacent `repo:` terms mean "and" in GitHub's advanced search, so each needs a search of its own; with more repositories than this,
 * the owner is searched.
 */
const MAX_REPOSITORIES = 10;

/** The searches whose hits together contain everything that the measure counts. */
export function searchesOf(measure: Measure, scope: MeasureScope): readonly Search[] {
  const places = placesOf(measure.filter, scope);
  return partsOf(measure, scope).flatMap((part) => places.map((place) => searchIn(part, place, measure)));
}

function placesOf(filter: CountFilter, scope: MeasureScope): readonly string[] {
  const names = repositoriesOf(filter, scope);
  if (names === null || names.length > MAX_REPOSITORIES) return [`org:${scope.owner}`];
  return names.map((name) => `repo:${scope.owner}/${name}`);
}

/** Names in which a measure counts, `null`: everywhere. */
export function repositoriesOf(filter: CountFilter, scope: MeasureScope): readonly string[] | null {
  const named = filter.repos.length > 0 ? filter.repos : scope.repositories.length > 0 ? scope.repositories : null;
  const areas = [...filter.areas, ...(filter.repositoriesOf ?? [])];
  const ofAreas = areas.map((area) => scope.areaRepositories[area] ?? []);
  if (areas.length === 0 || ofAreas.some((repositories) => repositories.length === 0)) return named;
  const within = named === null ? null : new Set(named.map((name) => name.toLowerCase()));
  const once = new Map(ofAreas.flat().map((name) => [name.toLowerCase(), name]));
  return [...once].filter(([key]) => within === null || within.has(key)).map(([, name]) => name);
}

type SearchPart = Pick<Search, "of" | "terms" | "candidate" | "sort" | "details"> & {
  /** The qualifier that narrows it to a span of time. */
  readonly since: "merged" | "created" | "closed" | "updated" | null;
};

const MERGED: SearchPart = {
  of: "pulls",
  terms: ["is:pr", "is:merged"],
  candidate: ["author"],
  sort: "created-desc",
  details: [],
  since: "merged",
};
const OPENED: SearchPart = { ...MERGED, terms: ["is:pr"], since: "created" };
const REVIEWED: SearchPart = {
  of: "pulls",
  terms: ["is:pr"],
  candidate: ["reviewed-by", "-author"],
  sort: "updated-desc",
  details: ["reviews"],
  since: "updated",
};
const ISSUES: SearchPart = {
  of: "issues",
  terms: ["is:issue"],
  candidate: ["author"],
  sort: "created-desc",
  details: [],
  since: "created",
};
const COMMENTED: SearchPart = {
  of: "both",
  terms: [],
  candidate: ["commenter", "-author"],
  sort: "updated-desc",
  details: ["comments"],
  since: "updated",
};
/** Issues closed by the candidate's merged pull requests, and those closed as done while assigned to the candidate. */
const RESOLVED: readonly SearchPart[] = [
  { ...MERGED, terms: ["is:pr", "is:merged", "linked:issue"], details: ["closes"], since: null },
  {
    ...ISSUES,
    terms: ["is:issue", "is:closed", "reason:completed"],
    candidate: ["assignee"],
    details: ["events"],
    since: "closed",
  },
];

function partsOf({ what, filter }: Measure, scope: MeasureScope): readonly SearchPart[] {
  const narrowed = (part: SearchPart): SearchPart => ({
    ...part,
    terms: [...part.terms, ...filterTerms(filter, part), ...spanTerms(filter, part, scope)],
    details: [...part.details, ...filterDetails(filter, part)],
  });
  switch (what) {
    case "merged-pulls":
      return [narrowed(MERGED)];
    case "opened-pulls":
      return [narrowed(OPENED)];
    case "reviewed-pulls":
      return [narrowed(REVIEWED)];
    case "authored-or-reviewed-pulls":
      return [narrowed(MERGED), narrowed(REVIEWED)];
    case "opened-issues":
      return [narrowed(ISSUES)];
    case "resolved-issues":
      return RESOLVED.map(narrowed);
    case "commented":
      return [narrowed(COMMENTED)];
    case "first-contribution":
      return datedParts(filter, "first", scope).map(narrowed);
    case "last-activity":
      return datedParts(filter, "last", scope).map(narrowed);
    default:
      return unreachable(what);
  }
}

const OF_SORT: Readonly<Record<DatedSort, SearchPart>> = {
  "merged-pulls": MERGED,
  "opened-pulls": OPENED,
  "reviewed-pulls": REVIEWED,
  "opened-issues": ISSUES,
  comments: COMMENTED,
};

/** Filters that only pull requests have exclude issues and comments as contributions. */
function datedParts(filter: CountFilter, which: "first" | "last", { anything }: MeasureScope): readonly SearchPart[] {
  const pulls = which === "first" ? [MERGED, REVIEWED] : [OPENED, REVIEWED];
  const usual = onlyPulls(filter) ? pulls : [...pulls, ISSUES, COMMENTED];
  const all = filter.of?.map((sort) => OF_SORT[sort]) ?? usual;
  const sort = which === "first" ? "created-asc" : "updated-desc";
  // What somebody says on their own things is no contribution, and a sign of them all the same.
  const candidateOf = ({ candidate }: SearchPart) =>
    anything === true ? candidate.filter((qualifier) => qualifier !== "-author") : candidate;
  return all.map((part) => ({ ...part, sort, since: null, candidate: candidateOf(part) }));
}

function onlyPulls({ kind, paths, areas, base }: CountFilter): boolean {
  return kind !== null || paths.length > 0 || areas.length > 0 || base !== null;
}

/** The labels of a pull request that closes issues are not those of the issues. */
function filterTerms({ labels, base }: CountFilter, part: SearchPart): readonly string[] {
  const plain = labels.every(isPlain) && labels.length > 0 && !part.details.includes("closes");
  return [
    ...(plain ? [`label:${labels.map(quoted).join(",")}`] : []),
    ...(base === null ? [] : [`base:${quoted(base)}`]),
  ];
}

function filterDetails(filter: CountFilter, part: SearchPart): readonly Detail[] {
  const looksAtFiles = filter.kind !== null || filter.paths.length > 0 || filter.areas.length > 0;
  // That a label is on tells neither since when nor by whom (R48).
  const labelled = filter.labels.length > 0 && !part.details.includes("closes");
  // Of issues, labels tell the area.
  const ofAreas = filter.areas.length > 0 && part.of !== "pulls";
  return [
    ...(filter.minText !== undefined && part.details.includes("reviews") ? (["review-texts"] as const) : []),
    ...(looksAtFiles && part.of !== "issues" ? (["files"] as const) : []),
    ...(filter.kind !== null || labelled || ofAreas ? (["labels", "events"] as const) : []),
  ];
}

/** A label that the search language cannot name is looked for among the hits' own labels. */
function isPlain(label: string): boolean {
  return !/["\\\p{Cc}]/u.test(label);
}

function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `"${text.replaceAll('"', "")}"`;
}

/** Something that changed recently may have an older review, so for an earlier period only the reviews' own dates tell. */
function spanTerms({ within, before }: CountFilter, { since }: SearchPart, scope: MeasureScope): readonly string[] {
  if (since === null) return [];
  const day = (ago: number) => `${new Date(scope.now - ago).toISOString().slice(0, 19)}Z`;
  const isBefore = before !== undefined && since !== "updated";
  if (within !== null) return [`${since}:${isBefore ? `${day(within)}..${day(before)}` : `>=${day(within)}`}`];
  return isBefore ? [`${since}:<=${day(before)}`] : [];
}

function searchIn(part: SearchPart, place: string, measure: Measure): Search {
  const { of, candidate, sort, details, terms } = part;
  return { of, candidate, sort, details, terms: [place, ...terms], first: firstOf(measure, part) };
}

/** Enough for the usual case in one page, with some to spare for what will not count. */
function firstOf({ enough }: Measure, { sort, details }: SearchPart): number {
  if (sort === "created-asc") return 10;
  const wanted = Math.max(10, Math.ceil(enough * 1.5) + 5);
  return Math.min(hasTexts(details) ? 25 : 100, wanted);
}

/** People's texts are long, and each hit has many. */
export function hasTexts(details: readonly Detail[]): boolean {
  return details.includes("comments") || details.includes("review-texts");
}

/** As typed into GitHub's search field. */
export function searchText(search: Search, login: string): string {
  return [...search.terms, ...search.candidate.map((qualifier) => `${qualifier}:${login}`)].join(" ");
}
