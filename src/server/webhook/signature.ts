/** GitHub's signature over the body's raw bytes (R22). */

import { createHmac, timingSafeEqual } from "node:crypto";

const shape = /^sha256=([0-9a-f]{64})$/;

/** Whether the header could be a signature at all. */
export function maySign(header: string | undefined): boolean {
  return shape.test(header ?? "");
}

/**
 * Whether one of the secrets made `X-Hub-Signature-256`. Takes the same time whatever the signature, for each secret; an
 * empty secret signs nothing.
 */
export function isSigned(body: Buffer, header: string | undefined, secrets: readonly string[]): boolean {
  const match = shape.exec(header ?? "");
  if (match?.[1] === undefined) return false;
  const given = Buffer.from(match[1], "hex");
  let signed = false;
  for (const secret of secrets) {
    if (secret === "") continue;
    const made = createHmac("sha256", secret).update(body).digest();
    if (timingSafeEqual(made, given)) signed = true;
  }
  return signed;
}
