/** A decision as lists show it. Pure. */
import type { PublishedDecision } from "../../registry/publishing/published-decision.ts";
import { isoDay } from "../../shared/dates.ts";
import type { DecisionRecord } from "./decision.ts";

/** `null`: it goes on. */
export function publishedDecision({ decision, place, stage, url }: DecisionRecord): PublishedDecision | null {
  if (stage.stage === "open") return null;
  return {
    name: `${place.repository}#${place.number}`,
    url,
    kind: decision.rule.kind,
    text: decision.text,
    outcome: stage.stage,
    openedAt: isoDay(decision.at),
    endedAt: isoDay(stage.at),
    votes: stage.stage === "cancelled" ? null : stage.tally,
  };
}
