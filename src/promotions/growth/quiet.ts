/** How long somebody is excluded from what is told about the next role, and which ends of promotions exclude them. Pure. */

import { milliseconds, timeAfter } from "../../shared/duration.ts";
import type { Instant } from "../../shared/names.ts";
import { samePerson } from "../../shared/people.ts";
import type { PromotionRecord } from "../promotion-record.ts";

const QUIET_FOR = "1y";

export function quietUntil(at: Instant): Instant {
  return timeAfter(at, QUIET_FOR);
}

/** Anything said before then has expired. */
export function quietSince(now: Instant): Instant {
  return now - milliseconds(QUIET_FOR);
}

/** People who decline their own promotion are excluded as after `/quiet`; `null`: they did not decline. */
export function declinedBy({ stage, nomination: { candidate } }: Pick<PromotionRecord, "stage" | "nomination">) {
  const { login, id } = candidate;
  if (stage.stage !== "withdrawn" || !samePerson(stage.by, candidate) || id === null) return null;
  return { person: { login, id }, quiet: true, at: stage.at };
}
