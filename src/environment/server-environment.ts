/** The settings of the process: where it listens, how much it logs, when it counts as late. */

import { isIP } from "node:net";
import { durationFault, milliseconds } from "../shared/duration.ts";
import { LOG_LEVELS, type LogLevel } from "../shared/log.ts";
import type { Variables } from "./variables.ts";
import { wholeNumber } from "./whole-number.ts";

export function port(read: Variables, faults: string[]): number {
  return wholeNumber(
    read,
    "PORT",
    { least: 0, most: 65_535, otherwise: 3_000, range: "0 (any free port) to 65535" },
    faults,
  );
}

/** An IPv6 address may be in brackets, as in a URL. */
export function host(read: Variables, faults: string[]): string {
  // Loopback unless told otherwise: an unencrypted port is for a proxy on this machine. The container sets 0.0.0.0,
  // where its network is the border.
  const wanted = read.HOST ?? "127.0.0.1";
  const bare = /^\[(.*)\]$/.exec(wanted)?.[1] ?? wanted;
  if (isIP(bare) !== 0 || (bare === wanted && isHostName(bare))) return bare;
  const hint = wanted === "*" ? " For all of this machine's addresses write 0.0.0.0." : "";
  faults.push(
    `HOST is ${JSON.stringify(wanted)}. It can be an address or a name of this machine alone, without a port: 127.0.0.1, ::1 or localhost.${hint}`,
  );
  return bare;
}

/** Only digits and dots: an invalid address. */
function isHostName(text: string): boolean {
  return /^(?=.{1,253}$)[a-z\d_](?:[a-z\d_-]{0,62})(?:\.[a-z\d_-]{1,63})*\.?$/i.test(text) && !/^[\d.]+$/.test(text);
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
  if (wanted.toLowerCase() === "off" || wanted === "0") return null;
  const fault = durationFault(wanted);
  if (fault === null) return milliseconds(wanted);
  faults.push(`READY_MAX_LAG: ${fault}; or off.${/^\d+$/.test(wanted) ? ` Is ${wanted}s meant?` : ""}`);
  return null;
}
