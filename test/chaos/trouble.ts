/** The bad days of a GitHub: a share of all API requests fails in every way the sandbox knows, and webhooks go astray. */

import type { DeliverySettings } from "../../src/sandbox/deliveries.ts";
import type { Fault } from "../../src/sandbox/http/faults.ts";
import type { Dice } from "./dice.ts";

/** Which part of the failures is of which kind. Limits stop a whole installation for a while, so they are the rarest. */
const KINDS: readonly (readonly [number, Fault])[] = [
  [14, { kind: "status", status: 500 }],
  [14, { kind: "status", status: 502 }],
  [8, { kind: "status", status: 503 }],
  [13, { kind: "status-after", status: 502 }],
  [13, { kind: "reset" }],
  [13, { kind: "reset-after" }],
  [2, { kind: "timeout" }],
  [2, { kind: "timeout-after" }],
  [1, { kind: "secondary-limit", retryAfter: 1 }],
  [1, { kind: "secondary-limit", status: 429, retryAfter: 1 }],
  [1, { kind: "primary-limit", retryAfter: 2 }],
  [4, { kind: "partial", match: "query", field: "comments" }],
  [4, { kind: "partial", match: "query", field: "pullRequest" }],
  [10, { kind: "slow", ms: 700 }],
];

/** Faults that together strike this share of all requests. Each is asked after the ones before it have passed. */
export function badDay(share: number): readonly Fault[] {
  const all = KINDS.reduce((sum, [weight]) => sum + weight, 0);
  let untouched = 1;
  return KINDS.map(([weight, fault]) => {
    const wanted = (share * weight) / all;
    const own = wanted / untouched;
    untouched -= wanted;
    return { ...fault, share: own };
  });
}

/** What happens to the next webhook: lost on its way, sent twice, overtaken by the one behind it, or nothing. */
export function astray(dice: Dice): Partial<DeliverySettings> {
  const fate = dice.weighted({ arrives: 88, drop: 4, double: 4, reorder: 4 });
  return fate === "arrives" ? {} : { [fate]: 1 };
}
