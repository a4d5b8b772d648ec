/** A replay as people read it: first the answer, then the pull requests, then the people concerned. */

import { title } from "../gate/check-titles.ts";
import { undecided } from "../gate/gating-decisions.ts";
import { becauseOf } from "../gate/uncounted-reasons.ts";
import type { AreaVerdict, Verdict } from "../gate/verdict-types.ts";
import { counted } from "../shared/counted.ts";
import { day } from "../shared/dates.ts";
import { oneLine, shortened } from "../shared/markdown.ts";
import type { PersonLoad } from "./replay/load.ts";
import type { Outcome, Replayed } from "./replay/outcome.ts";
import type { ReplayResult } from "./replay/replay-range.ts";
import { conditionLines } from "./replay/replayed-conditions.ts";

const MAX_PULLS = 40;
const MAX_NAMES = 6;
const MAX_REASONS = 3;
const MAX_PEOPLE = 40;

type Waited = Replayed & { readonly outcome: Extract<Outcome, { kind: "waited" }> };

export function replayText(result: ReplayResult, registry: string): readonly string[] {
  const { repository, since, until, pulls } = result;
  const waited = pulls.filter((one): one is Waited => one.outcome.kind === "waited");
  // The span ends before the moment that ends it.
  return [
    `${repository.owner}/${repository.name}, ${day(since)} to ${day(until - 1)}, by ${registry}`,
    summary(pulls, waited),
    ...readiness(pulls),
    ...section("Would have waited", waitedLines(waited)),
    ...section("For whom", areaLines(waited)),
    ...section("Conditions", conditionLines(pulls)),
    ...section("Cannot tell", unknownLines(pulls)),
    ...section("Reviews", loadLines(result)),
    ...section(
      "To bear in mind",
      result.limits.map((limit) => `  ${limit}`),
    ),
  ];
}

function section(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", heading, ...lines];
}

function summary(pulls: readonly Replayed[], waited: readonly Waited[]): string {
  const unknown = pulls.filter(({ outcome }) => outcome.kind === "unknown").length;
  const passed = pulls.length - waited.length - unknown;
  const parts = [`${passed} would have merged as they did`, `${waited.length} would have waited`];
  if (unknown > 0) parts.push(`${unknown} cannot be told`);
  return `${counted(pulls.length, "pull request")} merged: ${parts.join(", ")}.`;
}

/** How long those that passed had been approved: what a merge could have gained on them. */
function readiness(pulls: readonly Replayed[]): readonly string[] {
  const spans = pulls
    .flatMap(({ past, outcome }) => (outcome.kind === "passed" ? [past.mergedAt - outcome.approvedAt] : []))
    .toSorted((a, b) => a - b);
  const middle = spans[Math.floor(spans.length / 2)];
  if (middle === undefined) return [];
  return [`Those that passed had been approved for ${span(middle)} (the middle one) when they were merged.`];
}

function waitedLines(waited: readonly Waited[]): readonly string[] {
  const shown = waited.slice(-MAX_PULLS);
  const more = waited.length - shown.length;
  return [...(more > 0 ? [`  ${more} earlier ones are not listed; --json has them`] : []), ...shown.flatMap(pullLines)];
}

function pullLines({ past, outcome }: Waited): readonly string[] {
  const { facts, mergedAt } = past;
  const by = facts.author === null ? "" : `, by ${facts.author.login}`;
  const { verdict } = outcome;
  const reasons = verdict.uncounted
    .slice(-MAX_REASONS)
    .map((one) => `${one.login}, ${one.said}: ${becauseOf(one, verdict.areas)}`);
  return [
    `  #${facts.number} ${shortened(oneLine(facts.title), 80)}${by}, merged ${day(mergedAt)}`,
    `      ${title(verdict)}; ${ending(outcome, mergedAt)}`,
    ...reasons.map((reason) => `      Did not count: ${reason}`),
  ];
}

