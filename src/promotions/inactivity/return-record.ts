/** The signed, hidden line of a pull request by which somebody comes back: what it puts back, and since when they were gone. */
import { z } from "zod";
import { openedLine, sealedLine } from "../../shared/seal.ts";

const shape = z.strictObject({
  person: z.strictObject({ login: z.string(), id: z.int().nullable() }),
  role: z.string(),
  areas: z.array(z.string()),
  since: z.iso.date(),
  until: z.iso.date(),
});
export type ReturnRecord = z.output<typeof shape>;

const NAME = "return";
const MAX_PAYLOAD = 8_000;

/** `place`: the registry's repository and the branch, so that a line copied elsewhere is none there. */
export function sealReturn(record: ReturnRecord, place: string, key: Uint8Array): string {
  return sealedLine(NAME, Buffer.from(JSON.stringify(record), "utf8").toString("base64url"), place, key);
}

/** `null`: no line of Rung's for that place. */
export function unsealReturn(body: string, place: string, keys: readonly Uint8Array[]): ReturnRecord | null {
  const opened = openedLine(NAME, body, place, keys, MAX_PAYLOAD);
  if (opened.kind !== "ok") return null;
  try {
    return shape.safeParse(JSON.parse(Buffer.from(opened.payload, "base64url").toString("utf8"))).data ?? null;
  } catch {
    return null;
  }
}
