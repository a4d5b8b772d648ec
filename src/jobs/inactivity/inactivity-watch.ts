/** Notices registries that want to know who was not seen lately. */
import { INACTIVITY_CAUSE } from "../../model/job.ts";
import { looksAtInactivity } from "../../registry/inactivity/rules.ts";
import { type ReadingWatch, readingWatch, type WatchParts } from "../reading-watch.ts";

/** Names the readings, and the issue. */
export const INACTIVITY = "inactivity";

export function inactivityWatch(parts: WatchParts): ReadingWatch {
  return readingWatch(parts, { subject: INACTIVITY, cause: INACTIVITY_CAUSE, asks: looksAtInactivity });
}
