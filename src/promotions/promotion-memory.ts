/**
 * What a subject's promotions remember: the sealed records of Rung's own status comments, and nothing else (R46, R47). One that was
 * lost or changed is put right from what the database last knew, else it is void; no text of people, marker or not, makes one. Pure.
 */

import type { IssueFacts, PullFacts, Utterance } from "../model/facts.ts";
import { type Bot, isOwn, isTouched } from "../model/own-comment.ts";
import type { Instant } from "../shared/names.ts";
import type { PromotionRecord } from "./promotion-record.ts";
import {
  claimedRecord,
  NOMINATION_MARKER,
  nominationIn,
  promotionContext,
  unsealPromotion,
  VOID_TEXT,
} from "./record-marker.ts";
import { fallenBack, isOpen } from "./stages.ts";

export interface Remembered {
  readonly id: string;
  readonly comment: number | null;
  readonly record: PromotionRecord;
}

export interface Memory {
  readonly records: readonly PromotionRecord[];
  /** As the status comments say it, of those that can be trusted. */
  readonly published: ReadonlyMap<string, PromotionRecord>;
  /** The status comment of each nomination, by its id. */
  readonly comments: ReadonlyMap<string, Utterance>;
  readonly voids: readonly VoidComment[];
}

/** A status comment that is none here; `isDouble`: the promotion has another one. */
export interface VoidComment {
  readonly isDouble: boolean;
  readonly comment: Utterance;
  readonly id: string;
  /** What it says of itself, where nobody else changed it: it may come from another place, never to be acted on. `null`: nothing. */
  readonly claimed: PromotionRecord | null;
}

export interface Recalling {
  readonly facts: PullFacts | IssueFacts;
  readonly bot: Bot;
  /** The present one first. */
  readonly keys: readonly Uint8Array[];
  /** What the database knows of this subject's open promotions. */
  readonly known: readonly Remembered[];
  /** A comment was deleted just now: perhaps a status comment. */
  readonly commentDeleted: boolean;
}

interface Seen {
  readonly id: string;
  readonly comment: Utterance;
  /** `null`: not to be trusted. */
  readonly record: PromotionRecord | null;
}

export function recalled(recalling: Recalling): Memory {
  const { facts, known, commentDeleted } = recalling;
  const seen = statusComments(recalling);
  const records = new Map<string, PromotionRecord>();
  const published = new Map<string, PromotionRecord>();
  const comments = new Map<string, Utterance>();
  for (const { id, comment, record } of seen) {
    if (record === null || comments.has(id)) continue;
    comments.set(id, comment);
    records.set(id, record);
    published.set(id, record);
  }
  const voids: VoidComment[] = [];
  for (const { id, comment, record } of seen) {
    if (comments.get(id) === comment) continue;
    const kept = comments.has(id) ? null : keptOf(id, comment, known);
    if (kept !== null) {
      comments.set(id, comment);
      records.set(id, shownAgain(kept, facts.readAt));
    } else if (!comments.has(id)) {
      // Once told, it stays told: without a record it cannot say any more where it came from.
      if (isVoid(comment) && !isTouched(comment, recalling.bot)) continue;
      voids.push({
        isDouble: false,
        comment,
        id,
        claimed: isTouched(comment, recalling.bot) ? null : claimedRecord(comment.body),
      });
    } else if (record !== null) voids.push({ isDouble: true, comment, id, claimed: null });
  }
  if (commentDeleted && facts.comments.complete)
    for (const { id, record } of known) if (!records.has(id)) records.set(id, shownAgain(record, facts.readAt));
  return { records: [...records.values()], published, comments, voids };
}

/** The bot's promotion comments, whatever somebody made of them, in the order in which they were written. */
function statusComments({ facts, bot, keys, known }: Recalling): readonly Seen[] {
  const own = facts.comments.items.filter((comment) => isOwn(comment, "", bot));
  const named = (comment: Utterance) =>
    known.find((one) => one.comment === comment.id)?.id ?? nominationIn(comment.body);
  const seen = new Set(own.flatMap((comment) => named(comment) ?? []));
  // One that was written and changed before it was ever read, beyond recognition: there is nothing else that it can be.
  const unseen = known.filter(({ id, comment }) => comment === null && !seen.has(id)).map(({ id }) => id);
  return own.flatMap((comment): readonly Seen[] => {
    const isBlank = isTouched(comment, bot) && !comment.body.startsWith("<!-- rung:");
    const id = named(comment) ?? (isBlank ? (unseen.shift() ?? null) : null);
    if (id === null) return [];
    const context = promotionContext({ repositoryId: facts.repository.id, number: facts.number }, id);
    const opened = isTouched(comment, bot) ? null : unsealPromotion(comment.body, context, keys);
    const isGenuine = opened?.kind === "ok" && nominationIn(comment.body) === id && opened.record.nomination.id === id;
    return [{ id, comment, record: isGenuine ? opened.record : null }];
  });
}

function keptOf(id: string, comment: Utterance, known: readonly Remembered[]): PromotionRecord | null {
  const row = known.find((one) => one.id === id && (one.comment === null || one.comment === comment.id));
  return row?.record ?? null;
}

/** Made anew: nobody could follow it meanwhile, so that its windows begin when it is shown again (R47). */
function shownAgain(record: PromotionRecord, now: Instant): PromotionRecord {
  const { stage } = record;
  const nomination = { ...record.nomination, shownAt: now };
  const isWaiting = isOpen(stage) && stage.stage !== "registry-change";
  return { ...record, nomination, rebuilt: true, stage: isWaiting ? fallenBack(stage) : stage };
}

/** Whether a status comment says already that it is none, and carries no record. */
function isVoid({ body }: Utterance): boolean {
  return body.includes(VOID_TEXT) && !body.includes("<!-- rung:promotion ");
}

/** Whether a comment of the bot's is a promotion's, by its beginning. */
export function isStatus({ body }: Utterance): boolean {
  return body.startsWith(NOMINATION_MARKER);
}
