/** One digest for the facts a decision rests on: equal facts give equal digests, whatever order their keys were written in. */

import { hash } from "node:crypto";
import { MAX_PLAIN_TEXT, textDigest } from "../../model/text-digest.ts";

/**
 * sha256 in hexadecimal digits. `readAt`, when the facts were read, is not a fact of the subject: reading the same again gives the same
 * digest. Nor are the commands in a text: they follow from the text.
 */
export function factsDigest(facts: unknown): string {
  return hash("sha256", canonical(facts));
}

/** JSON with sorted keys; maps as sorted lists of pairs. Sorted beforehand: JSON.stringify takes twice as long with a replacer. */
function canonical(value: unknown): string {
  return JSON.stringify(ordered(value));
}

function ordered(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(ordered);
  if (value instanceof Map) return [...value].sort(byKey).map(ordered);
  const inOrder: Record<string, unknown> = {};
  for (const [key, held] of Object.entries(value).sort(byKey)) if (!NO_FACTS.has(key)) inOrder[key] = ordered(held);
  if (hasLongText(value)) inOrder.body = textDigest(value);
  return inOrder;
}

function hasLongText(value: object): value is { readonly body: string } {
  return "body" in value && typeof value.body === "string" && value.body.length > MAX_PLAIN_TEXT;
}

function byKey([one]: readonly [unknown, unknown], [other]: readonly [unknown, unknown]): number {
  return String(one) < String(other) ? -1 : 1;
}

const NO_FACTS: ReadonlySet<string> = new Set(["readAt", "calls"]);
