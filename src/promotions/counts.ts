/** What all criteria that count something on GitHub share: their filters, their wording, and the meaning of a figure. */

import { z } from "zod";
import { durationText, milliseconds } from "../shared/duration.ts";
import { code, escapeMarkdown } from "../shared/markdown.ts";
import { joinList } from "../shared/people.ts";
import type {
  CountFilter,
  CriterionKind,
  CriterionResult,
  DatedSort,
  Evidence,
  Measure,
  Measured,
  Reference,
  Scope,
} from "./promotion-types.ts";
import {
  areasMeant,
  attest,
  attestationsBeside,
  count,
  countedReferences,
  everyFilter,
  list,
  minText,
  type PeriodShape,
  pullFilter,
  REPOSITORY,
  spanned,
  type WrittenAttest,
} from "./shapes.ts";

const bounds = {
  min: count("At least so many.", 1).optional(),
  max: count("At most so many.").optional(),
  attest: attest.optional(),
};

function bounded<T extends PeriodShape>(full: T, name: string) {
  const whole = count(`So many, ${name}.`, 1);
  return z.union([whole, spanned(full)], { error: "expected a number, or a mapping with `min` and filters" });
}

export const pullCount = bounded(z.strictObject({ ...pullFilter, ...bounds }), "anywhere");
export const reviewCount = bounded(z.strictObject({ ...pullFilter, "min-text": minText, ...bounds }), "anywhere");
export const itemCount = bounded(z.strictObject({ ...everyFilter, ...bounds }), "anywhere");
const each = z.literal("comment").optional().meta({
  description: "comment: every comment counts; without the key: every issue or pull request that was commented on.",
});
export const commentCount = bounded(
  z.strictObject({ ...everyFilter, "min-text": minText, each, ...bounds }),
  "anywhere",
);

interface WrittenFilter {
  readonly kind?: "code" | "docs" | undefined;
  readonly labels?: string | readonly string[] | undefined;
  readonly paths?: string | readonly string[] | undefined;
  readonly area?: boolean | string | readonly string[] | undefined;
  readonly repos?: string | readonly string[] | undefined;
  readonly base?: string | undefined;
  readonly within?: string | undefined;
  readonly before?: string | undefined;
  readonly "min-text"?: number | undefined;
  readonly each?: "comment" | undefined;
  readonly once?: "cherry-picks" | undefined;
}
/** Further filters for what is dated. */
interface WrittenDated extends WrittenFilter {
  readonly of?: DatedSort | readonly DatedSort[] | undefined;
}

/** What a date is the date of, where the rule names it: " (reviews)". */
export const SORT_WORDS: Readonly<Record<DatedSort | "resolved-issues", string>> = {
  "merged-pulls": "merged pull requests",
  "opened-pulls": "opened pull requests",
  "reviewed-pulls": "reviews",
  "opened-issues": "opened issues",
  "resolved-issues": "resolved issues",
  comments: "comments",
};

/** The filter of a first or last contribution. */
export function datedFilter({ of, ...written }: WrittenDated, scope: Scope): CountFilter {
  const sorts = list<DatedSort>(of);
  return { ...filterOf({ ...written, within: undefined }, scope), ...(sorts.length === 0 ? {} : { of: sorts }) };
}

/** "review", "merged pull request or review"; `other`: where no kind is named. */
export function datedNoun({ of }: WrittenDated, other: string): string {
  const sorts = list<DatedSort>(of);
  return sorts.length === 0
    ? other
    : joinList(
        sorts.map((sort) => SORT_WORDS[sort].replace(/s$/, "")),
        "or",
        5,
      );
}
interface WrittenBounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly attest?: WrittenAttest;
}
export type WrittenCount = number | (WrittenFilter & WrittenBounds);

export function mapping(written: WrittenCount): WrittenFilter & WrittenBounds {
  return typeof written === "number" ? { min: written } : written;
}

/** Without either bound, one is enough. */
export function least({ min, max }: WrittenBounds): number {
  return min ?? (max === undefined ? 1 : 0);
}

/** The last fields are present only if they are written: the measures of other rules keep their keys. */
export function filterOf(written: WrittenFilter, scope: Scope): CountFilter {
  const { before, "min-text": text, each, once, area } = written;
  return {
    kind: written.kind ?? null,
    labels: list<string>(written.labels),
    paths: list<string>(written.paths),
    areas: area === REPOSITORY ? [] : areasMeant(area, scope.areas),
    repos: list<string>(written.repos),
    base: written.base ?? null,
    within: written.within === undefined ? null : milliseconds(written.within),
    ...(before === undefined ? {} : { before: milliseconds(before) }),
    ...(text === undefined ? {} : { minText: text }),
    ...(each === undefined ? {} : { each }),
    ...(once === undefined ? {} : { once }),
    ...(area === REPOSITORY ? { repositoriesOf: scope.areas } : {}),
  };
}

/** A measure with its key: equal keys ask for the same. */
export function measureOf(what: Measure["what"], filter: CountFilter, enough: number): Measure {
  return { key: JSON.stringify([what, filter, enough]), what, filter, enough };
}

/** With an upper bound, counting must go one beyond it. */
export function enoughOf(written: WrittenBounds): number {
  return Math.max(least(written), written.max === undefined ? 0 : written.max + 1);
}

