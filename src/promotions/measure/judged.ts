/** Whether one hit counts for one measure: documentation or code, paths, areas, labels, and when it happened. Pure. */

import { type Glob, glob } from "../../registry/glob.ts";
import type { KindRule } from "../../registry/settings.ts";
import { type Instant, type RepositoryName, sameName } from "../../shared/names.ts";
import type { CountFilter, Measure } from "../promotion-types.ts";
import type { ClosedIssue, Hit, MeasureScope, Part, Trace } from "./measure-types.ts";
import { repositoriesOf } from "./search.ts";

/** `undecided`: GitHub did not tell enough; such a hit counts neither way, and the count says "at least". */
export type Judgement = "counts" | "not" | "undecided";

/** Judges hits of one measure; prepared once, as patterns are compiled. */
export function judge(measure: Measure, scope: MeasureScope): (hit: Hit) => Judgement {
  const { filter } = measure;
  const docs = scope.docs.paths.map(glob);
  const paths = filter.paths.map(glob);
  const repositories = repositoriesOf(filter, scope);
  const names =
    repositories === null ? null : new Set(repositories.map((name) => `${scope.owner}/${name}`.toLowerCase()));
  return (hit) => {
    if (
      hit.never !== null ||
      (hit.private && scope.publicOnly === true) ||
      (names !== null && !names.has(hit.repository.toLowerCase()))
    )
      return "not";
    return all([
      () => ofLabels(hit, measure),
      () => (hit.of === "issue" ? "counts" : ofKind(hit, filter.kind, scope.docs, docs)),
      () => (paths.length === 0 ? "counts" : some(hit.files, (path) => paths.some((each) => each.matches(path)))),
      () => ofAreas(hit, filter, scope),
    ]);
  };
}

function all(questions: readonly (() => Judgement)[]): Judgement {
  let found: Judgement = "counts";
  for (const question of questions) {
    const answer = question();
    if (answer === "not") return "not";
    if (answer === "undecided") found = answer;
  }
  return found;
}

function some<T>({ items, more }: Part<T>, fits: (item: T) => boolean): Judgement {
  if (items.some(fits)) return "counts";
  return more ? "undecided" : "not";
}

/** The search says that a label is on; it is evidence only if it was put on in time, and not by the candidate (R48). */
function ofLabels(hit: Hit, { what, filter: { labels } }: Measure): Judgement {
  // There the labels are those of the issues that it closes.
  const isOfIssues = what === "resolved-issues" && hit.of === "pull";
  if (labels.length === 0 || isOfIssues) return "counts";
  if (hasLabel(hit.labels.items, labels)) return "counts";
  return hit.labels.more || hasLabel(hit.doubtfulLabels, labels) ? "undecided" : "not";
}

function hasLabel(present: readonly string[], wanted: readonly string[]): boolean {
  const folded = new Set(wanted.map((name) => name.toLowerCase()));
  return present.some((name) => folded.has(name.toLowerCase()));
}

/** Title first, then labels, then paths: documentation when every changed path is; the rest is code. */
function ofKind(hit: Hit, kind: CountFilter["kind"], rule: KindRule, paths: readonly Glob[]): Judgement {
  if (kind === null) return "counts";
  const isDocs = docsOrNot(hit, rule, paths);
  if (isDocs === null) return "undecided";
  return isDocs === (kind === "docs") ? "counts" : "not";
}

function docsOrNot(
  { docsTitle, labels, doubtfulLabels, files }: Hit,
  rule: KindRule,
  paths: readonly Glob[],
): boolean | null {
  if (docsTitle || hasLabel(labels.items, rule.labels)) return true;
  if ((labels.more && rule.labels.length > 0) || hasLabel(doubtfulLabels, rule.labels)) return null;
  if (files.items.some((path) => !paths.some((each) => each.matches(path)))) return false;
  if (files.more) return null;
  return files.items.length > 0;
}

