/** Records what Rung itself wrote, since its next readings may be older than that (R37). */

import type { Kysely } from "kysely";
import { saveOwnNotes } from "../database/deliveries.ts";
import type { Schema } from "../database/schema.ts";
import type { AuditEntry } from "../model/audit-entry.ts";
import { type Note, subjectKey } from "../model/job.ts";
import type { Work } from "../queue/worker.ts";

export function ownNotes(
  { db }: { readonly db: Kysely<Schema> },
  { installationId, subject }: Work,
): (note: Note, entries?: readonly AuditEntry[]) => Promise<void> {
  const key = subjectKey(installationId, subject);
  return (note, entries) => saveOwnNotes(db, { installationId, subject, cause: "own", notes: [note] }, key, entries);
}
