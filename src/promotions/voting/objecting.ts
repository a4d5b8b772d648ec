/** The objections: whose counts, until when, and whether it is outvoted. Pure. */

import { moment } from "../../shared/dates.ts";
import type { Instant } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import { needed, share } from "../../shared/share.ts";
import { commandHere } from "../nomination-text.ts";
import { everyone, holdingsAs, isCandidate, lacksRole, type Where, type Who } from "../promotion-people.ts";
import { activeStatements, type StatementOf, statementsOfKind } from "../promotion-statements.ts";
import type { CriterionResult, Elector, Person } from "../promotion-types.ts";
import { type QuestionFacts, windowEnd } from "./question.ts";

export type Objection = StatementOf<"object">;
type Vote = StatementOf<"vote">;

/** Who may object, and for how long. */
export interface Objecting {
  readonly who: Who;
  readonly where: Where;
  /** Only these people, as far as they still hold the role; absent: any holder. */
  readonly electorate?: readonly Elector[];
  /** How long it must stay without objection; absent: it need not. */
  readonly window: string | undefined;
  /** When the window begins; `null`: not yet. */
  readonly start: Instant | null;
  /** Whether one without a reason counts. */
  readonly needsReason: boolean;
  /** Who may outvote objections; `null`: nobody. */
  readonly overruling: Overruling | null;
}

export interface Overruling {
  readonly who: Who;
  readonly where: Where;
  readonly share: string | number | undefined;
  readonly "min-yes": number | undefined;
}

export type ObjectionState =
  /** `outvoting`: the state of the vote of those who may outvote it; `null`: nobody may. */
  | { readonly kind: "opposed"; readonly against: readonly Objection[]; readonly outvoting: Outvoting | null }
  /** Nothing is against it; `end`: of its window, `null`: there is none. `outvoted`: objections that were outvoted. */
  | { readonly kind: "met"; readonly outvoted: readonly Objection[]; readonly end: Instant | null }
  /** So far. `end` `null`: the window has not begun. */
  | { readonly kind: "waiting"; readonly outvoted: readonly Objection[]; readonly end: Instant | null };

/** Those who might outvote objections. */
export interface Outvoting {
  readonly who: Who;
  readonly where: Where;
  /** Those who could vote yes yet. */
  readonly silent: readonly Person[];
  /** How many more yes it takes; 0: they have outvoted it. */
  readonly missing: number;
}

/** How it went, in order of time. */
interface ObjectionCourse {
  /** Objections that are in force and count. */
  readonly against: readonly Objection[];
  /** Those said after the window's end. */
  readonly late: readonly { readonly word: Objection; readonly end: Instant }[];
  /** The statements that took objections back which counted, in order of time. */
  readonly withdrawn: readonly Objection[];
  /** The end of the window; `null`: it has not begun, or none is asked for. */
  readonly end: Instant | null;
}

function refusal(objecting: Objecting, facts: QuestionFacts, word: Objection): string | null {
  const { who, where, electorate, needsReason } = objecting;
  if (isCandidate(facts.nomination, word.by))
    return `cannot object to their own promotion; ${commandHere(facts, "/withdraw")} ends it`;
  if (holdingsAs(facts.index, who, where, word.by).length === 0) return lacksRole(facts.index, who, where, word.by);
  if (electorate !== undefined && !electorate.some((person) => samePerson(person, word.by)))
    return "was not among those who may decide when the decision was opened";
  if (needsReason && word.why.trim() === "")
    return `an objection needs its reason: ${commandHere(facts, "/object", "why")}`;
  return null;
}

/**
 * Goes through what was said in order of time: what comes after the window's end neither counts nor begins it again, unless an objection
 * stood until then. One that was outvoted stood no more: nobody takes back what was decided by taking back that one.
 */
export function objectionCourse(objecting: Objecting, facts: QuestionFacts): ObjectionCourse {
  const { window, start } = objecting;
  const endAfter = (at: Instant) =>
    window === undefined || start === null ? null : windowEnd(Math.max(start, at), window, facts.delays);
  let end = endAfter(start ?? 0);
  let against: readonly Objection[] = [];
  const late: { word: Objection; end: Instant }[] = [];
  const withdrawn: Objection[] = [];
  const wereOutvoted = outvotedBefore(objecting, facts);
  for (const word of statementsOfKind(facts.words, "object")) {
    const others = against.filter(({ by }) => !samePerson(by, word.by));
    const isOutvoted = against.length > 0 && wereOutvoted(word.at);
    const isOver = end !== null && word.at > end && (against.length === 0 || isOutvoted);
    if (word.cancel && others.length < against.length) {
      against = others;
      if (!isOutvoted) withdrawn.push(word);
      // Others may stand and be outvoted: whoever relied on this one has the whole window all the same.
      if (!isOver) end = endAfter(word.at);
    }
    if (word.cancel || refusal(objecting, facts, word) !== null) continue;
    if (isOver && end !== null) late.push({ word, end });
    else against = [...others, word];
  }
  return { against, late, withdrawn, end };
}