function ofAreas(hit: Hit, { areas }: CountFilter, scope: MeasureScope): Judgement {
  if (areas.length === 0) return "counts";
  const { repository, files } = hit;
  const [owner = "", name = ""] = repository.split("/");
  if (hit.of === "issue") return issueOfAreas(hit, { owner, name }, areas, scope);
  return some(files, (path) =>
    scope.areaPathsOf({ owner, name }, path).some((chain) => chain.areas.some((area) => areas.includes(area))),
  );
}

/**
 * An issue has no files: it belongs to an area that is its whole repository, or that a label names. If no label could name the area,
 * nobody can tell.
 */
function issueOfAreas(
  { labels, doubtfulLabels }: Hit,
  repository: RepositoryName,
  areas: readonly string[],
  { areaPathsOf, areaRepositories, areaLabels = {} }: MeasureScope,
): Judgement {
  if (areaPathsOf(repository, "").some((chain) => chain.areas.some((area) => areas.includes(area)))) return "counts";
  const isHere = (area: string) => {
    const names = areaRepositories[area] ?? [];
    return names.length === 0 || names.some((each) => sameName(each, repository.name));
  };
  const here = areas.filter(isHere);
  const wanted = here.flatMap((area) => areaLabels[area] ?? []);
  if (here.length === 0 || hasLabel(labels.items, wanted)) return here.length === 0 ? "not" : "counts";
  return wanted.length === 0 || labels.more || hasLabel(doubtfulLabels, wanted) ? "undecided" : "not";
}

/** When something must have happened, and what it must have said. */
export interface TraceBounds {
  readonly since: Instant | null;
  readonly until: Instant | null;
  readonly minText: number | null;
}

export function boundsOf({ within, before, minText }: CountFilter, { now }: Pick<MeasureScope, "now">): TraceBounds {
  return {
    since: within === null ? null : now - within,
    until: before === undefined ? null : now - before,
    minText: minText ?? null,
  };
}

/** Whether one of the candidate's reviews or comments in the hit counts: no mere command, in the span, and long enough. */
export function traceJudgement(traces: Part<Trace>, bounds: TraceBounds): Judgement {
  const all = traces.items.map((trace) => judgedTrace(trace, bounds));
  if (all.includes("counts")) return "counts";
  return traces.more || all.includes("undecided") ? "undecided" : "not";
}

/** How many of them count. */
export function countedTraces({ items }: Part<Trace>, bounds: TraceBounds): number {
  return items.filter((trace) => judgedTrace(trace, bounds) === "counts").length;
}

function judgedTrace({ at, onlyCommands, said }: Trace, { since, until, minText }: TraceBounds): Judgement {
  if (onlyCommands || (since !== null && at < since) || (until !== null && at > until)) return "not";
  if (minText === null || (said !== undefined && said.length >= minText)) return "counts";
  return said === undefined || said.more ? "undecided" : "not";
}

/** GitHub closes the issues that a pull request closes when it is merged, within this many milliseconds at most. */
const WITH_THE_MERGE = 3_600_000;

/** An issue that the candidate's pull request closed: if it was closed earlier, it was linked afterwards (R48). */
export function closedJudgement(
  issue: ClosedIssue,
  { labels }: CountFilter,
  { since, until, mergedAt }: Pick<TraceBounds, "since" | "until"> & { readonly mergedAt: Instant | null },
): Judgement {
  const closedAt = issue.closedAt ?? 0;
  if (!issue.done || mergedAt === null || (since !== null && closedAt < since)) return "not";
  if (until !== null && closedAt > until) return "not";
  // Clocks of a second: what happens in one act may seem a little earlier.
  if (closedAt < mergedAt - 60_000) return "not";
  const late = closedAt > mergedAt + WITH_THE_MERGE ? "undecided" : "counts";
  if (labels.length === 0 || hasLabel(issue.labels, labels)) return late;
  return hasLabel(issue.doubtfulLabels, labels) ? "undecided" : "not";
}
