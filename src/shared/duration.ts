/** Durations as ladders write them: `2s 5m 4h 7d 2w 3mo 1y`, and `5bd` for business days. */

import type { Instant } from "./names.ts";

const SECOND = 1000;
export const HOUR_MS = 3600 * SECOND;
export const DAY_MS = 24 * HOUR_MS;
/** A twelfth of 365.25 days: only for lengths that begin nowhere in the calendar. */
const MONTH = (365.25 * DAY_MS) / 12;

const UNITS = {
  s: { length: SECOND, name: "second" },
  m: { length: 60 * SECOND, name: "minute" },
  h: { length: HOUR_MS, name: "hour" },
  d: { length: DAY_MS, name: "day" },
  bd: { length: (DAY_MS * 7) / 5, name: "business day" },
  w: { length: 7 * DAY_MS, name: "week" },
  mo: { length: MONTH, name: "month" },
  y: { length: 12 * MONTH, name: "year" },
} as const;
type Unit = keyof typeof UNITS;

const MAX_LENGTH = 100 * 12 * MONTH;

/** The form of a duration, for editors. */
export const DURATION_PATTERN = "^[1-9]\\d{0,5}(s|m|h|d|bd|w|mo|y)$";

function parts(text: string): { readonly amount: number; readonly unit: Unit } | null {
  const [, digits, unit] = /^([1-9]\d{0,5})(s|m|h|d|bd|w|mo|y)$/.exec(text) ?? [];
  if (digits === undefined || !isUnit(unit)) return null;
  const amount = Number(digits);
  return amount * UNITS[unit].length > MAX_LENGTH ? null : { amount, unit };
}

function isUnit(unit: string | undefined): unit is Unit {
  return unit !== undefined && Object.hasOwn(UNITS, unit);
}

/** A sentence about what is wrong with a duration, `null` when nothing is. */
export function durationFault(text: string): string | null {
  if (parts(text) !== null) return null;
  const shown = JSON.stringify(text.slice(0, 40));
  return `${shown} is no duration; write a number with s, m, h, d, bd (business days), w, mo or y, as in 7d or 3mo`;
}

function sound(text: string): { readonly amount: number; readonly unit: Unit } {
  const read = parts(text);
  if (read === null) throw new Error(`not a duration: ${JSON.stringify(text.slice(0, 40))}`);
  return read;
}

/**
 * The instant a duration later. Months and years follow the calendar in UTC (31 January plus a month: the last of February). Business
 * days are Monday to Friday in UTC, holidays included: the hours of a weekend do not count, so that what begins on one begins with
 * Monday. Throws for what `durationFault` objects to.
 */
export function timeAfter(at: Instant, duration: string): Instant {
  const { amount, unit } = sound(duration);
  if (unit === "mo") return monthsAfter(at, amount);
  if (unit === "y") return monthsAfter(at, amount * 12);
  if (unit === "bd") return businessDaysAfter(at, amount);
  return at + amount * UNITS[unit].length;
}

function monthsAfter(at: Instant, months: number): Instant {
  const date = new Date(at);
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.setUTCDate(Math.min(wanted, last));
}

function businessDaysAfter(at: Instant, days: number): Instant {
  const date = new Date(at);
  const isWeekend = () => date.getUTCDay() % 6 === 0;
  if (isWeekend()) date.setUTCHours(0, 0, 0, 0);
  while (isWeekend()) date.setUTCDate(date.getUTCDate() + 1);
  for (let left = days; left > 0; ) {
    date.setUTCDate(date.getUTCDate() + 1);
    if (!isWeekend()) left -= 1;
  }
  return date.getTime();
}

/** Its length in milliseconds, a month taken as a twelfth of 365.25 days. For looking back and for expiry, not for windows. */
export function milliseconds(duration: string): number {
  const { amount, unit } = sound(duration);
  return Math.round(amount * UNITS[unit].length);
}

/** For minutes that may have been meant as months: an unmistakable form of either; otherwise `null`. */
export function plainMinutes(duration: string): { readonly months: string; readonly minutes: string } | null {
  const { amount, unit } = sound(duration);
  if (unit !== "m") return null;
  return { months: `${amount}mo`, minutes: amount % 60 === 0 ? `${amount / 60}h` : `${amount * 60}s` };
}

/** "7 days", "1 month". */
export function durationText(duration: string): string {
  const { amount, unit } = sound(duration);
  return `${amount} ${UNITS[unit].name}${amount === 1 ? "" : "s"}`;
}
