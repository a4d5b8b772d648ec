/** Durations that must not be short: they are about people, who do nothing by the minute. */

import { milliseconds, plainMinutes } from "../shared/duration.ts";
import { spanFault } from "./schema-pieces.ts";

/** The fault of a text as a sentence; `tooShort` follows what is written. */
export function longSpan({ least, tooShort }: { readonly least: number; readonly tooShort: string }) {
  return (written: string): string | null => {
    const fault = spanFault(written);
    if (fault !== null) return fault;
    const minutes = plainMinutes(written);
    if (minutes !== null) return `${written} is in minutes; for months write ${minutes.months}`;
    return milliseconds(written) < least ? `${written} ${tooShort}` : null;
  };
}
