/** Signed, hidden lines that hold a record as JSON: the memory of a pull request or an issue, independent of the database. */

import type { z } from "zod";
import { openedLine, sealedLine } from "./seal.ts";

interface SealedRecord<T> {
  /** `place`: where the line is written, so that one copied elsewhere is invalid there. */
  seal(record: T, place: string, key: Uint8Array): string;
  /** `null`: no line of Rung's for that place. `keys`: the present one first. */
  unseal(text: string, place: string, keys: readonly Uint8Array[]): T | null;
}

/** `maxPayload`: in characters as they are written. */
export function sealedRecord<T>(name: string, shape: z.ZodType<T>, maxPayload: number): SealedRecord<T> {
  return {
    seal: (record, place, key) =>
      sealedLine(name, Buffer.from(JSON.stringify(record), "utf8").toString("base64url"), place, key),
    unseal: (text, place, keys) => {
      const opened = openedLine(name, text, place, keys, maxPayload);
      if (opened.kind !== "ok") return null;
      try {
        return shape.safeParse(JSON.parse(Buffer.from(opened.payload, "base64url").toString("utf8"))).data ?? null;
      } catch {
        return null;
      }
    },
  };
}
