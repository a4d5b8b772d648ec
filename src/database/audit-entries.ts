/** The audit's table: entries are only ever added, and forgotten by age. */
import { type Kysely, sql } from "kysely";
import { version } from "../environment/version.ts";
import type { AuditEntry, StoredEntry } from "../model/audit-entry.ts";
import type { Schema } from "./schema.ts";

/** One statement for all of them; none: no statement. */
export async function saveAudit(db: Kysely<Schema>, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length > 0) await db.insertInto("audit").values(entries.map(auditRow)).execute();
}

/** A row to insert, also for statements that store something else along with it. */
export function auditRow(entry: AuditEntry) {
  return {
    repository: entry.repository,
    repository_id: entry.repositoryId,
    number: entry.number,
    head_sha: entry.headSha,
    cause: JSON.stringify(entry.cause),
    what: entry.what,
    detail: JSON.stringify(entry.detail),
    why: JSON.stringify(entry.why),
    digest: entry.digest,
    version,
  };
}

export interface AuditQuery {
  /** `owner/name`, in any case. */
  readonly repository: string | null;
  readonly number: number | null;
  readonly since: Date | null;
  readonly limit: number;
}

/** Newest first. */
export async function findAudit(db: Kysely<Schema>, asked: AuditQuery): Promise<readonly StoredEntry[]> {
  const { repository, number, since, limit } = asked;
  let query = db.selectFrom("audit").selectAll().orderBy("id", "desc").limit(limit);
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
  const gone = await sql`delete from audit where at < now() - make_interval(days => ${days}::int)`.execute(db);
  return Number(gone.numAffectedRows ?? 0);
}
