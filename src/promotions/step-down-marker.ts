/** The signed, hidden line of a pull request by which somebody gives a role back: what it takes to make it anew on a base that moved. */

import { z } from "zod";
import { sealedRecord } from "../shared/sealed-record.ts";
import { person } from "./status-seal.ts";

const shape = z.strictObject({
  key: z.string(),
  by: person,
  role: z.string().nullable(),
  areas: z.array(z.string()),
  at: z.int(),
  url: z.string(),
  subject: z.strictObject({ owner: z.string(), name: z.string(), number: z.int() }),
});
/** What was said, and where. */
export type SaidStepDown = z.output<typeof shape>;

/** `place`: the registry's repository and the branch (`carriedPlace`). */
export const { seal: sealStepDown, unseal: unsealStepDown } = sealedRecord<SaidStepDown>("step-down", shape, 8_000);
