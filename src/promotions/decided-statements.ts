/** A statement is decided when it is made (R81): one that does not count then is answered with the reason, and never counts later. Pure. */

import type { Answer } from "../model/answer.ts";
import { code, escapeMarkdown } from "../shared/markdown.ts";
import { accountOf, samePerson } from "../shared/people.ts";
import type { CollectedPromotion, CollectedPromotions } from "./collect-promotions.ts";
import { firstStep } from "./next-step.ts";
import {
  activeStatements,
  attestationsFor,
  commandOf,
  inOrder,
  isCancelled,
  isOfSame,
  type StatementOf,
  statementsOfKind,
} from "./promotion-statements.ts";
import type { PromotionStatement } from "./promotion-types.ts";
import { type RefusedStatement, shownRefusals } from "./refusals.ts";
import { type Review, type Reviewing, review } from "./review.ts";

interface AnsweredRefusal extends RefusedStatement {
  /** What the promotion waits for first, as a sentence; `null`: nothing. Inert. */
  readonly next: string | null;
}

export interface DecidedPromotion {
  readonly promotion: CollectedPromotion;
  readonly refused: readonly AnsweredRefusal[];
}

/**
 * `fresh`: keys of the statements made just now. While somebody's roles are unknown nothing is refused. Of several that one person made at
 * once the last is judged first: where it does not count, the one before is that person's latest.
 */
export function decideStatements(
  promotion: CollectedPromotion,
  fresh: ReadonlySet<string>,
  given: Reviewing,
): DecidedPromotion {
  let decided = decideLatest(promotion, fresh, given);
  for (let { length } = decided.refused; length > 0; ) {
    const before = decideLatest(decided.promotion, fresh, given);
    length = before.refused.length;
    decided = { promotion: before.promotion, refused: [...decided.refused, ...before.refused] };
  }
  return decided;
}

function decideLatest(promotion: CollectedPromotion, fresh: ReadonlySet<string>, given: Reviewing): DecidedPromotion {
  const news = promotion.record.words.filter(({ key }) => fresh.has(key));
  if (news.length === 0 || given.unreadTeams.length > 0) return { promotion, refused: [] };
  const reviewed = review(promotion, given);
  const { evaluation } = reviewed;
  const uncounted = evaluation.uncounted.filter(({ word }) => fresh.has(word.key));
  const others = strangers(news, promotion, given).filter(({ key }) => !uncounted.some(({ word }) => word.key === key));
  const refused = [...uncounted, ...others.map((word) => ({ word, reason: NO_PART }))].map(({ word, reason }) => ({
    word,
    reason,
    next: firstStep(reviewed),
  }));
  const dropped = new Set(refused.map(({ word }) => word.key));
  const words = promotion.record.words.filter(({ key }) => !dropped.has(key));
  const taken = news.filter(({ key }) => !dropped.has(key));
  const shown = shownRefusals(promotion.record.refused ?? [], refused, taken);
  const { refused: _, ...record } = promotion.record;
  const decided = { ...record, words, ...(shown.length === 0 ? {} : { refused: shown }) };
  return { promotion: { ...promotion, record: decided }, refused };
}

const NO_PART = "holds no role in the registry that judges this, and is neither the candidate nor the nominator";

/**
 * Statements of people without any role or part: they cannot support anything. People who made a statement while they held one may still
 * take it back for good; otherwise it would count again with the role.
 */
function strangers(
  words: readonly PromotionStatement[],
  { record: { nomination, words: all } }: CollectedPromotion,
  { index }: Reviewing,
): readonly PromotionStatement[] {
  const own = [nomination.candidate, nomination.nominator];
  const takesBack = (word: PromotionStatement) => isCancelled(word) && isGiven(word, all);
  return words.filter(
    (word) =>
      !own.some((person) => samePerson(person, word.by)) && !index.holdsAnyRole(accountOf(word.by)) && !takesBack(word),
  );
}

/** Whether the same person's statement of that kind was in force until this one. */
function isGiven(word: PromotionStatement, all: readonly PromotionStatement[]): boolean {
  const earlier = all.filter((one) => one.key !== word.key && inOrder(one, word) < 0);
  if (word.kind === "attest") return areAttested(word, earlier);
  return activeStatements(earlier, word.kind).some((one) => isOfSame(one, word));
}

/** Whether they had vouched for what it takes back: for that criterion or for all, or, without a number, for anything. */
function areAttested({ by, criterion }: StatementOf<"attest">, earlier: readonly PromotionStatement[]): boolean {
  const all = statementsOfKind(earlier, "attest").map((one) => one.criterion);
  const about = criterion === null ? all : [criterion];
  return about.some((one) => attestationsFor(earlier, one).some((given) => samePerson(given.by, by)));
}

/** Takes back something that its author had not said. People who nominated themselves have accepted implicitly. */
function isIdle(word: PromotionStatement, all: readonly PromotionStatement[]): boolean {
  return isCancelled(word) && word.kind !== "accept" && !isGiven(word, all);
}

/** The answers to what was written about promotions, by call key: a statement that does not count is answered with the reason. */
export function answersOf(
  all: CollectedPromotions,
  decided: readonly DecidedPromotion[],
  reviews: readonly Review[],
): ReadonlyMap<string, Answer> {
  const answers = new Map<string, Answer>(all.answers);
  // The status comment is the answer.
  for (const key of all.made) answers.set(key, { kind: "done" });
  for (const key of all.statements) answers.set(key, wordAnswer(key, decided, reviews));
  return answers;
}

/**
 * The same reason in the second person: "cannot sponsor their own promotion", "is an approver" become "you cannot sponsor your own",
 * "they are".
 */
function toldTo(reason: string): string {
  return reason
    .replace(/^(cannot .*?) their own promotion/, "you $1 your own promotion")
    .replace(/^is (?=an? )/, "they are ")
    .replace(/^holds /, "they hold ");
}

/** Refused when it was said; or repeated, and counting no longer. */
function wordAnswer(key: string, decided: readonly DecidedPromotion[], reviews: readonly Review[]): Answer {
  const isKept = reviews.map((review) => review.words.some((word) => word.key === key));
  const lapsed = reviews.flatMap((review): readonly AnsweredRefusal[] =>
    review.evaluation.uncounted
      .filter(({ word }) => word.key === key)
      .map((one) => ({ ...one, next: firstStep(review) })),
  );
  const refused = [...decided.flatMap((one) => one.refused.filter(({ word }) => word.key === key)), ...lapsed];
  const counting = isKept.filter((kept) => kept).length - lapsed.length;
  const [first] = refused;
  const said = reviews.flatMap((review) => review.words.filter((word) => word.key === key));
  const [idle] = said;
  if (
    idle !== undefined &&
    reviews.every(({ words }) => said.every((word) => !words.includes(word) || isIdle(word, words)))
  )
    return {
      kind: "told",
      text: `You have said nothing here that ${code(`/${idle.kind} cancel`)} could take back, so nothing was changed.`,
    };
  // Where it counts for one of several it did what it should.
  if (first === undefined || counting > 0) return { kind: "done" };
  const help = first.next === null ? "" : ` ${first.next}`;
  return {
    kind: "refused",
    text: `I cannot take ${code(commandOf(first.word))} from ${escapeMarkdown(first.word.by.login)}: ${toldTo(first.reason)}.${help}`,
  };
}