function ending({ approvedAt, verdict }: Waited["outcome"], mergedAt: number): string {
  if (approvedAt !== null) return `would have waited ${span(approvedAt - mergedAt)}, for what was said after the merge`;
  const isApproved = verdict.areas.every(({ missing }) => missing === 0);
  if (verdict.state.kind === "waiting" && isApproved && undecided(verdict.decisions).length > 0)
    return "nobody could decide it then";
  return verdict.state.kind === "waiting"
    ? "nobody who may has approved it since"
    : "nothing said since would have let it";
}

/** Areas by how many pull requests would have waited for them; then those whom only one person could have set going. */
function areaLines(waited: readonly Waited[]): readonly string[] {
  const open = waited.flatMap(({ outcome }) => outcome.verdict.areas.filter(({ missing }) => missing > 0));
  const areas = [...Map.groupBy(open, ({ area }) => area)].toSorted(([, one], [, other]) => other.length - one.length);
  return [
    ...areas.map(([area, rows]) => `  ${area}: ${counted(rows.length, "pull request")}; ${whoMay(rows)}`),
    ...kindLines(waited),
    ...named(waited, "asked for changes", ({ areas: all }) => all.flatMap(({ blockedBy }) => blockedBy)),
    ...named(waited, "held", ({ holds }) => holds),
  ];
}

function kindLines(waited: readonly Waited[]): readonly string[] {
  const kinds = waited.flatMap(({ outcome }) => undecided(outcome.verdict.decisions).map(({ kind }) => kind));
  const counts = [...Map.groupBy(kinds, (kind) => kind)];
  return counts.map(([kind, times]) => `  a decision of the kind ${kind}: ${counted(times.length, "pull request")}`);
}

function whoMay(rows: readonly AreaVerdict[]): string {
  const people = [...new Set(rows.flatMap(({ candidates }) => candidates.map(({ login }) => login)))];
  if (people.length === 0) return "nobody else may approve there";
  const rest = people.length > MAX_NAMES ? ` and ${people.length - MAX_NAMES} more` : "";
  return `may approve: ${people.slice(0, MAX_NAMES).join(", ")}${rest}`;
}

function named(
  waited: readonly Waited[],
  did: string,
  whose: (verdict: Verdict) => readonly { readonly login: string | null }[],
): readonly string[] {
  const people = waited.flatMap(({ outcome }) => [
    ...new Set(whose(outcome.verdict).map(({ login }) => login ?? "somebody, by a label")),
  ]);
  const counts = [...Map.groupBy(people, (login) => login)];
  return counts.map(([login, times]) => `  ${login}, who ${did}: ${counted(times.length, "pull request")}`);
}

function unknownLines(pulls: readonly Replayed[]): readonly string[] {
  return pulls.flatMap(({ past, outcome }) =>
    outcome.kind === "unknown" ? [`  #${past.facts.number}: ${outcome.why}`] : [],
  );
}

/** Whom Rung would have asked, beside what happened. */
function loadLines({ load }: ReplayResult): readonly string[] {
  if (load.length === 0) return [];
  const shown = load.slice(0, MAX_PEOPLE);
  const width = Math.max(6, ...shown.map(({ login }) => login.length));
  const row = (name: string, ...cells: readonly (string | number)[]) =>
    `  ${name.padEnd(width)}${cells.map((cell) => String(cell).padStart(18)).join("")}`;
  const most = (of: (one: PersonLoad) => number) => Math.max(0, ...load.map(of));
  return [
    `  Most for one person: ${most(({ asked }) => asked)} that Rung would have asked for; then ${most(({ askedThen }) => askedThen)} asked for, ${most(({ reviewedThen }) => reviewedThen)} reviewed.`,
    row("", "Rung would ask", "at most at once", "asked then", "reviewed then"),
    ...shown.map(({ login, asked, most, askedThen, reviewedThen }) => row(login, asked, most, askedThen, reviewedThen)),
    ...(load.length > shown.length ? [`  and ${load.length - shown.length} more people`] : []),
  ];
}

/** "3 days", "2 hours", "at once": one unit, rounded down. */
function span(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return "less than a minute";
  if (minutes < 120) return counted(minutes, "minute");
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? counted(hours, "hour") : counted(Math.floor(hours / 24), "day");
}
