/** The process: where it listens, how much it logs, when it counts as late. */
import { durationFault, milliseconds } from "../shared/duration.ts";
import { LOG_LEVELS, type LogLevel } from "../shared/log.ts";
import type { Variables } from "./variables.ts";

export function port(read: Variables, faults: string[]): number {
  const value = read.PORT === null ? 3000 : Number(read.PORT);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  faults.push(`PORT is ${JSON.stringify(read.PORT)}. It can be 0 (any free port) to 65535.`);
  return 0;
}

export function logLevel(read: Variables, faults: string[]): LogLevel {
  const wanted = read.LOG_LEVEL?.toLowerCase() ?? "info";
  const level = LOG_LEVELS.find((candidate) => candidate === wanted);
  if (level !== undefined) return level;
  faults.push(`LOG_LEVEL is ${JSON.stringify(read.LOG_LEVEL)}. It can be ${LOG_LEVELS.join(", ")}.`);
  return "info";
}

export function readyMaxLag(read: Variables, faults: string[]): number | null {
  const wanted = read.READY_MAX_LAG ?? "10m";
  if (wanted === "off" || wanted === "0") return null;
  const fault = durationFault(wanted);
  if (fault === null) return milliseconds(wanted);
  faults.push(`READY_MAX_LAG: ${fault}; or off.`);
  return null;
}
