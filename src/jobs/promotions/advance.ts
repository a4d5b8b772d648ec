/** Takes one promotion as far as it goes now: judges it, measures where that is due, opens its registry change, follows it and ends it. */

import type { LoginCache } from "../../github/read/measure.ts";
import type { Utterance } from "../../model/facts.ts";
import { voidReason } from "../../promotions/authority.ts";
import type { CollectedPromotion } from "../../promotions/collect-promotions.ts";
import { isHeld } from "../../promotions/nominee.ts";
import type { PromotionRecord } from "../../promotions/promotion-record.ts";
import { closingNote } from "../../promotions/pull-notes.ts";
import { type Review, review, reviewIn } from "../../promotions/review.ts";
import { alreadyInRegistry, fallenBack, isOpen, type Open, voided } from "../../promotions/stages.ts";
import { HOUR_MS } from "../../shared/duration.ts";
import type { Instant } from "../../shared/names.ts";
import { measureFigures, remembered, withFigures } from "./figures.ts";
import { type PromotionJobContext, reviewing } from "./promotion-job-context.ts";
import { followRegistryChange, openRegistryChange } from "./registry-change-steps.ts";
import { notingOn, registryPullAt, writePullNote } from "./registry-pull.ts";

export interface AdvancedPromotion {
  readonly review: Review;
  /** As it was remembered when this job began. */
  readonly before: PromotionRecord;
  /** Comments whose edited text contains a command, and whose original text is not known. */
  readonly edited: readonly Utterance[];
  /** It was completed in this very job. */
  readonly isCompleted: boolean;
}

/** What could not be measured is tried again this soon, in milliseconds. */
const AGAIN = 60_000;

export async function advancePromotion(
  context: PromotionJobContext,
  collected: CollectedPromotion,
  names: LoginCache,
): Promise<AdvancedPromotion> {
  const { nomination } = collected.record;
  const known = withFigures(collected, remembered(context, nomination.id));
  const promotion = { ...known, record: afterReopening(known.record, context) };
  const result = await nextReview(context, promotion, names);
  const { edited, record: before } = collected;
  const isCompleted = isOpen(before.stage) && result.record.stage.stage === "done";
  return { review: result, before, edited, isCompleted };
}

async function nextReview(
  context: PromotionJobContext,
  promotion: CollectedPromotion,
  names: LoginCache,
): Promise<Review> {
  const { facts, authorities } = context;
  const { record } = promotion;
  const { stage } = record;
  if (!isOpen(stage)) return review(promotion, reviewing(context));
  const why = voidReason(record, authorities);
  if (why !== null) return await endAsVoid(context, promotion, stage, why);
  if (stage.stage === "registry-change")
    return countedSoon(await followRegistryChange(context, promotion, stage, names), facts.readAt);
  if (isHeld(record.nomination, context.index))
    return reviewIn(alreadyInRegistry(stage, facts.readAt), promotion, reviewing(context));
  const now = review(promotion, reviewing(context));
  if (facts.kind === "issue" && facts.state !== "open") return resting(record, now);
  if (!isDue(context, now)) return now;
  const figures = await measureFigures(context, record.nomination, names);
  const measured = withFigures(promotion, figures);
  const judged = review(measured, { ...reviewing(context), fresh: true });
  const result = await openRegistryChange(context, measured, judged);
  if (!figures.failed) return result;
  const soon = facts.readAt + AGAIN;
  return { ...result, dueAt: Math.min(soon, result.dueAt ?? soon) };
}

/** What was said since the registry's change was closed may be enough already, and then nothing else brings the next look. */
function countedSoon(after: Review, now: Instant): Review {
  return after.wantsFigures ? { ...after, dueAt: now } : after;
}

/** Promotions on a closed issue are suspended until it is reopened. People who may end one can do so there, too. */
function resting(record: PromotionRecord, now: Review): Review {
  if (now.words.some(({ kind }) => kind === "withdraw")) return now;
  return { ...now, record: { ...record, rests: true }, dueAt: null, remind: false };
}

/**
 * Nobody looks for open questions on closed issues, so windows begin again when an issue is reopened (R47): its event tells that, or if
 * it was lost, the record.
 */
function afterReopening(given: PromotionRecord, { work, facts }: PromotionJobContext): PromotionRecord {
  const { rests, ...record } = given;
  const { stage, nomination } = record;
  if (!isOpen(stage) || facts.kind !== "issue" || facts.state !== "open") return given;
  if (stage.stage === "registry-change") return record;
  if (rests === undefined && !work.deliveries.some(({ cause }) => cause === "issues.reopened")) return record;
  const again = "clearSince" in stage ? fallenBack(stage) : stage;
  return { ...record, stage: again, nomination: { ...nomination, shownAt: facts.readAt } };
}

/** What it was based on is gone: it ends, and so does the registry's change that it opened (R86). */
async function endAsVoid(
  context: PromotionJobContext,
  promotion: CollectedPromotion,
  stage: Open,
  why: string,
): Promise<Review> {
  const after = reviewIn(voided(stage, why, context.facts.readAt), promotion, reviewing(context));
  if (stage.stage === "registry-change") {
    const pull = await registryPullAt(context, stage.pull);
    if (pull?.state === "open") await writePullNote(context, closingNote(after, notingOn(context, stage.pull)));
  }
  return after;
}

/** Measured at the nomination, before it would pass, and otherwise once an hour at most while something is missing. */
function isDue({ facts }: PromotionJobContext, { record, evaluation, wantsFigures }: Review): boolean {
  const age = facts.readAt - record.measuredAt;
  const isWanted = record.measuredAt === 0 || wantsFigures;
  const isMissing = (evaluation.unknown && age >= AGAIN) || (!evaluation.measured && age >= HOUR_MS);
  return isOpen(record.stage) && (isWanted || isMissing);
}
