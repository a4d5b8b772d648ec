/** The signed, hidden line of a registry change's pull request that tells which nomination it carries out. */
import { createHmac } from "node:crypto";
import { z } from "zod";
import { sameSignature } from "../shared/constant-time.ts";

/** Where a promotion is discussed, and which of those there it is. */
interface Carried {
  readonly repositoryId: number;
  /** `owner/name` at the time. */
  readonly repository: string;
  readonly number: number;
  /** Nomination.id. */
  readonly nomination: string;
}

const MARKER = /<!-- rung:promotion v1 ([A-Za-z0-9_-]{1,2000})\.([A-Za-z0-9_-]{43}) -->/g;

const shape: z.ZodType<Carried> = z.strictObject({
  repositoryId: z.int(),
  repository: z.string(),
  number: z.int(),
  nomination: z.string(),
});

/** `place`: the registry's repository id and the branch, so that a marker copied to another pull request is invalid there. */
export function sealCarried(carried: Carried, place: string, key: Uint8Array): string {
  const payload = Buffer.from(JSON.stringify(carried), "utf8").toString("base64url");
  return `<!-- rung:promotion v1 ${payload}.${signature(payload, place, key)} -->`;
}

export function carriedPlace(repositoryId: number, branch: string): string {
  return `${repositoryId} ${branch}`;
}

/** `null`: no marker of Rung's for that place. `keys`: the present one first. */
export function unsealCarried(body: string, place: string, keys: readonly Uint8Array[]): Carried | null {
  for (const [, payload = "", given = ""] of body.matchAll(MARKER)) {
    const isOurs = keys.some((key) => sameSignature(signature(payload, place, key), given));
    const read = isOurs ? shape.safeParse(jsonOf(payload)) : null;
    if (read?.success) return read.data;
  }
  return null;
}

function jsonOf(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}

function signature(payload: string, place: string, key: Uint8Array): string {
  return createHmac("sha256", key).update(`rung:promotion v1\n${place}\n${payload}`).digest("base64url");
}
