/** A word is decided when it is said and kept (R81): one that does not count then is told so and never counts later. Pure. */
import { samePerson } from "../shared/people.ts";
import type { HeardPromotion } from "./collect-promotions.ts";
import { account } from "./promotion-people.ts";
import type { Refusal } from "./promotion-record.ts";
import { isCancelled, saidText } from "./promotion-statements.ts";
import type { PromotionWord } from "./promotion-types.ts";
import { type Reviewing, review } from "./review.ts";

export interface RefusedWord {
  readonly word: PromotionWord;
  /** Inert. */
  readonly reason: string;
  /** What somebody can do instead; `null`: nothing. Inert. */
  readonly next: string | null;
}

export interface Decided {
  readonly heard: HeardPromotion;
  readonly refused: readonly RefusedWord[];
}

/** Shown to people; strangers cannot fill more. */
const MOST_SHOWN = 10;
const LONGEST_REASON = 400;

/** `fresh`: keys of the words said just now. While somebody's roles are unknown nothing is refused. */
export function decidedWords(heard: HeardPromotion, fresh: ReadonlySet<string>, given: Reviewing): Decided {
  const news = heard.words.filter(({ key }) => fresh.has(key));
  if (news.length === 0 || given.unreadTeams.length > 0) return { heard, refused: [] };
  const { evaluation } = review(heard, given);
  const uncounted = evaluation.uncounted.filter(({ word }) => fresh.has(word.key));
  const others = strangers(news, heard, given).filter((word) => !uncounted.some((one) => one.word.key === word.key));
  const reason = "holds no role in the registry that judges this, and is neither the candidate nor the nominator";
  const all = [...uncounted, ...others.map((word) => ({ word, reason }))];
  const refused = all.map((one) => ({ ...one, next: evaluation.next[0] ?? null }));
  const dropped = new Set(refused.map(({ word }) => word.key));
  const words = heard.words.filter(({ key }) => !dropped.has(key));
  const taken = news.filter(({ key }) => !dropped.has(key));
  const shown = shownRefusals(heard.record.refused ?? [], refused, taken);
  const { refused: _, ...record } = heard.record;
  return {
    heard: { ...heard, words, record: { ...record, words, ...(shown.length === 0 ? {} : { refused: shown }) } },
    refused,
  };
}

/**
 * Words of people without any role or part: they can carry nothing. Whoever gave a word while they held one may take it back for
 * good all the same, or it would stand up again with the role.
 */
function strangers(
  words: readonly PromotionWord[],
  { record: { nomination }, words: all }: HeardPromotion,
  { index }: Reviewing,
): readonly PromotionWord[] {
  const own = [nomination.candidate, nomination.nominator];
  const takesBack = (word: PromotionWord) => isCancelled(word) && isGiven(word, all);
  return words.filter(
    (word) =>
      !own.some((person) => samePerson(person, word.by)) && !index.holdsAnyRole(account(word.by)) && !takesBack(word),
  );
}

/** Whether the same person's word of that kind stood until this one. */
function isGiven(word: PromotionWord, all: readonly PromotionWord[]): boolean {
  const before = all.filter((one) => one.key !== word.key && one.kind === word.kind && samePerson(one.by, word.by));
  const last = before.at(-1);
  return last !== undefined && !isCancelled(last);
}

/** The last few; what the same person says again and is taken needs no such line any more. */
function shownRefusals(
  before: readonly Refusal[],
  refused: readonly RefusedWord[],
  taken: readonly PromotionWord[],
): readonly Refusal[] {
  const added = refused.map(({ word, reason }): Refusal => {
    const { by, kind, url } = word;
    return { by, kind, said: saidText(word), url, reason: reason.slice(0, LONGEST_REASON) };
  });
  const all = [...before, ...added].filter(
    ({ by, kind }) => !taken.some((word) => word.kind === kind && samePerson(word.by, by)),
  );
  return all.slice(-MOST_SHOWN);
}
