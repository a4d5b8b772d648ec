/** The signed, hidden line of the answer to `/quiet`, by which it is found again if the database is lost. */

import { z } from "zod";
import { sealedRecord } from "../shared/sealed-record.ts";

const shape = z.strictObject({
  person: z.strictObject({ login: z.string(), id: z.int() }),
  /** False: taken back. */
  quiet: z.boolean(),
  at: z.int(),
});
type SaidQuiet = z.output<typeof shape>;

const { seal, unseal } = sealedRecord<SaidQuiet>("said-quiet", shape, 2_000);

/** It applies to all repositories of an owner: a line in an issue that was transferred to somebody else has no effect there. */
export function sealSaidQuiet(record: SaidQuiet, owner: string, key: Uint8Array): string {
  return seal(record, owner.toLowerCase(), key);
}

/** Those in a reply, which may answer several lines. `keys`: the present one first. */
export function unsealSaidQuiets(text: string, owner: string, keys: readonly Uint8Array[]): readonly SaidQuiet[] {
  return text.split("\n").flatMap((line) => unseal(line, owner.toLowerCase(), keys) ?? []);
}
