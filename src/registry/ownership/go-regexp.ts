/** Go's regular expressions (RE2), which OWNERS filters are written in. */

import { RE2JS, RE2JSException } from "re2js";

export interface GoRegexp {
  /** Whether it matches anywhere in the text, like Go's `MatchString`. */
  test(text: string): boolean;
}

/** `null` where Go would not compile the pattern; Prow then skips the filter, and so does import. */
export function goRegexp(pattern: string): GoRegexp | null {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (error instanceof RE2JSException) return null;
    throw error;
  }
}
