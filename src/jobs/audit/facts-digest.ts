/** One digest for the facts a decision rests on: equal facts give equal digests, whatever order their keys were written in. */
import { createHash } from "node:crypto";

/**
 * sha256 in hexadecimal digits. `readAt`, when the facts were read, is no fact of the subject: reading the same again gives the
 * same digest. Nor are the commands in a text: the text itself tells them.
 */
export function factsDigest(facts: unknown): string {
  return createHash("sha256").update(canonical(facts)).digest("hex");
}

/** JSON with sorted keys; maps as sorted lists of pairs. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (key, held: unknown) => {
    if (key === "readAt" || key === "calls") return undefined;
    if (held instanceof Map) return sortedPairs([...held]);
    if (typeof held !== "object" || held === null || Array.isArray(held)) return held;
    return Object.fromEntries(sortedPairs(Object.entries(held)));
  });
}

function sortedPairs(pairs: readonly (readonly [unknown, unknown])[]) {
  return pairs.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}
