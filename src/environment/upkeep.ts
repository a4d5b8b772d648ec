/** How often, and how thoroughly, Rung looks for what webhooks did not tell. */

import type { Variables } from "./variables.ts";
import { wholeNumber } from "./whole-number.ts";

export interface Upkeep {
  /** GitHub's log of deliveries is read every so many milliseconds. */
  readonly recoveryMs: number;
  /** After a start it is read once more so soon; `null`: not before its turn. */
  readonly onceMoreMs: number | null;
  readonly recoveryRequests: number;
  /** Everything open is looked at every so many milliseconds; `null`: never. */
  readonly sweepMs: number | null;
  readonly sweepRequests: number;
}

const MINUTE = 60_000;

export const DEFAULT_UPKEEP: Upkeep = {
  recoveryMs: 5 * MINUTE,
  // GitHub waits ten seconds for an answer: only then is a delivery to a process that died in the log.
  onceMoreMs: 15_000,
  recoveryRequests: 500,
  sweepMs: 60 * MINUTE,
  sweepRequests: 1_000,
};

export function upkeep(read: Variables, faults: string[]): Upkeep {
  return {
    recoveryMs: interval(read, "RECOVERY_INTERVAL", faults) ?? DEFAULT_UPKEEP.recoveryMs,
    onceMoreMs: DEFAULT_UPKEEP.onceMoreMs,
    recoveryRequests: requests(read, "RECOVERY_REQUESTS", DEFAULT_UPKEEP.recoveryRequests, faults),
    sweepMs: isOff(read.SWEEP_INTERVAL) ? null : (interval(read, "SWEEP_INTERVAL", faults) ?? DEFAULT_UPKEEP.sweepMs),
    sweepRequests: requests(read, "SWEEP_REQUESTS", DEFAULT_UPKEEP.sweepRequests, faults),
  };
}

function isOff(value: string | null): boolean {
  return value === "0" || value?.toLowerCase() === "off";
}

const UNITS = { s: 1_000, m: MINUTE, h: 60 * MINUTE, d: 24 * 60 * MINUTE } as const;
/** Timers reach no further. */
const MAX_LENGTH = 20 * UNITS.d;

/** Milliseconds; `null`: not set. */
function interval(read: Variables, name: "RECOVERY_INTERVAL" | "SWEEP_INTERVAL", faults: string[]): number | null {
  const value = read[name];
  if (value === null) return null;
  const [, digits = "", unit] = /^([1-9]\d{0,5})([smhd])$/.exec(value) ?? [];
  const length = unit === "s" || unit === "m" || unit === "h" || unit === "d" ? Number(digits) * UNITS[unit] : 0;
  if (length > 0 && length <= MAX_LENGTH) return length;
  const off = name === "SWEEP_INTERVAL" ? ", or off" : "";
  faults.push(`${name} is ${JSON.stringify(value)}. Write a number with s, m, h or d, as in 2s, 5m or 4h${off}.`);
  return null;
}

function requests(
  read: Variables,
  name: "RECOVERY_REQUESTS" | "SWEEP_REQUESTS",
  otherwise: number,
  faults: string[],
): number {
  const range = "1 to 1000000 (requests to GitHub a round)";
  return wholeNumber(read, name, { least: 1, most: 1_000_000, otherwise, range }, faults);
}
