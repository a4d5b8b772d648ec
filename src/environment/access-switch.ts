/** Whether Rung may give access at all in this installation: the second of two switches, the first being a registry's `access.mode`. */

import type { Variables } from "./variables.ts";

/** `watch`: Rung reports. `grant`: it adds people whom a registry lists that also says so. */
export type AccessSwitch = "watch" | "grant";

const SWITCHES: readonly AccessSwitch[] = ["watch", "grant"];

export function accessSwitch(read: Variables, faults: string[]): AccessSwitch {
  const wanted = read.ACCESS?.toLowerCase() ?? "watch";
  const known = SWITCHES.find((one) => one === wanted);
  if (known !== undefined) return known;
  const keep = wanted === "keep" ? " keep, which would take people out, is not there yet." : "";
  faults.push(`ACCESS is ${JSON.stringify(read.ACCESS)}. It can be ${SWITCHES.join(" or ")}.${keep}`);
  return "watch";
}
