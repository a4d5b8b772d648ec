/** The signed, hidden line of a pull request by which somebody gives a role back: what it needs to be made anew on a base that moved. */
import { z } from "zod";
import { openedLine, sealedLine } from "../shared/seal.ts";

const shape = z.strictObject({
  key: z.string(),
  by: z.strictObject({ login: z.string(), id: z.int().nullable() }),
  role: z.string().nullable(),
  areas: z.array(z.string()),
  at: z.int(),
  url: z.string(),
  subject: z.strictObject({ owner: z.string(), name: z.string(), number: z.int() }),
});
/** What was said, and where. */
export type SaidStepDown = z.output<typeof shape>;

const NAME = "step-down";
const MAX_PAYLOAD = 8_000;

/** `place`: the registry's repository and the branch, so that a line copied elsewhere is none there. */
export function sealStepDown(said: SaidStepDown, place: string, key: Uint8Array): string {
  return sealedLine(NAME, Buffer.from(JSON.stringify(said), "utf8").toString("base64url"), place, key);
}

/** `null`: no line of Rung's for that place. */
export function unsealStepDown(body: string, place: string, keys: readonly Uint8Array[]): SaidStepDown | null {
  const opened = openedLine(NAME, body, place, keys, MAX_PAYLOAD);
  if (opened.kind !== "ok") return null;
  try {
    return shape.safeParse(JSON.parse(Buffer.from(opened.payload, "base64url").toString("utf8"))).data ?? null;
  } catch {
    return null;
  }
}
