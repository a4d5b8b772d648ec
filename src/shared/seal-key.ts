/** The key that signs what status comments remember (R26). */
import { createHash } from "node:crypto";

/** Derived from the webhook secret, yet a key of its own: no signature of one purpose passes for one of the other. */
export function recordKey(secret: string): Uint8Array {
  return createHash("sha256").update(`rung:record:${secret}`).digest();
}