export function objectionState(objecting: Objecting, facts: QuestionFacts, given: ObjectionCourse): ObjectionState {
  const { against, end } = given;
  const outvoting = against.length === 0 ? null : outvotingOf(objecting, facts);
  const isOutvoted = outvoting?.missing === 0;
  if (against.length > 0 && !isOutvoted) return { kind: "opposed", against, outvoting };
  if (objecting.window === undefined) return { kind: "met", outvoted: against, end: null };
  if (end === null || end > facts.now) return { kind: "waiting", outvoted: against, end };
  return { kind: "met", outvoted: against, end };
}

/** Whether objections were outvoted by what was said before a moment. Asked about moments in their order: each vote is looked at once (R53). */
function outvotedBefore({ overruling }: Objecting, facts: QuestionFacts): (then: Instant) => boolean {
  if (overruling === null) return () => false;
  const needs = yesNeeded(overruling, groupOf(overruling, facts).length);
  const votes = statementsOfKind(facts.words, "vote").values();
  let next = votes.next();
  let yes: readonly Vote[] = [];
  return (then) => {
    for (; !next.done && next.value.at < then; next = votes.next()) {
      const vote = next.value;
      yes = yes.filter(({ by }) => !samePerson(by, vote.by));
      if (isYes(vote, overruling, facts)) yes = [...yes, vote];
    }
    return yes.length >= needs;
  };
}

function outvotingOf({ overruling }: Objecting, facts: QuestionFacts): Outvoting | null {
  if (overruling === null) return null;
  const { who, where } = overruling;
  const group = groupOf(overruling, facts);
  const yes = activeStatements(facts.words, "vote").filter((vote) => isYes(vote, overruling, facts));
  return {
    who,
    where,
    silent: group.filter((person) => !yes.some(({ by }) => samePerson(by, person))),
    missing: Math.max(0, yesNeeded(overruling, group.length) - yes.length),
  };
}

function groupOf({ who, where }: Overruling, { index, nomination }: QuestionFacts) {
  return everyone(index, who, where).filter((person) => !isCandidate(nomination, person));
}

function isYes({ choice, by }: Vote, { who, where }: Overruling, { index, nomination }: QuestionFacts): boolean {
  return choice === "yes" && !isCandidate(nomination, by) && holdingsAs(index, who, where, by).length > 0;
}

function yesNeeded({ share: part, "min-yes": least }: Overruling, groupSize: number): number {
  const min = least ?? (part === undefined ? 1 : 0);
  // A share of nobody is never reached.
  return Math.max(min, part === undefined ? 0 : Math.max(1, needed(share(part), groupSize)));
}

/** Objections that are in force but do not count, with the reason. */
export function uncountedObjections(
  objecting: Objecting,
  facts: QuestionFacts,
  { late }: ObjectionCourse,
): CriterionResult["uncounted"] {
  return activeStatements(facts.words, "object").flatMap((word) => {
    const ended = late.find((each) => each.word.key === word.key)?.end;
    const tooLate = ended === undefined ? null : `the window had ended on ${moment(ended)}`;
    const reason = refusal(objecting, facts, word) ?? tooLate;
    return reason === null ? [] : [{ word, reason }];
  });
}

/** Votes of people who cannot outvote an objection, with the reason. */
export function uncountedOutvotes({ overruling }: Objecting, facts: QuestionFacts): CriterionResult["uncounted"] {
  if (overruling === null) return [];
  const { who, where } = overruling;
  return activeStatements(facts.words, "vote").flatMap((word) => {
    if (isCandidate(facts.nomination, word.by)) return [{ word, reason: "cannot vote on their own promotion" }];
    if (holdingsAs(facts.index, who, where, word.by).length > 0) return [];
    return [{ word, reason: lacksRole(facts.index, who, where, word.by) }];
  });
}
