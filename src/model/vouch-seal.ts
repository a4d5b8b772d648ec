/** The signed, hidden line of a reply by which a vouch is found again if the database is lost. */

import { z } from "zod";
import { sealedRecord } from "../shared/sealed-record.ts";

const who = z.strictObject({ login: z.string(), id: z.int() });
const shape = z.strictObject({
  people: z.array(who),
  by: z.strictObject({ login: z.string(), id: z.int().nullable() }),
  at: z.int(),
});
export type VouchRecord = z.output<typeof shape>;

const { seal, unseal } = sealedRecord<VouchRecord>("vouch", shape, 8_000);

/** A vouch applies to one repository: a line in an issue that was transferred has no effect in its new place. */
export function sealVouch(record: VouchRecord, repositoryId: number, key: Uint8Array): string {
  return seal(record, `${repositoryId}`, key);
}

/** Those in a reply, which may answer several lines. `keys`: the present one first. */
export function unsealVouches(text: string, repositoryId: number, keys: readonly Uint8Array[]): readonly VouchRecord[] {
  return text.split("\n").flatMap((line) => unseal(line, `${repositoryId}`, keys) ?? []);
}
