/** A word is decided when it is said and kept (R81): one that does not count then is told so and never counts later. Pure. */
import { samePerson } from "../shared/people.ts";
import type { CollectedPromotion } from "./collect-promotions.ts";
import { account } from "./promotion-people.ts";
import type { Refusal } from "./promotion-record.ts";
import { isCancelled, saidText } from "./promotion-statements.ts";
import type { PromotionStatement } from "./promotion-types.ts";
import { type Reviewing, review } from "./review.ts";

export interface RefusedStatement {
  readonly word: PromotionStatement;
  /** Inert. */
  readonly reason: string;
  /** What somebody can do instead; `null`: nothing. Inert. */
  readonly next: string | null;
}

export interface DecidedPromotion {
  readonly promotion: CollectedPromotion;
  readonly refused: readonly RefusedStatement[];
}

/** Shown to people; strangers cannot fill more. */
const MAX_SHOWN = 10;
const MAX_REASON_LENGTH = 400;

/** `fresh`: keys of the statements made just now. While somebody's roles are unknown nothing is refused. */
export function decideStatements(
  promotion: CollectedPromotion,
  fresh: ReadonlySet<string>,
  given: Reviewing,
): DecidedPromotion {
  const news = promotion.words.filter(({ key }) => fresh.has(key));
  if (news.length === 0 || given.unreadTeams.length > 0) return { promotion, refused: [] };
  const { evaluation } = review(promotion, given);
  const uncounted = evaluation.uncounted.filter(({ word }) => fresh.has(word.key));
  const others = strangers(news, promotion, given).filter(({ key }) => !uncounted.some(({ word }) => word.key === key));
  const refused = [...uncounted, ...others.map((word) => ({ word, reason: NO_PART }))].map(({ word, reason }) => ({
    word,
    reason,
    next: evaluation.next[0] ?? null,
  }));
  const dropped = new Set(refused.map(({ word }) => word.key));
  const words = promotion.words.filter(({ key }) => !dropped.has(key));
  const taken = news.filter(({ key }) => !dropped.has(key));
  const shown = shownRefusals(promotion.record.refused ?? [], refused, taken);
  const { refused: _, ...record } = promotion.record;
  const decided = { ...record, words, ...(shown.length === 0 ? {} : { refused: shown }) };
  return { promotion: { ...promotion, words, record: decided }, refused };
}

const NO_PART = "holds no role in the registry that judges this, and is neither the candidate nor the nominator";

/**
 * Words of people without any role or part: they can carry nothing. Whoever gave a word while they held one may take it back for
 * good all the same, or it would stand up again with the role.
 */
function strangers(
  words: readonly PromotionStatement[],
  { record: { nomination }, words: all }: CollectedPromotion,
  { index }: Reviewing,
): readonly PromotionStatement[] {
  const own = [nomination.candidate, nomination.nominator];
  const takesBack = (word: PromotionStatement) => isCancelled(word) && isGiven(word, all);
  return words.filter(
    (word) =>
      !own.some((person) => samePerson(person, word.by)) && !index.holdsAnyRole(account(word.by)) && !takesBack(word),
  );
}

/** Whether the same person's word of that kind stood until this one. */
function isGiven(word: PromotionStatement, all: readonly PromotionStatement[]): boolean {
  const before = all.filter((one) => one.key !== word.key && one.kind === word.kind && samePerson(one.by, word.by));
  const last = before.at(-1);
  return last !== undefined && !isCancelled(last);
}

/** The last few; what the same person says again and is taken needs no such line any more. */
function shownRefusals(
  before: readonly Refusal[],
  refused: readonly RefusedStatement[],
  taken: readonly PromotionStatement[],
): readonly Refusal[] {
  const added = refused.map(({ word, reason }): Refusal => {
    const { by, kind, url } = word;
    return { by, kind, said: saidText(word), url, reason: reason.slice(0, MAX_REASON_LENGTH) };
  });
  const all = [...before, ...added].filter(
    ({ by, kind }) => !taken.some((word) => word.kind === kind && samePerson(word.by, by)),
  );
  return all.slice(-MAX_SHOWN);
}
