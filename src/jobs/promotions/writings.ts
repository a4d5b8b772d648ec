/** What a subject's promotions need written: status comments whose meaning changed, a reminder, the end. Pure. */

import { type CloseIssueEffect, type Effect, type ReplyEffect, threadOf } from "../../model/effect.ts";
import { isOwn, replyMarker } from "../../model/own-comment.ts";
import { announcement, reminderText } from "../../promotions/announcements.ts";
import type { NextPlace } from "../../promotions/next-step.ts";
import type { Memory, VoidComment } from "../../promotions/promotion-memory.ts";
import { essence } from "../../promotions/promotion-record.ts";
import { promotionStatus, sameStatus } from "../../promotions/promotion-status.ts";
import { sealPromotion } from "../../promotions/record-marker.ts";
import { isOpen } from "../../promotions/stages.ts";
import { statusContext } from "../../promotions/status-seal.ts";
import { voidStatus } from "../../promotions/void-status.ts";
import { fullName } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import type { AdvancedPromotion } from "./advance.ts";
import { scopeText } from "./figures.ts";
import { contextFor, type PromotionJobContext, webUrlOf } from "./promotion-job-context.ts";

export function written(
  context: PromotionJobContext,
  promotions: readonly AdvancedPromotion[],
  memory: Memory,
): readonly Effect[] {
  return [
    ...promotions.flatMap((promotion) =>
      statusOf(contextFor(context, promotion.review.record.nomination.areas), promotion, memory),
    ),
    ...memory.voids.flatMap((one) => voided(context, one)),
    ...promotions.flatMap((promotion) => reminderOf(context, promotion)),
    ...promotions.flatMap((promotion) => announced(context, promotion)),
    ...closing(context, promotions),
  ];
}

/** The text of its status comment, without the sealed last line. */
export function statusText(
  context: PromotionJobContext,
  { review, edited }: Pick<AdvancedPromotion, "review" | "edited">,
): string {
  const { facts, index } = context;
  const hidden = review.record.measured.map(([, one]) => (one.known ? one.privateUncounted : 0));
  return promotionStatus({
    ...nextPlaceOf(context),
    review,
    edited,
    scope: scopeText(index.registry, facts.repository.owner),
    privateUncounted: Math.max(0, ...hidden),
  });
}

/** What the next step depends on besides the promotion. */
export function nextPlaceOf({ parts, facts, index, head, unreadTeams }: PromotionJobContext): NextPlace {
  const wanted = index.registry.sources.map(({ repository }) => fullName(repository).toLowerCase());
  const blobs = [head.organisation, head.own].find(
    (one) => one !== null && wanted.includes(fullName(one.repository).toLowerCase()),
  );
  return {
    webUrl: webUrlOf(facts, parts),
    unreadTeams,
    isResting: facts.kind === "issue" && facts.state !== "open",
    registryBranch: blobs?.repository.defaultBranch ?? "",
  };
}

function statusOf(context: PromotionJobContext, promotion: AdvancedPromotion, memory: Memory): readonly Effect[] {
  const { facts, parts } = context;
  const { review } = promotion;
  const record = review.remind ? { ...review.record, reminded: true } : review.record;
  const { id } = record.nomination;
  const text = statusText(context, { ...promotion, review: { ...review, record } });
  const own = memory.comments.get(id) ?? null;
  const published = memory.published.get(id) ?? null;
  if (own !== null && published !== null && essence(published) === essence(record) && sameStatus(own.body, text))
    return [];
  const place = statusContext({ repositoryId: facts.repository.id, number: facts.number }, id);
  return [
    {
      kind: "status-comment",
      ...threadOf(facts),
      commentId: own?.id ?? null,
      body: `${text}\n\n${sealPromotion(record, place, parts.key)}`,
    },
  ];
}

/** Says on the comment itself that it is not valid; a comment of Rung's that somebody overwrote with another is not a second one. */
function voided({ facts, parts }: PromotionJobContext, one: VoidComment): readonly Effect[] {
  const body = voidStatus(one, facts);
  if (facts.comments.items.some((comment) => isOwn(comment, body, parts.bot))) return [];
  const place = { ...threadOf(facts), commentId: one.comment.id };
  return [{ kind: "status-comment", ...place, body }];
}

/** Once for each nomination; subscribers are notified, and nobody is mentioned. */
function reminderOf(context: PromotionJobContext, { review }: AdvancedPromotion): readonly ReplyEffect[] {
  const { nomination, stage } = review.record;
  if (!review.remind || !isOpen(stage)) return [];
  const text = reminderText(review, nextPlaceOf(contextFor(context, nomination.areas)));
  return [reply(context, `${nomination.id}/reminder`, text)];
}

const SOON = 15 * 60_000;

/** Finished just now; or a moment ago, by a try that may have been killed before it had said so (R30). */
function isFinishing({ facts, work }: PromotionJobContext, { review, isCompleted }: AdvancedPromotion): boolean {
  const { stage } = review.record;
  return stage.stage === "done" && (isCompleted || work.attempt > 1 || facts.readAt - stage.at < SOON);
}

/** Before the status comment, which then remembers that it was said. */
function announced(context: PromotionJobContext, { before, review }: AdvancedPromotion): readonly ReplyEffect[] {
  const news = announcement(before, review, nextPlaceOf(contextFor(context, review.record.nomination.areas)));
  return news === null ? [] : [{ ...reply(context, news.to, news.text), first: true }];
}

function reply({ facts }: PromotionJobContext, to: string, text: string): ReplyEffect {
  const body = `${replyMarker(to)}\n${text}`;
  return { kind: "reply", ...threadOf(facts), to, body };
}

/** The issue has done its work once the last of its promotions is done. */
function closing(context: PromotionJobContext, promotions: readonly AdvancedPromotion[]): readonly CloseIssueEffect[] {
  const { facts, decides } = context;
  if (
    facts.kind !== "issue" ||
    facts.state !== "open" ||
    decides ||
    !promotions.some((promotion) => isFinishing(context, promotion))
  )
    return [];
  if (promotions.some(({ review }) => isOpen(review.record.stage))) return [];
  // An issue that is about something else was only the place where it was asked for.
  const isTheirs = promotions.some(({ review: { record } }) =>
    [record.nomination.candidate, record.nomination.nominator].some((person) => samePerson(person, facts.author)),
  );
  if (!isTheirs) return [];
  return [{ kind: "close-issue", ...threadOf(facts), reason: "completed" }];
}
