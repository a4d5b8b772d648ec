/**
 * A `/merge` that GitHub still has to carry out, and whether it still holds: for the head, the base, the role and the words it was given
 * with (R86). GitHub is the truth about what it will merge; the record remembers what the merge was asked for with. Pure.
 */

import { baseAt, headAt } from "../../gate/record/heads.ts";
import type { Call } from "../../model/call.ts";
import { type ConversationEntry, conversationOf, isDeleted } from "../../model/conversation.ts";
import type { Merging, PullFacts } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import type { Bot } from "../../model/own-comment.ts";
import type { MergeOrder, PullRecord } from "../../model/pull-record.ts";
import type { Account, Instant } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";

/** As far as it is known; a part that is `null` is not. */
export interface CurrentOrder {
  readonly key: string | null;
  readonly by: Account | null;
  readonly at: Instant;
  readonly headSha: string | null;
  readonly baseRef: string | null;
  readonly approved: boolean;
  readonly merging: Merging;
}

export interface OrderContext {
  readonly facts: PullFacts;
  readonly record: PullRecord;
  readonly notes: readonly ReadNote[];
  readonly bot: Bot;
}

/** `null`: GitHub is not about to merge here, or somebody else asked for it, which is their own affair. */
export function currentOrder(context: OrderContext): CurrentOrder | null {
  const { facts, record, bot } = context;
  const { merging } = facts;
  if (facts.state !== "open" || merging === undefined || !isBot(merging.by, bot)) return null;
  const lines = mergeLines(context).filter(({ at }) => at <= merging.at);
  const last = lines.at(-1) ?? null;
  const known = record.order;
  if (known !== undefined && known.at <= merging.at && (last === null || last.at <= known.at))
    return { ...known, by: { ...known.by, type: "User" }, merging };
  if (last === null)
    return { key: null, by: null, at: merging.at, headSha: null, baseRef: null, approved: true, merging };
  // Nobody remembers on which verdict it was given, so it is taken to need one (R42).
  const heard = { headSha: headAt(record, last.at, facts), baseRef: baseAt(record, last.at, facts), approved: true };
  return { key: last.key, by: last.by, at: last.at, ...heard, merging };
}

/** By when the reading surely shows the outcome of an order. */
const SURELY_SHOWN_MS = 60_000;

/**
 * The record without an order that GitHub no longer carries out for Rung: somebody took it back by hand, or put their own in its place.
 * To be called if `currentOrder` finds none. An ended order is kept until that was told.
 */
export function withoutTakenBack(
  record: PullRecord,
  { state, readAt }: Pick<PullFacts, "state" | "readAt">,
  notes: readonly ReadNote[] = [],
): PullRecord {
  const { order, ...rest } = record;
  if (order === undefined || order.ended !== undefined || state !== "open") return record;
  const isKindComplete = notes.some((note) => note.kind === "merge-dropped" && note.at > order.at);
  return isKindComplete || readAt - order.at > SURELY_SHOWN_MS ? rest : record;
}

/** A reading so soon after something was written may not show it yet. */
const READING_LAG_MS = 5_000;

/** Whether the comment was edited or deleted, as a sentence without its end; `null`: it is unchanged as far as GitHub tells. */
export function changedWords(order: CurrentOrder, context: OrderContext): string | null {
  const { facts, notes } = context;
  const { key } = order;
  if (key === null) return "nobody's words for it are there any more";
  const spoken = conversationOf(facts, notes).find((one) => one.key === key);
  if (spoken === undefined) return facts.readAt - order.at > READING_LAG_MS && isTold(key, facts) ? DELETED : null;
  if (isDeleted(spoken, facts)) return DELETED;
  const { utterance } = spoken;
  return utterance?.edited === true && !utterance.calls.some(asksToMerge) ? EDITED : null;
}

const DELETED = "the comment that asked for it was deleted";
const EDITED = "the comment that asked for it was edited, and does not say it any more";

/** Whether GitHub returns all utterances of that kind, so that one it does not return does not exist. */
function isTold(key: string, { comments, reviews }: PullFacts): boolean {
  if (key.startsWith("comment:")) return comments.complete;
  return key.startsWith("review:") && reviews.complete;
}

function mergeLines({ facts, notes }: OrderContext): readonly ConversationEntry[] {
  return conversationOf(facts, notes).filter((spoken) => !isDeleted(spoken, facts) && spoken.calls.some(asksToMerge));
}

function asksToMerge({ name, cancel }: Call): boolean {
  return name === "merge" && !cancel;
}

/** GraphQL may tell a bot's id, which the app does not know about itself. */
function isBot(account: Account | null, bot: Bot): boolean {
  return account?.type === "Bot" && samePerson({ login: account.login, id: bot.id }, bot);
}

/** What to remember of a `/merge` that GitHub has accepted. */
export function orderOf(given: Omit<MergeOrder, "by"> & { readonly by: Account }): MergeOrder {
  const { key, by, at, headSha, baseRef, approved } = given;
  return { key, by: { login: by.login, id: by.id }, at, headSha, baseRef, approved };
}
