/** What a subject's promotions remember (status-memory.ts). Pure. */

import type { Utterance } from "../model/facts.ts";
import type { Instant } from "../shared/names.ts";
import type { PromotionRecord } from "./promotion-record.ts";
import { claimedRecord, NOMINATION_MARKER, nominationIn, unsealPromotion, VOID_TEXT } from "./record-marker.ts";
import { fallenBack, isOpen } from "./stages.ts";
import * as status from "./status-memory.ts";
import { statusContext } from "./status-seal.ts";

export type Remembered = status.Remembered<PromotionRecord>;
export type Memory = status.Memory<PromotionRecord>;
export type VoidComment = status.VoidComment<PromotionRecord>;
export type Recalling = status.Recalling<PromotionRecord>;

export function recalled(recalling: Recalling): Memory {
  return status.recalledStatus(recalling, KEEPING);
}

const KEEPING: status.Keeping<PromotionRecord> = {
  idIn: nominationIn,
  idOf: ({ nomination }) => nomination.id,
  unsealed(body, id, { repository, number }, keys) {
    const opened = unsealPromotion(body, statusContext({ repositoryId: repository.id, number }, id), keys);
    return opened.kind === "ok" ? opened.record : null;
  },
  claimed: claimedRecord,
  isVoid: (body) => body.includes(VOID_TEXT) && !body.includes("<!-- rung:promotion "),
  shownNow,
  shownAgain: (record, now) => ({ ...shownNow(record, now), rebuilt: true }),
};

function shownNow(record: PromotionRecord, now: Instant): PromotionRecord {
  const { stage } = record;
  const nomination = { ...record.nomination, shownAt: now };
  const isWaiting = isOpen(stage) && stage.stage !== "registry-change";
  return { ...record, nomination, stage: isWaiting ? fallenBack(stage) : stage };
}

/** Whether a comment of the bot's is a promotion's, by its beginning. */
export function isStatus({ body }: Utterance): boolean {
  return body.startsWith(NOMINATION_MARKER);
}
