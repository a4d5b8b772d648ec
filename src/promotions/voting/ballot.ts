/** The votes: by whom, and whose vote counts. Pure. */

import type { VotingRule } from "../../registry/voting-shape.ts";
import { moment } from "../../shared/dates.ts";
import { timeAfter } from "../../shared/duration.ts";
import type { Instant } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import { holdingsAs, isCandidate, lacksRole, stillHolding, type Where, type Who } from "../promotion-people.ts";
import { activeStatements, latest, type StatementOf } from "../promotion-statements.ts";
import { type CriterionResult, type Elector, type PromotionStatement, shownSince } from "../promotion-types.ts";
import { type QuestionFacts, windowEnd } from "./question.ts";

type Statement = StatementOf<"vote">;

/** A vote on a question: how it is taken, and among whom. */
export interface Vote {
  readonly written: VotingRule & { readonly wait?: string | undefined };
  readonly who: Who;
  readonly place: Where;
  /** Who might vote when the question was put. */
  readonly electorate: readonly Elector[];
}

export interface Ballot {
  readonly yes: readonly Elector[];
  readonly no: readonly Elector[];
  readonly abstained: readonly Elector[];
  readonly electors: readonly Elector[];
  /** How many may vote, those who are no longer counted among them. */
  readonly group: number;
  readonly counted: readonly Statement[];
  readonly uncounted: CriterionResult["uncounted"];
  /** When the vote opens. */
  readonly opens: Instant;
  /** It stays open until then; `null`: it may pass immediately. */
  readonly waits: Instant | null;
  /** When it closes; `null`: it does not. */
  readonly end: Instant | null;
}

/** When a vote opens, until when it is open at least, and when it closes. Who asks to wait has that time from then on. */
function timing({ after, wait, window }: Vote["written"], { nomination, delays = [] }: QuestionFacts) {
  const shown = shownSince(nomination);
  const opens = after === undefined ? shown : timeAfter(shown, after);
  const waits = wait === undefined ? [] : [timeAfter(opens, wait)];
  const least = [...waits, ...delays.map(({ at, by }) => timeAfter(at, by))];
  return {
    opens,
    waits: least.length === 0 ? null : Math.max(...least),
    end: window === undefined ? null : windowEnd(opens, window, delays, shown),
  };
}

export function ballot(vote: Vote, facts: QuestionFacts): Ballot {
  const { written, who, place } = vote;
  // Whoever lost the role since then neither votes nor is waited for.
  const electors = stillHolding(vote.electorate, { index: facts.index, who, where: place });
  const { opens, waits, end } = timing(written, facts);
  const isLate = ({ kind, at }: PromotionStatement) => kind === "vote" && end !== null && at > end;
  // What is said after the end changes nothing: neither a vote nor taking one back.
  const late = latest(facts.words, "vote").filter(isLate);
  const inTime = facts.words.filter((word) => !isLate(word));
  const judged = [...activeStatements(inTime, "vote"), ...late].map((word) => {
    const elector = electors.find((person) => samePerson(person, word.by));
    return {
      word,
      elector,
      reason: elector === undefined ? notElector(facts, vote, word) : untimely(written, { opens, end }, word),
    };
  });
  const counted = judged.filter(({ reason }) => reason === null);
  const choosing = (choice: Statement["choice"]) =>
    counted.flatMap(({ word, elector }) => (word.choice === choice && elector !== undefined ? [elector] : []));
  const dropped = written["drop-absent"];
  const absentGone = dropped !== undefined && timeAfter(opens, dropped) <= facts.now;
  return {
    yes: choosing("yes"),
    no: choosing("no"),
    abstained: choosing("abstain"),
    group: electors.length,
    electors: absentGone ? counted.flatMap(({ elector }) => elector ?? []) : electors,
    counted: counted.map(({ word }) => word),
    uncounted: judged.flatMap(({ word, reason }) => (reason === null ? [] : [{ word, reason }])),
    opens,
    waits,
    end,
  };
}

function untimely(
  { after }: VotingRule,
  { opens, end }: Pick<Ballot, "opens" | "end">,
  word: Statement,
): string | null {
  if (after !== undefined && word.at < opens) return `the vote opens on ${moment(opens)}`;
  return end !== null && word.at > end ? `the vote had ended on ${moment(end)}` : null;
}

function notElector(facts: QuestionFacts, { who, place }: Vote, word: Statement): string {
  if (isCandidate(facts.nomination, word.by)) return "cannot vote on their own promotion";
  if (holdingsAs(facts.index, who, place, word.by).length > 0)
    return `was not among those who may vote when the ${facts.nomination.candidate === undefined ? "decision was opened" : "nomination was made"}`;
  return lacksRole(facts.index, who, place, word.by);
}
