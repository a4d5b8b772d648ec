/** The signed, hidden line of a pull request that brings somebody back: what it restores, and since when they were gone. */

import { z } from "zod";
import { sealedRecord } from "../../shared/sealed-record.ts";
import { person } from "../status-seal.ts";

const shape = z.strictObject({
  person,
  role: z.string(),
  areas: z.array(z.string()),
  since: z.iso.date(),
  until: z.iso.date(),
});
export type ReturnRecord = z.output<typeof shape>;

/** `place`: the registry's repository and the branch (`carriedPlace`). */
export const { seal: sealReturn, unseal: unsealReturn } = sealedRecord<ReturnRecord>("return", shape, 8_000);
