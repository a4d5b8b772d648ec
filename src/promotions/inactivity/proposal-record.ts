/** The signed, hidden line of a proposal's pull request: what it is about, what was said on it, how it ended. It outlives the database. */

import { z } from "zod";
import { sealedRecord } from "../../shared/sealed-record.ts";
import { person } from "../status-seal.ts";

const word = z.strictObject({ by: person, at: z.int(), url: z.string() });

const shape = z.strictObject({
  person,
  holdings: z.array(z.strictObject({ role: z.string(), areas: z.array(z.string()), to: z.string() })),
  /** As the person was told. */
  notice: z.string(),
  /** The last activity known at the opening. */
  last: z.strictObject({ at: z.int(), url: z.string().nullable() }).nullable(),
  reminded: z.boolean(),
  /** When the notice was over and they were still not seen; `null`: not yet. */
  ready: z.int().nullable(),
  /** `/step-down` there. */
  agreed: word.nullable(),
  end: z.strictObject({ kind: z.enum(["stayed", "vouched", "seen", "merged"]), word: word.nullable() }).nullable(),
});

export type ProposalRecord = z.output<typeof shape>;

/** `place`: the registry's repository and the branch (`carriedPlace`). */
export const { seal: sealProposal, unseal: unsealProposal } = sealedRecord<ProposalRecord>("proposal", shape, 16_000);
