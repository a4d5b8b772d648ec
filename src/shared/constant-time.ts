/** Comparisons whose duration does not reveal how much of a guess was right. */

import { createHash, timingSafeEqual } from "node:crypto";

/** For texts whose length is no secret, such as signatures: the texts are compared, not the bytes that they encode. */
export function sameSignature(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Hashed first, so that the length does not show either. */
export function sameSecret(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
