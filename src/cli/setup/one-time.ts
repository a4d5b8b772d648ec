/** Secrets that open a door once: compared in constant time, and worthless after their first use. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** Hashed first, so that neither content nor length shows in the time it takes. */
export function isSame(one: string, other: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(one), hash(other));
}

export interface OneTime {
  readonly value: string;
  /** True for the right value, the first time. */
  use(given: string): boolean;
}

export function oneTime(): OneTime {
  const value = randomBytes(32).toString("base64url");
  let used = false;
  return {
    value,
    use: (given) => {
      if (!isSame(given, value) || used) return false;
      used = true;
      return true;
    },
  };
}
