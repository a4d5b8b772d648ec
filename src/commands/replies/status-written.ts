/** Whether a reading shows the status comment as Rung last wrote it, or may be older than that (R37). Pure. */

import { createHash } from "node:crypto";
import type { Utterance } from "../../model/facts.ts";
import type { Note } from "../../model/job.ts";

/** However GitHub stored the ends of lines. */
export function statusDigest(body: string): string {
  const text = body.replace(/\r\n?/g, "\n").trimEnd();
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}

/**
 * `told`: everything known lately, in order. Also `false` if somebody else changed the comment since, or if the write never reached
 * GitHub: then it is due anyway, and writing it again changes nothing.
 */
export function isShownAsWritten({ id, body }: Pick<Utterance, "id" | "body">, told: readonly Note[]): boolean {
  const last = told.findLast((note) => note.kind === "status" && note.id === id);
  return last?.kind !== "status" || last.digest === statusDigest(body);
}