/** "labelled a or b, in pkg, since …": the filters, for people. Begins with a space unless empty. Inert. */
export function filterText(written: WrittenFilter, scope: Scope): string {
  const labels = list<string>(written.labels).map(escapeMarkdown);
  const areas = areasMeant(written.area === REPOSITORY ? true : written.area, scope.areas).map(escapeMarkdown);
  const places = joinList(areas, "or", 8);
  const repos = list<string>(written.repos).map(escapeMarkdown);
  const paths = list<string>(written.paths).map(code);
  return [
    labels.length === 0 ? "" : ` labelled ${joinList(labels, "or", 8)}`,
    paths.length === 0 ? "" : ` that change ${joinList(paths, "or", 8)}`,
    written["min-text"] === undefined ? "" : ` with ${written["min-text"]} characters of text at least`,
    areas.length === 0 ? "" : written.area === REPOSITORY ? ` in the repositories of ${places}` : ` in ${places}`,
    written.base === undefined ? "" : ` into ${code(written.base)}`,
    repos.length === 0 ? ` in ${escapeMarkdown(scope.owner)}` : ` in ${joinList(repos, "or", 8)}`,
    written.within === undefined ? "" : ` within ${durationText(written.within)}`,
    written.before === undefined
      ? ""
      : `${written.within === undefined ? "" : ","} before the last ${durationText(written.before)}`,
    written.once === undefined ? "" : ", cherry-picks once with what they pick",
  ].join("");
}

/** Takes "code " or "documentation ", or nothing. */
type Nouns = (kind: string, written: WrittenFilter) => Noun;

interface Noun {
  readonly one: string;
  readonly many: string;
}

/** "10 merged code pull requests in KusionStack". */
export function countText(written: WrittenFilter & WrittenBounds, nouns: Nouns, scope: Scope): string {
  const noun = nouns(
    written.kind === undefined ? "" : `${written.kind === "docs" ? "documentation" : "code"} `,
    written,
  );
  const { max } = written;
  const min = least(written);
  const number = max === undefined ? `${min}` : min === 0 ? `at most ${max}` : `${min} to ${max}`;
  return `${number} ${(max ?? min) === 1 ? noun.one : noun.many}${filterText(written, scope)}`;
}

/** The result of a measured count, by its bounds. */
export function countResult(written: WrittenBounds, measured: Measured | undefined): CriterionResult {
  if (measured === undefined) return unknown("not measured yet");
  if (!measured.known) return unknown(measured.why);
  const min = least(written);
  const { max } = written;
  const figure = `${measured.atLeast ? "at least " : ""}${measured.count} of ${min === 0 ? `at most ${max}` : min}`;
  const note = measured.privateUncounted === 0 ? "" : `; ${measured.privateUncounted} private not counted`;
  const open = (measured.notes ?? []).map((text) => `; ${escapeMarkdown(text)}`).join("");
  const shown = { figure: `${figure}${note}${open}`, evidence: evidenceOf(measured) };
  if (max !== undefined && measured.count > max) return criterionResult("short", shown);
  if (measured.count < min) return criterionResult(measured.atLeast ? "unknown" : "short", shown);
  return criterionResult(max !== undefined && measured.atLeast ? "unknown" : "met", shown);
}

export function unknown(why: string): CriterionResult {
  return criterionResult("unknown", { figure: `unknown: ${escapeMarkdown(why)}`, evidence: [] });
}

export function evidenceOf(measured: Measured): readonly Evidence[] {
  if (!measured.known) return [];
  return [
    ...(measured.items.length === 0 ? [] : [{ kind: "pulls" as const, items: measured.items }]),
    ...measured.searches.map((query) => ({ kind: "search" as const, query })),
  ];
}

/** A result with no further details than those given. */
export function criterionResult(
  state: CriterionResult["state"],
  given: Pick<CriterionResult, "figure"> & Partial<Omit<CriterionResult, "state" | "figure">>,
): CriterionResult {
  return { state, evidence: [], next: null, dueAt: null, uncounted: [], ...given };
}

export function besideCount(written: WrittenCount): readonly unknown[] {
  return attestationsBeside(mapping(written).attest);
}

export function countReferences(written: WrittenCount): readonly Reference[] {
  return countedReferences(mapping(written));
}

/** A kind of criterion that counts one thing. */
export function countKind(
  given: Pick<CriterionKind<WrittenCount>, "name" | "about" | "exactly" | "examples" | "schema"> & {
    readonly what: Measure["what"];
    readonly nouns: Nouns;
  },
): CriterionKind<WrittenCount> {
  const measure = (written: WrittenCount, scope: Scope) =>
    measureOf(given.what, filterOf(mapping(written), scope), enoughOf(mapping(written)));
  return {
    name: given.name,
    about: given.about,
    exactly: given.exactly,
    examples: given.examples,
    schema: given.schema,
    by: "machine",
    references: countReferences,
    beside: besideCount,
    wording: (written, scope) => countText(mapping(written), given.nouns, scope),
    measures: (written, scope) => [measure(written, scope)],
    result: (written, facts) => countResult(mapping(written), facts.measured.get(measure(written, scopeOf(facts)).key)),
  };
}

/** The scope of a nomination. */
export function scopeOf(facts: {
  readonly owner: string;
  readonly nomination: { readonly role: string; readonly areas: readonly string[] };
}): Scope {
  return { owner: facts.owner, role: facts.nomination.role, areas: facts.nomination.areas };
}
