/** What a promotion's status shows about statements that do not count, and why. Pure. */

import { samePerson } from "../shared/people.ts";
import type { PromotionRecord, Refusal } from "./promotion-record.ts";
import { commandOf } from "./promotion-statements.ts";
import type { PromotionStatement } from "./promotion-types.ts";

/** Shown to people; strangers cannot fill more. */
const MAX_SHOWN = 10;
const MAX_REASON_LENGTH = 400;

/** A statement that does not count. */
export interface RefusedStatement {
  readonly word: PromotionStatement;
  /** Inert. */
  readonly reason: string;
}

/** The last few; if the same person says it again and it is accepted, no such line is needed. */
export function shownRefusals(
  before: readonly Refusal[],
  refused: readonly RefusedStatement[],
  taken: readonly PromotionStatement[],
): readonly Refusal[] {
  const added = refused.map(refusalOf);
  // Who loses the database decides a statement once more.
  const isAgain = (one: Refusal) => added.some(({ url, said }) => url === one.url && said === one.said);
  const all = [...before.filter((one) => !isAgain(one)), ...added].filter(
    ({ by, kind }) => !taken.some((word) => word.kind === kind && samePerson(word.by, by)),
  );
  return all.slice(-MAX_SHOWN);
}

function refusalOf({ word, reason }: RefusedStatement): Refusal {
  const { by, kind, url } = word;
  return { by, kind, said: commandOf(word), url, reason: reason.slice(0, MAX_REASON_LENGTH) };
}

/** Adds support whose account is gone from GitHub: it counted, and no longer does. */
export function withGone(record: PromotionRecord, gone: readonly PromotionStatement[]): PromotionRecord {
  if (gone.length === 0) return record;
  const lost = gone.map((word) => ({ word, reason: "the account is gone from GitHub, so this counts no longer" }));
  return { ...record, refused: shownRefusals(record.refused ?? [], lost, []) };
}
