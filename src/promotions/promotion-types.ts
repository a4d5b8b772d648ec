/**
 * A promotion: what was asked for at the nomination (frozen), what people said since, what was measured, and the result of each
 * criterion. Plain data; every decision about it is pure.
 */

import type { z } from "zod";
import type { Absence } from "../model/absence.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import type { Instant } from "../shared/names.ts";

export interface Person {
  readonly login: string;
  /** `null` if GitHub did not tell: then the login decides. */
  readonly id: number | null;
}

/**
 * One requirement as the registry writes it, after parsing: a kind with its parameters, or a combination. `number` is its place
 * in the status comment's table, counted from 1 over the leaves, as `/waive 2` names it.
 */
export type Criterion =
  | { readonly combine: "all" | "any"; readonly of: readonly Criterion[] }
  /** At least `min` of them. */
  | { readonly combine: "some"; readonly min: number; readonly of: readonly Criterion[] }
  | Leaf;

export interface Leaf {
  readonly combine: "leaf";
  readonly kind: string;
  /** As written, short forms included. */
  readonly params: unknown;
  readonly number: number;
  /** Asked only for these areas: elsewhere it counts as met. Absent: for every nomination. */
  readonly for?: readonly string[];
}

/** A role's promotion block, parsed. */
export interface PromotionRule {
  readonly criterion: Criterion;
  /** Roles that may nominate (that one or above); `self`: the candidate. `null`: any role holder, oneself included. */
  readonly nominate: readonly string[] | null;
  /** Bots whose `/promote` counts, by login. */
  readonly bots?: readonly string[];
  /** Role that may waive a criterion; `null`: the top role. */
  readonly waive: string | null;
  /** Only that role itself waives, not those above it. */
  readonly waiveExactly?: true;
  /** How many of them must waive the same criterion; absent: one. `"nobody"`: no criterion can be waived. */
  readonly waivers?: { readonly min: number } | { readonly share: string | number } | "nobody";
  /** After this many milliseconds without having passed, the nomination ends. */
  readonly expires: number;
  /** One reminder after this many milliseconds in which nothing happened; `null`: none. */
  readonly remind: number | null;
}

/** Frozen when `/promote` was said, and repeated in the signed marker. */
export interface Nomination {
  /** Key of the utterance and place in it: "comment:123/1". */
  readonly id: string;
  readonly candidate: Person;
  readonly nominator: Person;
  readonly role: string;
  /** Empty: everywhere. */
  readonly areas: readonly string[];
  readonly at: Instant;
  /** The `promotion:` block as the registry had it then. */
  readonly rule: PromotionRule;
  /** For each vote criterion by its number: who may vote. */
  readonly electorate: Readonly<Record<string, readonly Elector[]>>;
  /** Blob sha of the registry that was frozen. */
  readonly registryOid: string;
  /**
   * `owner/name` in lower case of the repository whose registry judges it and will be changed by it (R45). Absent in records of earlier
   * versions, which a repository's own file may have judged.
   */
  readonly registry?: string;
  /** When people could first see it, if that was later than when it was said: no window begins before (R47). */
  readonly shownAt?: Instant;
}

/** When a nomination's windows begin (R47). */
export function shownSince({ at, shownAt }: Pick<Nomination, "at" | "shownAt">): Instant {
  return Math.max(at, shownAt ?? at);
}

/** When a nomination ends that has not passed. */
export function expiryOf(nomination: Pick<Nomination, "at" | "shownAt" | "rule">): Instant {
  return shownSince(nomination) + nomination.rule.expires;
}

export interface Elector extends Person {
  readonly affiliation: string | null;
}

/** What a statement's text says: without its author, time and place. */
export type ContentOf<Statement> = Statement extends unknown ? Omit<Statement, keyof Written> : never;

/** Where, by whom and when something was said. */
export interface Written {
  /** "comment:123/2": the utterance and its line, stable; for a review itself "review:34/0". */
  readonly key: string;
  readonly by: Person;
  readonly at: Instant;
  readonly url: string;
}

