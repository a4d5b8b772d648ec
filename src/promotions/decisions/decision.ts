/** A decision: what was put to people (frozen), what they said since, and its state. Plain data, sealed in its status comment. */
import type { DecisionRule } from "../../registry/decisions/decisions-key.ts";
import type { Instant } from "../../shared/names.ts";
import type { ContentOf, Elector, Person } from "../promotion-types.ts";

/** Frozen when `/decide` was said. */
export interface Decision {
  /** Key of the utterance and place in it: "comment:123/1". */
  readonly id: string;
  /** The kind as the registry had it then. */
  readonly rule: DecisionRule;
  /** What is decided, as it was said; at most `MAX_DECISION_TEXT` characters. */
  readonly text: string;
  readonly opener: Person;
  readonly at: Instant;
  /** When people could first see it, where that is not when it was said: no window begins before that (R47). */
  readonly shownAt?: Instant;
  /** Areas of what is decided, one of which who decides must hold, or one around it; `null`: none is asked for; empty: the role everywhere. */
  readonly areas: readonly string[] | null;
  /** Who may decide; `null`: not frozen yet, since it is not known who is in every team. */
  readonly electorate: readonly Elector[] | null;
  /** Blob sha of the registry that was frozen. */
  readonly registryOid: string;
  /** On a pull request of a kind with `paths`: the change it is about. */
  readonly about?: ChangeAsked;
}

/** A pull request's change as it stood: commits of its head and of its base. */
export interface ChangeAsked {
  readonly head: string;
  readonly base: string;
}

/** A person's part, as of the text when it was said. The newest of a person stands, by whatever way. */
export type DecisionStatement = {
  /** "comment:123/2": the utterance and its line; of a review as such "review:34/0". */
  readonly key: string;
  readonly by: Person;
  readonly at: Instant;
  readonly url: string;
} & (
  | { readonly kind: "vote"; readonly choice: "yes" | "no" | "abstain" | "cancel"; readonly why: string }
  | { readonly kind: "object"; readonly cancel: boolean; readonly why: string }
  | { readonly kind: "wait"; readonly why: string }
  /** A review of the pull request: approved, changes requested, or dismissed. */
  | { readonly kind: "review"; readonly state: "yes" | "no" | "none"; readonly why: string }
  | { readonly kind: "cancel" }
);

export type DecisionSaying = ContentOf<DecisionStatement>;

/** A word that was heard and does not count, with the reason. */
export interface UncountedStatement {
  readonly word: DecisionStatement;
  /** A clause about its author: "holds no role; a maintainer or above is asked for". Inert. */
  readonly reason: string;
}

export type DecisionStage =
  | { readonly stage: "open" }
  | { readonly stage: "accepted"; readonly at: Instant; readonly tally: DecisionTally | null }
  /** `why`: a sentence without its full stop. Inert. */
  | { readonly stage: "declined"; readonly at: Instant; readonly tally: DecisionTally | null; readonly why: string }
  | { readonly stage: "cancelled"; readonly at: Instant; readonly by: Person };

/** How many of each; of silence that was consent there is none. */
export interface DecisionTally {
  readonly yes: number;
  readonly no: number;
  readonly abstained: number;
}

/** What Rung must remember of a decision, kept signed in its own status comment (R26). */
export interface DecisionRecord {
  readonly decision: Decision;
  /** Address of the words that opened it. */
  readonly url: string;
  /** Where it lives (R46). */
  readonly place: { readonly repositoryId: number; readonly repository: string; readonly number: number };
  /** Those that counted when they were said, in order of time. */
  readonly words: readonly DecisionStatement[];
  /** Those that did not, and so never will; the last few, for people. */
  readonly heard: readonly UncountedStatement[];
  readonly stage: DecisionStage;
  /** Up to then it was looked at and stayed open: it ends later than that. */
  readonly openUntil: Instant;
  /** Every word until then was taken. */
  readonly heardUntil: Instant;
  /** The words that opened it were edited or deleted since; it still holds what was said. Absent: they stand as they were. */
  readonly opening?: "edited" | "deleted";
  /** It was closed when it was last looked at: no time passes there. */
  readonly rests?: true;
  /** The record before this one was changed by somebody, so that this one was made anew. */
  readonly rebuilt: boolean;
}

/** Longer texts are refused: a decision is about the whole of its text. */
export const MAX_DECISION_TEXT = 4000;
/** Of the reason of a word. */
export const MAX_WHY = 300;

export function isOpenDecision({ stage }: DecisionRecord): boolean {
  return stage.stage === "open";
}
