/** Which promotions were open on a subject at a moment, as far as its comments tell: a bare `/vote` may be about one of them, too. Pure. */

import { conversationOf } from "../../model/conversation.ts";
import type { IssueFacts, PullFacts } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import type { Bot } from "../../model/own-comment.ts";
import type { OpenPromotion } from "../../promotions/decisions/decision-calls.ts";
import { leavesOf } from "../../promotions/promotion-context.ts";
import { recalled } from "../../promotions/promotion-memory.ts";
import { endOf } from "../../promotions/stages.ts";
import { personNamed } from "../../shared/name-list.ts";
import type { Instant } from "../../shared/names.ts";

export interface PromotionsGiven {
  readonly facts: PullFacts | IssueFacts;
  /** What is to be answered. */
  readonly notes: readonly ReadNote[];
  readonly bot: Bot;
  readonly keys: readonly Uint8Array[];
}

interface Span {
  readonly promotion: OpenPromotion;
  readonly from: Instant;
  /** `null`: it is open. */
  readonly until: Instant | null;
}

/** A promotion that somebody is just asking for counts as open: what could be about it is asked about. */
export function openPromotionsAt(given: PromotionsGiven): (at: Instant) => readonly OpenPromotion[] {
  let spans: readonly Span[] | null = null;
  return (at) => {
    spans ??= allOf(given);
    return spans.filter(({ from, until }) => from <= at && (until === null || at < until)).map((one) => one.promotion);
  };
}

function allOf(given: PromotionsGiven): readonly Span[] {
  const known = recorded(given);
  const ids = new Set(known.map(({ promotion }) => promotion.nomination.id));
  return [...known, ...asked(given).filter(({ promotion }) => !ids.has(promotion.nomination.id))];
}

function recorded({ facts, bot, keys }: PromotionsGiven): readonly Span[] {
  const { records } = recalled({ facts, bot, keys, known: [], commentDeleted: false });
  return records.map(({ nomination, stage }) => {
    const objections = leavesOf(nomination, "objections", "lazy-consensus");
    const isOutvoted = objections.some(
      ({ params }) => typeof params === "object" && params !== null && "overruled-by" in params,
    );
    const takes = {
      votes: leavesOf(nomination, "vote").length > 0 || isOutvoted,
      objections: objections.length > 0,
    };
    return { promotion: { nomination, takes }, from: nomination.at, until: endOf(stage) };
  });
}

function asked({ facts, notes }: PromotionsGiven): readonly Span[] {
  return conversationOf(facts, notes).flatMap(({ key, note, calls, at }) =>
    calls.flatMap((call): readonly Span[] => {
      if (note === null || call.name !== "promote" || call.cancel) return [];
      const login = personNamed(call.words, note.by)?.login ?? "";
      const nomination = { id: `${key}/${call.line}`, candidate: { login, id: null }, role: "", areas: [] };
      return [{ promotion: { nomination, takes: { votes: true, objections: true } }, from: at, until: null }];
    }),
  );
}
