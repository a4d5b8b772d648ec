/** What people answer with votes and objections: a nomination, or a decision, which has no candidate. */

import { timeAfter } from "../../shared/duration.ts";
import type { Instant } from "../../shared/names.ts";
import type { Person, PromotionFacts } from "../promotion-types.ts";

interface Question {
  readonly id: string;
  readonly at: Instant;
  /** When people could first see it, where that is not when it was put (R47). */
  readonly shownAt?: Instant;
  /** The person it is about, who has no say in it; absent: nobody. */
  readonly candidate?: Person;
}

/** All that votes and objections on a question are judged by. */
export interface QuestionFacts extends Pick<PromotionFacts, "words" | "index" | "now" | "away" | "address"> {
  readonly nomination: Question;
  /** People who asked to wait, in order of time; absent: nobody. */
  readonly delays?: readonly Delay[];
}

/** Somebody asked to wait: the end at that time was postponed by this much. */
export interface Delay {
  readonly at: Instant;
  readonly by: string;
}

/** When a window ends that began at `start`: those moved it who asked before it was over, and not before it began. */
export function windowEnd(start: Instant, window: string, delays: readonly Delay[] = [], since = start): Instant {
  let end = timeAfter(start, window);
  for (const { at, by } of delays) if (at >= since && at <= end) end = timeAfter(end, by);
  return end;
}
