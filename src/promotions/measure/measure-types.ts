/** The types of measuring: searches, the hits they return, and the plan that joins them to the measures. Plain data. */

import type { AreaPath } from "../../registry/registry-types.ts";
import type { KindRule } from "../../registry/settings.ts";
import type { Instant, RepositoryName } from "../../shared/names.ts";
import type { CountedItem, Measure, Person } from "../promotion-types.ts";

/** Where, and by which rules, to count. */
export interface MeasureScope {
  readonly owner: string;
  /** Names without owner, from `countedRepositories`; empty: every repository of the owner. */
  readonly repositories: readonly string[];
  /** What counts as documentation; the rest is code. */
  readonly docs: KindRule;
  /** RegistryIndex.areaPathsOf. */
  areaPathsOf(repository: RepositoryName, path: string): readonly AreaPath[];
  /** The areas' own repositories by area name; empty: every one. */
  readonly areaRepositories: Readonly<Record<string, readonly string[]>>;
  /** The labels that show which area an issue belongs to, by area name; empty or absent: there are none. */
  readonly areaLabels?: Readonly<Record<string, string>>;
  /** GitHub's clock, from which `within` looks back. */
  readonly now: Instant;
  /** When the nomination was made: whatever the candidate adds later is no evidence (R48). Absent: now. */
  readonly asked?: Instant;
  /** Later events are left out of dates. Absent: none are. */
  readonly until?: Instant;
  /** Any activity counts: commands, reverts, work on what a bot opened or what is merged. Absent: only work does. */
  readonly anything?: true;
  /** The promotion's own issue or pull requests, which never count. */
  readonly own: readonly Pick<CountedItem, "repository" | "number">[];
  /** What is in private repositories does not count, and is not mentioned. */
  readonly publicOnly?: boolean;
}

/** What must be known about a hit besides its name: each detail costs GitHub work, so only decisive ones are requested. */
export type Detail = "labels" | "files" | "reviews" | "review-texts" | "comments" | "closes" | "events";

/** One search. Its text is complete but for the candidate's login, which may have changed since the nomination. */
export interface Search {
  readonly of: "pulls" | "issues" | "both";
  /** Qualifiers without the candidate. */
  readonly terms: readonly string[];
  /** Qualifiers that take the candidate's login; `-author` among them keeps the candidate's own out. */
  readonly candidate: readonly ("author" | "-author" | "reviewed-by" | "commenter" | "assignee")[];
  readonly sort: "created-asc" | "created-desc" | "updated-desc";
  readonly details: readonly Detail[];
  /** How many hits the first page asks for, 1 to 100. */
  readonly first: number;
}

export interface PlannedMeasure {
  readonly measure: Measure;
  /** Places in the plan's searches. */
  readonly searches: readonly number[];
}

export interface MeasurePlan {
  readonly candidate: Person;
  readonly scope: MeasureScope;
  readonly measures: readonly PlannedMeasure[];
  /** Each once, however many measures look at it. */
  readonly searches: readonly Search[];
}

/** An issue that a pull request closes. */
export interface ClosedIssue extends CountedItem {
  readonly labels: readonly string[];
  /** Labels of which it is unknown when and by whom they were put on. */
  readonly doubtfulLabels: readonly string[];
  /** Closed as done, not as "not planned". */
  readonly done: boolean;
  readonly closedAt: Instant | null;
}

/** Some of a list, and whether there is more of it. */
export interface Part<T> {
  readonly items: readonly T[];
  readonly more: boolean;
}

/** Something that the candidate did in a hit: a review or comment, with its time. */
export interface Trace {
  readonly at: Instant;
  /** Nothing but commands for a bot. */
  readonly onlyCommands: boolean;
  /** How many characters were written, command lines excepted; `more`: not all was read. Absent: it was not requested. */
  readonly said?: { readonly length: number; readonly more: boolean };
}

/** One issue or pull request that a search found. Its title and text are judged while reading and not kept. */
export interface Hit extends CountedItem {
  readonly of: "pull" | "issue";
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly closedAt: Instant | null;
  readonly mergedAt: Instant | null;
  /** Why it can never count; `null`: it can. */
  readonly never: "bot" | "revert" | "own" | "late" | null;
  /** The number in the same repository of the pull request that it says it takes over; absent: none. */
  readonly copyOf?: number;
  /** Its title says that it is documentation. */
  readonly docsTitle: boolean;
  /** Those that were on it in time. */
  readonly labels: Part<string>;
  /** Those of which it is unknown when and by whom they were put on. */
  readonly doubtfulLabels: readonly string[];
  /** Whether somebody else had assigned the candidate before it was closed. */
  readonly assigned: "counts" | "not" | "undecided";
  readonly files: Part<string>;
  /** The candidate's reviews. */
  readonly reviews: Part<Trace>;
  /** The candidate's comments among those read. */
  readonly comments: Part<Trace> & {
    /** When the oldest comment that was read was made: unread ones are older. */
    readonly readFrom: Instant | null;
  };
  readonly closes: Part<ClosedIssue>;
}

/** GitHub lists no more hits of a search. */
export const MAX_HITS = 1_000;

/** What a search has returned so far. */
export type Found =
  /** `why`: GitHub's answer, or its consequence in words for people. */
  | { readonly kind: "failed"; readonly why?: string }
  | {
      readonly kind: "hits";
      readonly hits: readonly Hit[];
      /** Where the next page begins; `null`: GitHub lists no more. */
      readonly next: string | null;
      /** Hits of the search, listed or not. */
      readonly total: number;
    };
