/** The signed, hidden line of a proposal's pull request: what it is about, what was said on it, how it ended. The database may be lost. */
import { z } from "zod";
import { openedLine, sealedLine } from "../../shared/seal.ts";

const who = z.strictObject({ login: z.string(), id: z.int().nullable() });
const word = z.strictObject({ by: who, at: z.int(), url: z.string() });

const shape = z.strictObject({
  person: who,
  holdings: z.array(z.strictObject({ role: z.string(), areas: z.array(z.string()), to: z.string() })),
  /** As the person was told. */
  notice: z.string(),
  /** The last thing seen at the opening. */
  last: z.strictObject({ at: z.int(), url: z.string().nullable() }).nullable(),
  reminded: z.boolean(),
  /** When the notice was over and they were still not seen; `null`: not yet. */
  ready: z.int().nullable(),
  /** `/step-down` there. */
  agreed: word.nullable(),
  end: z.strictObject({ kind: z.enum(["stayed", "vouched", "seen", "merged"]), word: word.nullable() }).nullable(),
});

export type ProposalRecord = z.output<typeof shape>;

const NAME = "proposal";
const MAX_PAYLOAD = 16_000;

/** `place`: the registry's repository and the branch (`carriedPlace`), so that a line copied elsewhere is none there. */
export function sealProposal(record: ProposalRecord, place: string, key: Uint8Array): string {
  return sealedLine(NAME, Buffer.from(JSON.stringify(record), "utf8").toString("base64url"), place, key);
}

/** `null`: no line of Rung's for that place. */
export function unsealProposal(body: string, place: string, keys: readonly Uint8Array[]): ProposalRecord | null {
  const opened = openedLine(NAME, body, place, keys, MAX_PAYLOAD);
  if (opened.kind !== "ok") return null;
  try {
    return shape.safeParse(JSON.parse(Buffer.from(opened.payload, "base64url").toString("utf8"))).data ?? null;
  } catch {
    return null;
  }
}