/** A person's part, by the text when it was said. Later ones of the same person and kind replace earlier ones. */
export type PromotionStatement = Written &
  (
    | { readonly kind: "sponsor"; readonly cancel: boolean }
    | { readonly kind: "object"; readonly cancel: boolean; readonly why: string }
    | { readonly kind: "vote"; readonly choice: "yes" | "no" | "abstain" | "cancel" }
    | { readonly kind: "accept"; readonly cancel: boolean }
    | { readonly kind: "attest"; readonly cancel: boolean; readonly criterion: number | null; readonly text: string }
    | { readonly kind: "waive"; readonly cancel: boolean; readonly criterion: number; readonly why: string }
    | { readonly kind: "withdraw" }
  );

/** One quantity to be counted on GitHub. Measures with equal keys are measured once. */
export interface Measure {
  readonly key: string;
  readonly what:
    | "merged-pulls"
    | "opened-pulls"
    | "reviewed-pulls"
    | "authored-or-reviewed-pulls"
    | "opened-issues"
    | "resolved-issues"
    | "commented"
    | "first-contribution"
    | "last-activity";
  readonly filter: CountFilter;
  /** Counting may stop here; 0: only the date or the total is wanted. */
  readonly enough: number;
}

export interface CountFilter {
  readonly kind: "code" | "docs" | null;
  /** Any of these labels. */
  readonly labels: readonly string[];
  readonly paths: readonly string[];
  /** Names of areas whose files must be touched. */
  readonly areas: readonly string[];
  /** Repository names (no owner); empty: the registry's repositories. */
  readonly repos: readonly string[];
  readonly base: string | null;
  /** Only what happened in this many milliseconds before the measurement. */
  readonly within: number | null;
  /** Only what happened longer ago than this many milliseconds. */
  readonly before?: number;
  /** Only reviews and comments of at least this many characters, command lines excepted. */
  readonly minText?: number;
  /** For comments: each one counts, not only the issues and pull requests they are on. */
  readonly each?: "comment";
  /** A pull request and those that take it over count once. */
  readonly once?: "cherry-picks";
  /** Names of areas to whose repositories the count is limited, whatever files are touched. */
  readonly repositoriesOf?: readonly string[];
  /** For dates: the sorts of contribution that are looked at. Absent: every sort that the other filters allow. */
  readonly of?: readonly DatedSort[];
}

/** The kinds of first or last contribution. */
export const DATED_SORTS = ["merged-pulls", "opened-pulls", "reviewed-pulls", "opened-issues", "comments"] as const;
export type DatedSort = (typeof DATED_SORTS)[number];

export interface CountedItem {
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
  readonly private: boolean;
}

/** `known: false` never passes and is shown as unknown, with why. */
export type Measured =
  | {
      readonly known: true;
      readonly count: number;
      /** There may be more; counting stopped when enough were found. */
      readonly atLeast: boolean;
      readonly items: readonly CountedItem[];
      /** Searches that prove it, as typed into GitHub's search field. */
      readonly searches: readonly string[];
      /** For dates: first contribution or last activity. */
      readonly date: Instant | null;
      readonly privateUncounted: number;
      /** Hits about which GitHub told too little to judge them; they are not in `count`, which is then "at least". */
      readonly undecided?: number;
      /** What could not be searched, for people; then the count is "at least". */
      readonly notes?: readonly string[];
    }
  | { readonly known: false; readonly why: string };

