/** Notices registries that want to know who may be ready for the next role. */
import { GROWTH_CAUSE } from "../../model/job.ts";
import { type ReadingWatch, readingWatch, type WatchParts } from "../reading-watch.ts";

/** Names the readings, and the issue. */
export const GROWTH = "growth";

export function growthWatch(parts: WatchParts): ReadingWatch {
  return readingWatch(parts, {
    subject: GROWTH,
    cause: GROWTH_CAUSE,
    asks: ({ growth }) => growth !== undefined,
  });
}
