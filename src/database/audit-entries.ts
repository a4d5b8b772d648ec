/** The table of the audit: entries are only ever added, and deleted by age. */

import { type Kysely, sql } from "kysely";
import { version } from "../environment/version.ts";
import type { AuditEntry, StoredEntry } from "../model/audit-entry.ts";
import { daysAgo, forgetInParts } from "./forget-in-parts.ts";
import type { Schema } from "./schema.ts";
import { rowsOf } from "./statement.ts";

/** One statement for all of them; none: no statement. */
export async function saveAudit(db: Kysely<Schema>, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length > 0) await rowsOf(db, SAVE, [auditRows(entries)]);
}

/** A part of a statement that stores something else together with entries: `auditRows` is the statement's value `n`. */
export function auditedAlong(n: number): string {
  const columns = "repository, repository_id, number, head_sha, cause, what, detail, why, digest, version";
  return `
    insert into audit (${columns}) select ${columns} from json_to_recordset($${n}::text::json) as entry (
      repository text, repository_id bigint, number integer, head_sha text, cause jsonb, what text, detail jsonb, why jsonb,
      digest text, version text)`;
}

const SAVE = auditedAlong(1);

/** One statement's value for `auditedAlong`. */
export function auditRows(entries: readonly AuditEntry[]): string {
  return JSON.stringify(
    entries.map((entry) => ({
      repository: entry.repository,
      repository_id: entry.repositoryId,
      number: entry.number,
      head_sha: entry.headSha,
      cause: entry.cause,
      what: entry.what,
      detail: entry.detail,
      why: entry.why,
      digest: entry.digest,
      version,
    })),
  );
}

interface AuditQuery {
  /** `owner/name`, in any case. */
  readonly repository: string | null;
  readonly number: number | null;
  readonly since: Date | null;
  readonly limit: number;
}

/** Newest first. */
export async function findAudit(db: Kysely<Schema>, asked: AuditQuery): Promise<readonly StoredEntry[]> {
  const { repository, number, since, limit } = asked;
  // By the moment first, which has the index that `since` needs.
  let query = db.selectFrom("audit").selectAll().orderBy("at", "desc").orderBy("id", "desc").limit(limit);
  if (repository !== null) query = query.where(sql<boolean>`lower(repository) = ${repository.toLowerCase()}`);
  if (number !== null) query = query.where("number", "=", number);
  if (since !== null) query = query.where("at", ">=", since);
  const rows = await query.execute();
  return rows.map((row) => ({
    id: row.id,
    at: row.at.getTime(),
    version: row.version,
    repository: row.repository,
    repositoryId: row.repository_id,
    number: row.number,
    headSha: row.head_sha,
    cause: row.cause,
    what: row.what,
    detail: row.detail,
    why: row.why,
    digest: row.digest,
  }));
}

/** Forgets entries of more than `days` ago. Returns how many. */
export async function forgetAudit(db: Kysely<Schema>, days: number): Promise<number> {
  return await forgetInParts(db, "audit", sql`at < ${daysAgo(days)}`);
}
