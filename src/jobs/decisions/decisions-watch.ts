/** Notices registries that define decisions, so that decisions from before a loss of the database are found again. */
import { DECISIONS_CAUSE } from "../../model/job.ts";
import { type ReadingWatch, readingWatch, type WatchParts } from "../reading-watch.ts";

/** Names the readings. */
export const DECISIONS = "decisions";

export function decisionsWatch(parts: WatchParts): ReadingWatch {
  return readingWatch(parts, {
    subject: DECISIONS,
    cause: DECISIONS_CAUSE,
    asks: ({ decisions }) => decisions !== undefined,
  });
}
