/** What a subject's promotions remember (status-memory.ts). Pure. */

import type { Utterance } from "../model/facts.ts";
import { fullName, type Instant, type RepositoryName } from "../shared/names.ts";
import type { PromotionRecord } from "./promotion-record.ts";
import { claimedRecord, NOMINATION_MARKER, nominationIn, unsealPromotion, VOID_TEXT } from "./record-marker.ts";
import { fallenBack, isOpen } from "./stages.ts";
import * as status from "./status-memory.ts";

export type Remembered = status.Remembered<PromotionRecord>;
export type Memory = status.Memory<PromotionRecord>;
export type VoidComment = status.VoidComment<PromotionRecord>;
export type Recalling = status.Recalling<PromotionRecord>;

export function recalled(recalling: Recalling): Memory {
  const memory = status.recalledStatus(recalling, KEEPING);
  return { ...memory, records: memory.records.map((record) => atHome(record, recalling.facts.repository)) };
}

/**
 * The repository, known by its id, may have another name by now, and another repository its old one. What was in it is still in it: the
 * registry that judges and the pull request that changes it.
 */
function atHome(record: PromotionRecord, { owner, name }: RepositoryName): PromotionRecord {
  const { nomination, place, stage } = record;
  const now = fullName({ owner, name });
  if (place === undefined || !isOpen(stage) || place.repository === now) return record;
  const wasIn = (named: string) => named.toLowerCase() === place.repository.toLowerCase();
  const isMoved = nomination.registry !== undefined && wasIn(nomination.registry);
  const isChange = stage.stage === "registry-change" && wasIn(fullName(stage.pull.repository));
  return {
    ...record,
    place: { ...place, repository: now },
    nomination: isMoved ? { ...nomination, registry: now.toLowerCase() } : nomination,
    stage: isChange ? { ...stage, pull: { ...stage.pull, repository: { owner, name } } } : stage,
  };
}

const KEEPING: status.Keeping<PromotionRecord> = {
  idIn: nominationIn,
  idOf: ({ nomination }) => nomination.id,
  unseal: unsealPromotion,
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
