/** The digest of what somebody wrote: worked out once for each reading of it. */

import { hash } from "node:crypto";
import { onceFor } from "../shared/once.ts";

/** sha256 in hexadecimal digits. */
export const textDigest: (written: { readonly body: string }) => string = onceFor(({ body }) => hash("sha256", body));

/** A longer text stands in the digest of facts by its own, which is there before (R53). */
export const MAX_PLAIN_TEXT = 4_096;
