/** What was voted: by whom, whose vote counts, and whether it suffices. Pure. */
import { moment } from "../../shared/dates.ts";
import { timeAfter } from "../../shared/duration.ts";
import type { Instant } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import { cap as capOfShare, reached, share } from "../../shared/share.ts";
import { affiliationOf, holdingsAs, isCandidate, lacksRole, type Where, type Who } from "../promotion-people.ts";
import { activeStatements, type StatementOf } from "../promotion-statements.ts";
import {
  type CriterionResult,
  type Elector,
  type Nomination,
  type PromotionFacts,
  shownSince,
} from "../promotion-types.ts";
import { electorateOf, placeOf, type WrittenVote, whoVotes } from "./vote-shape.ts";

export type Statement = StatementOf<"vote">;

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
  /** Until then it stays open; `null`: it may pass at once. */
  readonly waits: Instant | null;
  /** When it closes; `null`: it does not. */
  readonly end: Instant | null;
}

/** When a vote opens, until when it is open at least, and when it closes. */
function timing({ after, wait, window }: WrittenVote, nomination: Nomination): Pick<Ballot, "opens" | "waits" | "end"> {
  const shown = shownSince(nomination);
  const opens = after === undefined ? shown : timeAfter(shown, after);
  const from = (span: string | undefined) => (span === undefined ? null : timeAfter(opens, span));
  return { opens, waits: from(wait), end: from(window) };
}

export function ballot(written: WrittenVote, facts: PromotionFacts, number: number): Ballot {
  const { nomination, index } = facts;
  const who = whoVotes(written, nomination.role);
  const place = placeOf(written, nomination.areas);
  const frozen = nomination.electorate[String(number)] ?? electorateOf(written, index, nomination);
  // Whoever lost the role since then neither votes nor is waited for.
  const electors = frozen.filter((person) => holdingsAs(index, who, place, person).length > 0);
  const { opens, waits, end } = timing(written, nomination);
  const judged = activeStatements(facts.words, "vote").map((word) => {
    const elector = electors.find((person) => samePerson(person, word.by));
    return {
      word,
      elector,
      reason: elector === undefined ? notElector(facts, who, place, word) : untimely(written, { opens, end }, word),
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
  { after }: WrittenVote,
  { opens, end }: Pick<Ballot, "opens" | "end">,
  word: Statement,
): string | null {
  if (after !== undefined && word.at < opens) return `the vote opens on ${moment(opens)}`;
  return end !== null && word.at > end ? `the vote had ended on ${moment(end)}` : null;
}

function notElector(facts: PromotionFacts, who: Who, place: Where, word: Statement): string {
  if (isCandidate(facts.nomination, word.by)) return "cannot vote on their own promotion";
  if (holdingsAs(facts.index, who, place, word.by).length > 0)
    return "was not among those who may vote when the nomination was made";
  return lacksRole(facts.index, who, place, word.by);
}

/** Numbers after the employers' cap. */
export interface Tally {
  readonly yes: number;
  readonly no: number;
  readonly abstained: number;
  readonly eligible: number;
}

export function tally(written: WrittenVote, facts: PromotionFacts, given: Ballot): Tally {
  const cap = capOf(written, given.electors.length);
  const size = (people: readonly Elector[]) => capped(facts, people, cap);
  return { yes: size(given.yes), no: size(given.no), abstained: size(given.abstained), eligible: size(given.electors) };
}

function capOf(written: WrittenVote, electors: number): number {
  const cap = written["employer-cap"];
  if (cap === undefined) return Number.POSITIVE_INFINITY;
  if (typeof cap === "number" && cap > 1) return cap;
  if (cap === 1) return 1;
  const { share: part, below } = capOfShare(cap);
  const most = (part.over * electors) / part.under;
  return Math.max(1, below ? Math.ceil(most) - 1 : Math.floor(most));
}

/** People whose employer nobody knows count as of one: else leaving it out would be a way around the cap. */
function capped(facts: PromotionFacts, people: readonly Elector[], cap: number): number {
  if (cap === Number.POSITIVE_INFINITY) return people.length;
  const of = new Map<string, number>();
  for (const person of people) {
    const employer = (affiliationOf(facts.index, person) ?? person.affiliation ?? "").trim().toLowerCase();
    of.set(employer, (of.get(employer) ?? 0) + 1);
  }
  return [...of.values()].reduce((sum, number) => sum + Math.min(number, cap), 0);
}

export function passes(written: WrittenVote, { yes, no, abstained, eligible }: Tally): boolean {
  const quorum = written.quorum;
  const present = yes + no + abstained;
  if (quorum !== undefined && !isQuorate(quorum, present, eligible)) return false;
  if (yes < (written["min-yes"] ?? 0)) return false;
  const part = shareOf(written);
  if (part === undefined) return true;
  return reached(share(part), yes, written["share-of"] === "cast" ? yes + no : eligible);
}

/** What is asked for where so many may vote. */
export function askedOfGroup(written: WrittenVote, { group }: Pick<Ballot, "group">): WrittenVote {
  const small = written["small-group"];
  if (small === undefined || group >= small.under) return written;
  return { ...written, share: small.share, "min-yes": small.min, quorum: undefined };
}

/** Without a share and without a number of yes, a majority is asked for. */
export function shareOf({ share, "min-yes": min }: WrittenVote): string | number | undefined {
  return min === undefined ? (share ?? "majority") : share;
}

function isQuorate(quorum: string | number, present: number, eligible: number): boolean {
  if (typeof quorum === "number" && quorum >= 1) return present >= quorum;
  return reached(share(quorum), present, eligible);
}

/** Whether it could still pass if everyone who is silent voted yes. */
export function canPass(written: WrittenVote, given: Tally): boolean {
  const silent = Math.max(0, given.eligible - given.yes - given.no - given.abstained);
  return passes(written, { ...given, yes: given.yes + silent });
}
