/** The check runs that Rung wrote: their ids, and what they said, so that an unchanged verdict writes nothing (R21). */
import { type Kysely, sql } from "kysely";
import type { AuditEntry } from "../audit/model.ts";
import { auditRow } from "./audit.ts";
import type { Schema } from "./schema.ts";

export interface StoredCheck {
  readonly repositoryId: number;
  readonly headSha: string;
  readonly name: string;
  readonly checkRunId: number;
  /** Of everything shown; equal digests need no write. */
  readonly digest: string;
  readonly outcome: string;
}

/** All checks known on a commit. */
export async function checksOn(
  db: Kysely<Schema>,
  repositoryId: number,
  headSha: string,
): Promise<readonly StoredCheck[]> {
  const rows = await db
    .selectFrom("checks")
    .selectAll()
    .where("repository_id", "=", repositoryId)
    .where("head_sha", "=", headSha)
    .orderBy("name")
    .execute();
  return rows.map((row) => ({
    repositoryId: row.repository_id,
    headSha: row.head_sha,
    name: row.name,
    checkRunId: row.check_run_id,
    digest: row.digest,
    outcome: row.outcome,
  }));
}

/** Creates or replaces, and stores its entries of the audit in the same statement: one is never there without the other. */
export async function saveCheck(
  db: Kysely<Schema>,
  check: StoredCheck,
  entries: readonly AuditEntry[] = [],
): Promise<void> {
  const values = { check_run_id: check.checkRunId, digest: check.digest, outcome: check.outcome };
  const rows = entries.map(auditRow);
  const along = rows.length === 0 ? db : db.with("audited", (with_) => with_.insertInto("audit").values(rows));
  await along
    .insertInto("checks")
    .values({ repository_id: check.repositoryId, head_sha: check.headSha, name: check.name, ...values })
    .onConflict((conflict) =>
      conflict.columns(["repository_id", "head_sha", "name"]).doUpdateSet({ ...values, written_at: sql<Date>`now()` }),
    )
    .execute();
}

/** Forgets the checks on a commit, so that the next write looks at GitHub first ("Re-run" on a check). */
export async function forgetChecks(db: Kysely<Schema>, repositoryId: number, headSha: string): Promise<void> {
  await db.deleteFrom("checks").where("repository_id", "=", repositoryId).where("head_sha", "=", headSha).execute();
}
