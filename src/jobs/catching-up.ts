/** When a reading that may be older than its events is followed by another one, though nothing happens meanwhile (R37). Pure. */

import { DEMANDED_MS, isRecent, leavesOpen } from "../github/read/told-notes.ts";
import type { IssueFacts, PullFacts } from "../model/facts.ts";
import type { ReadNote } from "../model/job.ts";
import type { Instant } from "../shared/names.ts";
import { WAITS } from "./patience.ts";

/** GitHub's readings have hardly been seen to lag for longer. */
const USUAL_LAG_MS = 1_000 * WAITS.reduce((sum, seconds) => sum + seconds, 0);

/** First when they show, as a rule, what events have told; after that, once nobody waits for them any more. */
export function caughtUpAt({ readAt }: PullFacts | IssueFacts, told: readonly ReadNote[]): Instant {
  const soon = Math.max(...told.flatMap((note) => ("at" in note ? [note.at] : []))) + USUAL_LAG_MS;
  return readAt < soon ? soon : readAt + DEMANDED_MS;
}

/** Of an issue whose last events leave open whether it is closed. */
export function unsureUntil(facts: IssueFacts, told: readonly ReadNote[]): readonly Instant[] {
  const recent = told.filter((note) => "at" in note && isRecent(note.at, facts));
  return leavesOpen(recent) ? [caughtUpAt(facts, recent)] : [];
}
