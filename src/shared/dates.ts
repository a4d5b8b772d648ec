/** Dates as people read them: UTC, with the day named (voice.md). */

import type { Instant } from "./names.ts";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** "Monday 23 November 2026, 14:04 UTC". */
export function moment(at: Instant): string {
  const time = new Date(at).toISOString().slice(11, 16);
  return `${DAYS[new Date(at).getUTCDay()]} ${day(at)}, ${time} UTC`;
}

/** The day in UTC as registries write it: YYYY-MM-DD. */
export function isoDay(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** "23 November 2026". */
export function day(at: Instant): string {
  const date = new Date(at);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}
