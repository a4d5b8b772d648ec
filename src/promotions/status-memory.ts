/**
 * What a subject's promotions, or its decisions, remember: the sealed records of Rung's own status comments, and nothing else (R46,
 * R47). A lost or altered record is restored from what the database last knew, otherwise it is void; nobody's text, with or without a
 * marker, becomes a record. Pure.
 */

import type { z } from "zod";
import type { IssueFacts, PullFacts, Utterance } from "../model/facts.ts";
import { type Bot, isOwn, isTouched } from "../model/own-comment.ts";
import type { Instant } from "../shared/names.ts";
import { type StatusSeal, statusContext } from "./status-seal.ts";

export interface Remembered<Kept> {
  readonly id: string;
  readonly comment: number | null;
  readonly record: Kept;
}

/** What the database has of them; what another version wrote in another shape is ignored. */
export function rememberedRows<Kept>(
  rows: readonly Remembered<unknown>[],
  schema: z.ZodType<Kept>,
): readonly Remembered<Kept>[] {
  return rows.flatMap(({ id, comment, record }) => {
    const read = schema.safeParse(record);
    return read.success ? [{ id, comment, record: read.data }] : [];
  });
}

export interface Memory<Kept> {
  readonly records: readonly Kept[];
  /** From the status comments, as far as they can be trusted. */
  readonly published: ReadonlyMap<string, Kept>;
  /** The status comment of each, by its id. */
  readonly comments: ReadonlyMap<string, Utterance>;
  readonly voids: readonly VoidComment<Kept>[];
  /** Ids that status comments here name, and of which nothing is known any more. */
  readonly lost: ReadonlySet<string>;
}

/** A status comment that is not valid here; `isDouble`: there is another one of the same. */
export interface VoidComment<Kept> {
  readonly isDouble: boolean;
  readonly comment: Utterance;
  readonly id: string;
  /** What it says about itself, if nobody else changed it: it may come from another place, so never act on it. `null`: nothing. */
  readonly claimed: Kept | null;
}

export interface Recalling<Kept> {
  readonly facts: PullFacts | IssueFacts;
  readonly bot: Bot;
  /** The present one first. */
  readonly keys: readonly Uint8Array[];
  /** What the database knows of this subject. */
  readonly known: readonly Remembered<Kept>[];
  /** A comment was deleted just now: perhaps a status comment. */
  readonly commentDeleted: boolean;
  /** The conversation is locked, or was until just now: what the database knows may never have been shown. */
  readonly unshown?: boolean;
  /** Whether the reading shows the comment older than it was written (R37): then the database's copy is believed. Absent: it does not. */
  isStale?(comment: Utterance): boolean;
}

/** How a record is kept in a status comment. */
export interface Keeping<Kept> {
  /** The id that the comment's first line names. */
  idIn(body: string): string | null;
  idOf(record: Kept): string;
  readonly unseal: StatusSeal<Kept>["unseal"];
  claimed(body: string): Kept | null;
  /** Whether it already says that it is not valid, and has no record. */
  isVoid(body: string): boolean;
  /** Nobody could see it before, so its windows begin when it is shown (R47). */
  shownNow(record: Kept, now: Instant): Kept;
  /** The same for one made anew: its status comment says so. */
  shownAgain(record: Kept, now: Instant): Kept;
}

interface Seen<Kept> {
  readonly id: string;
  readonly comment: Utterance;
  /** `null`: not to be trusted. */
  readonly record: Kept | null;
}

export function recalledStatus<Kept>(recalling: Recalling<Kept>, keeping: Keeping<Kept>): Memory<Kept> {
  const { facts, known, commentDeleted } = recalling;
  const seen = statusComments(recalling, keeping);
  const records = new Map<string, Kept>();
  const published = new Map<string, Kept>();
  const comments = new Map<string, Utterance>();
  for (const { id, comment, record } of seen) {
    if (record === null || comments.has(id)) continue;
    const newer = recalling.isStale?.(comment) === true ? keptOf(id, comment, known) : null;
    comments.set(id, comment);
    records.set(id, newer ?? record);
    published.set(id, record);
  }
  const voids: VoidComment<Kept>[] = [];
  for (const { id, comment, record } of seen) {
    if (comments.get(id) === comment) continue;
    const kept = comments.has(id) ? null : keptOf(id, comment, known);
    if (kept !== null) {
      comments.set(id, comment);
      records.set(id, keeping.shownAgain(kept, facts.readAt));
    } else if (!comments.has(id)) {
      // Once told, it stays told: without a record it cannot say any more where it came from.
      if (keeping.isVoid(comment.body) && !isTouched(comment, recalling.bot)) continue;
      voids.push({
        isDouble: false,
        comment,
        id,
        claimed: isTouched(comment, recalling.bot) ? null : keeping.claimed(comment.body),
      });
    } else if (record !== null) voids.push({ isDouble: true, comment, id, claimed: null });
  }
  if (recalling.unshown === true)
    for (const { id, comment, record } of known)
      if (comment === null && !records.has(id)) records.set(id, keeping.shownNow(record, facts.readAt));
  if (commentDeleted && facts.comments.complete)
    for (const { id, record } of known) if (!records.has(id)) records.set(id, keeping.shownAgain(record, facts.readAt));
  const lost = new Set(seen.map(({ id }) => id).filter((id) => !records.has(id)));
  return { records: [...records.values()], published, comments, voids, lost };
}

/** The bot's own comments of this kind, whatever somebody made of them, in the order in which they were written. */
function statusComments<Kept>(
  { facts, bot, keys, known }: Recalling<Kept>,
  keeping: Keeping<Kept>,
): readonly Seen<Kept>[] {
  const own = facts.comments.items.filter((comment) => isOwn(comment, "", bot));
  const named = (comment: Utterance) =>
    known.find((one) => one.comment === comment.id)?.id ?? keeping.idIn(comment.body);
  const seen = new Set(own.flatMap((comment) => named(comment) ?? []));
  // One that was written and changed before it was ever read, beyond recognition: there is nothing else that it can be.
  const unseen = known.filter(({ id, comment }) => comment === null && !seen.has(id)).map(({ id }) => id);
  return own.flatMap((comment): readonly Seen<Kept>[] => {
    const isBlank = isTouched(comment, bot) && !comment.body.startsWith("<!-- rung:");
    const id = named(comment) ?? (isBlank ? (unseen.shift() ?? null) : null);
    if (id === null) return [];
    const context = statusContext({ repositoryId: facts.repository.id, number: facts.number }, id);
    const opened = isTouched(comment, bot) ? null : keeping.unseal(comment.body, context, keys);
    const record = opened?.kind === "ok" ? opened.record : null;
    const isGenuine = record !== null && keeping.idIn(comment.body) === id && keeping.idOf(record) === id;
    return [{ id, comment, record: isGenuine ? record : null }];
  });
}

function keptOf<Kept>(id: string, comment: Utterance, known: readonly Remembered<Kept>[]): Kept | null {
  const row = known.find((one) => one.id === id && (one.comment === null || one.comment === comment.id));
  return row?.record ?? null;
}
