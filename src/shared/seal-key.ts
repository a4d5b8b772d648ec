/** The key that signs what status comments remember (R26). */

import { createHash } from "node:crypto";

/** Derived from the webhook secret, but separate from it: a signature for one purpose is not valid for the other. */
export function recordKey(secret: string): Uint8Array {
  return createHash("sha256").update(`rung:record:${secret}`).digest();
}
