/** Secrets that work once: compared in constant time, and worthless after their first use. */

import { randomBytes } from "node:crypto";
import { sameSecret } from "../../shared/constant-time.ts";

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
      if (!sameSecret(given, value) || used) return false;
      used = true;
      return true;
    },
  };
}
