/** The signed, hidden line of a quiet issue: what the issue says, and what must outlive the database. Pure. */

import { createHash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { z } from "zod";
import { openedLine, sealedLine } from "../shared/seal.ts";

export interface QuietSeal {
  /** It had something to say, so that if it is closed, a person closed it. */
  readonly open: boolean;
  /** Digests of what it says. */
  readonly told: readonly string[];
  /** For whatever needs the topic: to be parsed. */
  readonly memory: unknown;
}

const shape: z.ZodType<QuietSeal> = z.strictObject({
  open: z.boolean(),
  told: z.array(z.string()),
  memory: z.unknown(),
});

/** GitHub takes 65,536 characters; the visible text wants the others. */
export const MAX_QUIET_SEAL = 40_000;
/** The most that a line of that length may contain, so that nothing else is unpacked. */
const MAX_UNPACKED = 1_000_000;

const NAME = "quiet";

/** `null`: it is too long for an issue. */
export function sealQuiet(seal: QuietSeal, context: string, key: Uint8Array): string | null {
  const payload = deflateRawSync(JSON.stringify(seal)).toString("base64url");
  return payload.length > MAX_QUIET_SEAL ? null : sealedLine(NAME, payload, context, key);
}

/** `null`: no line of Rung's for that context. `keys`: the present one first. */
export function unsealQuiet(body: string, context: string, keys: readonly Uint8Array[]): QuietSeal | null {
  const opened = openedLine(NAME, body, context, keys, MAX_QUIET_SEAL);
  if (opened.kind !== "ok") return null;
  try {
    const text = inflateRawSync(Buffer.from(opened.payload, "base64url"), { maxOutputLength: MAX_UNPACKED });
    return shape.safeParse(JSON.parse(text.toString("utf8"))).data ?? null;
  } catch {
    // Signed, but by a version that packs it in another way.
    return null;
  }
}

/** The text without the line. */
export function withoutSeal(body: string): string {
  return body.replaceAll(/\n*<!-- rung:quiet v1 [^>]*-->\s*/g, "");
}

/** So a line copied to another repository's issue, or another topic's, is invalid there. */
export function quietContext(repositoryId: number, subject: string): string {
  return `${repositoryId} ${subject}`;
}

/** Stable and short, for what an entry's key names. */
export function toldDigest(entry: string): string {
  return createHash("sha256").update(entry).digest("base64url").slice(0, 12);
}
