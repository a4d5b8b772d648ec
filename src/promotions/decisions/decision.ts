/** A decision: what was put to people (frozen), what they said since, and its state. Plain data, sealed in its status comment. */

import type { DecisionRule } from "../../registry/decisions/decisions-key.ts";
import type { Instant } from "../../shared/names.ts";
import type { ContentOf, Elector, Person, Written } from "../promotion-types.ts";

/** Frozen when `/decide` was said. */
export interface Decision {
  /** Key of the utterance and place in it: "comment:123/1". */
  readonly id: string;
  /** The kind as the registry had it then. */
  readonly rule: DecisionRule;
  /** The text to decide on, as it was written; at most `MAX_DECISION_TEXT` characters. */
  readonly text: string;
  readonly opener: Person;
  readonly at: Instant;
  /** When people could first see it, if that was later than when it was said: no window begins before (R47). */
  readonly shownAt?: Instant;
  /**
   * Areas of what is decided: those who decide must hold one of them, or one around it. `null`: no area is needed; empty: the role must
   * be held everywhere.
   */
  readonly areas: readonly string[] | null;
  /** Who may decide; `null`: not frozen yet, since it is not known who is in every team. */
  readonly electorate: readonly Elector[] | null;
  /** Blob sha of the registry that was frozen. */
  readonly registryOid: string;
  /** On a pull request of a kind with `paths`: the change it is about. */
  readonly about?: ChangeAsked;
}

/** A pull request's change at that time: the commits of its head and of its base. */
export interface ChangeAsked {
  readonly head: string;
  readonly base: string;
}

/** A person's part, by the text when it was said. A person's newest counts, in whatever way it was said. */
export type DecisionStatement = Written &
  (
    | { readonly kind: "vote"; readonly choice: "yes" | "no" | "abstain" | "cancel"; readonly why: string }
    | { readonly kind: "object"; readonly cancel: boolean; readonly why: string }
    | { readonly kind: "wait"; readonly why: string }
    /** A review of the pull request: approved, changes requested, or dismissed. */
    | { readonly kind: "review"; readonly state: "yes" | "no" | "none"; readonly why: string }
    | { readonly kind: "cancel" }
  );

export type DecisionContent = ContentOf<DecisionStatement>;

/** A statement that was heard and does not count, with the reason. */
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

/** How many of each; a lazy consensus has none. */
export interface DecisionTally {
  readonly yes: number;
  readonly no: number;
  readonly abstained: number;
}

/** What Rung must remember of a decision, kept signed in its own status comment (R26). */
export interface DecisionRecord {
  readonly decision: Decision;
  /** The address of the comment that opened it. */
  readonly url: string;
  /** The issue or pull request that it belongs to (R46). */
  readonly place: { readonly repositoryId: number; readonly repository: string; readonly number: number };
  /** Those that counted when they were said, in order of time. */
  readonly words: readonly DecisionStatement[];
  /** Those that did not, and so never will; only the last few, to show to people. */
  readonly heard: readonly UncountedStatement[];
  readonly stage: DecisionStage;
  /** It was judged at that time and stayed open: it ends later than that. */
  readonly openUntil: Instant;
  /** Every statement until then was accepted or refused. */
  readonly heardUntil: Instant;
  /** The comment that opened it was edited or deleted since; the decision keeps the original text. Absent: it is unchanged. */
  readonly opening?: "edited" | "deleted";
  /** It was closed when it was last looked at: no time passes there. */
  readonly rests?: true;
  /** Somebody changed the record before this one, so this one was made anew. */
  readonly rebuilt: boolean;
}

/** Longer texts are refused: a decision is about the whole of its text. */
export const MAX_DECISION_TEXT = 4000;

export function isOpenDecision({ stage }: DecisionRecord): boolean {
  return stage.stage === "open";
}

export function isDecisionOpenAt({ decision, stage }: DecisionRecord, at: Instant): boolean {
  return decision.at <= at && (stage.stage === "open" || at < stage.at);
}

export function hasEndedBy({ stage }: DecisionRecord, at: Instant): boolean {
  return stage.stage !== "open" && stage.at <= at;
}
