/** The signed, hidden line of a registry change's pull request that tells which nomination it carries out. */

import { z } from "zod";
import { sealedRecord } from "../shared/sealed-record.ts";

/** Where a promotion is discussed, and which of those there it is. */
interface Carried {
  readonly repositoryId: number;
  /** `owner/name` at the time. */
  readonly repository: string;
  readonly number: number;
  /** Nomination.id. */
  readonly nomination: string;
}

const shape: z.ZodType<Carried> = z.strictObject({
  repositoryId: z.int(),
  repository: z.string(),
  number: z.int(),
  nomination: z.string(),
});

const { seal, unseal } = sealedRecord<Carried>("promotion", shape, 2_000);

/** `place`: the registry's repository id and the branch, so that a marker copied to another pull request is invalid there. */
export const sealCarried = seal;

export function carriedPlace(repositoryId: number, branch: string): string {
  return `${repositoryId} ${branch}`;
}

/** The first that is valid; `null`: no marker of Rung's for that place. `keys`: the present one first. */
export function unsealCarried(body: string, place: string, keys: readonly Uint8Array[]): Carried | null {
  for (const line of body.split("\n")) {
    const carried = unseal(line, place, keys);
    if (carried !== null) return carried;
  }
  return null;
}