/** All that the pure part of a promotion looks at. */
export interface PromotionFacts {
  readonly nomination: Nomination;
  /** In order of time; only statements about this nomination. */
  readonly words: readonly PromotionStatement[];
  readonly measured: ReadonlyMap<string, Measured>;
  readonly measuredAt: Instant;
  /** Roles as they are now: a sponsor who lost the role no longer counts. */
  readonly index: RegistryIndex;
  /** Whole-ladder facts of the candidate. */
  readonly owner: string;
  /** Repository names the count spans when a filter names none. */
  readonly repositories: readonly string[];
  /** GitHub's clock. */
  readonly now: Instant;
  /** When everything but time was first met without a break; `null`: not yet. Kept in the signed marker. */
  readonly clearSince: Instant | null;
  /** Sponsors whom another criterion of the rule needs: they do not count for this one. Absent: nobody. */
  readonly spent?: readonly Person[];
  /** People who said that they are away; the registry's `away` is considered separately. Absent: nobody. */
  readonly away?: readonly Absence[];
  /** What commands must name if several promotions are open: ` @newt contributor docs`; absent or empty: nothing (R81). */
  readonly address?: string;
}

export type Evidence =
  | { readonly kind: "pulls"; readonly items: readonly CountedItem[] }
  | { readonly kind: "search"; readonly query: string }
  /** `note`: inert Markdown. */
  | { readonly kind: "statement"; readonly by: string; readonly url: string; readonly note: string | null };

export interface CriterionResult {
  /** `waiting`: people's part or time is missing; `opposed`: there is an objection or a lost vote. Only `met` (or a waiver) passes. */
  readonly state: "met" | "short" | "unknown" | "waiting" | "opposed";
  /** "5 of 10", "1 of 2: ffforest (AntGroup)", "none so far". Inert Markdown. */
  readonly figure: string;
  readonly evidence: readonly Evidence[];
  /** Who can do what next; `null` when nothing is left or nothing helps. Inert Markdown. */
  readonly next: string | null;
  /** When time alone changes this standing (a window's end, a tenure reached): look again then. */
  readonly dueAt: Instant | null;
  /** Only time is missing; windows that begin when everything else is met depend on this. */
  readonly onlyTime?: true;
  /** Decided for good: neither statements nor time change it any more. */
  readonly final?: true;
  /** Something else must happen first: until then nobody is asked for their part. */
  readonly blocks?: true;
  /** There are not enough people who could ever do it. */
  readonly tooFew?: true;
  /** Statements that do not count, each with the reason, for the people who made them. */
  readonly uncounted: readonly { readonly word: PromotionStatement; readonly reason: string }[];
}

/** A kind of criterion: one file, its test, one line in criteria/index.ts. */
export interface CriterionKind<P> {
  /** Key in roles.yaml: `merged-pulls`. */
  readonly name: string;
  /** Strict; its description feeds the editors' schema and the reference. Accepts the short forms people write. */
  readonly schema: z.ZodType<P>;
  /** One sentence for the editors' schema and the reference. */
  readonly about: string;
  /** What exactly is counted or decided: sentences for docs/criteria.md. */
  readonly exactly: string;
  /** Ways to write it, as a line of YAML each; the fullest first. */
  readonly examples: readonly string[];
  /** A list under the key is one criterion's short form, not several criteria. */
  readonly takesList?: true;
  /** False: nobody can waive it, since it is a decision rather than a requirement. Default: true. */
  readonly waivable?: false;
  /** Names in the parameters that must be defined elsewhere. */
  references?(params: P): readonly Reference[];
  /** Attestations that are added to it, if the parameters ask people to vouch for what was counted. */
  beside?(params: P): readonly unknown[];
  /** Its part is measured by machine (so the stage "measured" waits for it); false: people's part. */
  readonly by: "machine" | "people" | "time";
  /** What it asks for, for people: "10 merged code pull requests in KusionStack". Inert Markdown. */
  wording(params: P, scope: Scope): string;
  measures(params: P, scope: Scope): readonly Measure[];
  result(params: P, facts: PromotionFacts, self: { readonly number: number }): CriterionResult;
}

/** A role or area that parameters name, with the place of the name in them. */
export interface Reference {
  readonly to: "role" | "area";
  readonly name: string;
  readonly path: readonly (string | number)[];
}

export interface Scope {
  readonly owner: string;
  readonly role: string;
  readonly areas: readonly string[];
}
