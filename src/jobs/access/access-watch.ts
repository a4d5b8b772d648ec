/** Notices registries that say who should have access. */
import { ACCESS_CAUSE } from "../../model/job.ts";
import { type ReadingWatch, readingWatch, type WatchParts } from "../reading-watch.ts";

/** Names the readings, and the issue. */
export const ACCESS = "access";

export function accessWatch(parts: WatchParts): ReadingWatch {
  return readingWatch(parts, {
    subject: ACCESS,
    cause: ACCESS_CAUSE,
    asks: ({ access }) => access !== undefined,
  });
}
