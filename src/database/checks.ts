/** The check runs that Rung wrote: their ids, and what they said, so that an unchanged verdict writes nothing (R21). */
import { type Kysely, sql } from "kysely";
import type { AuditEntry } from "../model/audit-entry.ts";
import { auditRow } from "./audit-entries.ts";
import { PRESENT_EPOCH } from "./check-epoch.ts";
import type { Schema } from "./schema.ts";

export interface StoredCheck {
  readonly repositoryId: number;
  readonly headSha: string;
  readonly name: string;
  /** BEGUN: none is known yet. */
  readonly checkRunId: number;
  /** Of everything shown; equal digests need no write. */
  readonly digest: string;
  readonly outcome: string;
}

type CheckName = Pick<StoredCheck, "repositoryId" | "headSha" | "name">;

/** A row with what tells whether it may be believed (R75). */
export interface CheckRow extends StoredCheck {
  /** A write was begun and its end is not known. */
  readonly begun: boolean;
  readonly version: number;
  /** Written or looked up since the present epoch began. */
  readonly isOfEpoch: boolean;
  /** Seconds since it was last written or begun, by the database's clock. */
  readonly age: number;
}

/** All rows of a commit, by name. */
export async function checkRows(
  db: Kysely<Schema>,
  repositoryId: number,
  headSha: string,
): Promise<readonly CheckRow[]> {
  const rows = await db
    .selectFrom("checks")
    .select(["repository_id", "head_sha", "name", "check_run_id", "digest", "outcome", "begun", "version"])
    .select(sql<boolean>`epoch = ${PRESENT_EPOCH}`.as("is_of_epoch"))
    .select(sql<number>`extract(epoch from now() - written_at)::float8`.as("age"))
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
    begun: row.begun,
    version: row.version,
    isOfEpoch: row.is_of_epoch,
    age: row.age,
  }));
}

export function storedOf({
  begun: _,
  version: _version,
  isOfEpoch: _isOfEpoch,
  age: _age,
  ...check
}: CheckRow): StoredCheck {
  return check;
}

/** The id of a run that was begun and of which nothing is known: GitHub may have it, or not. */
export const BEGUN = 0;

/** Writes down that a check is about to be written; until it is saved, what the row says is not believed. Answers the row's version. */
export async function beginCheck(db: Kysely<Schema>, { repositoryId, headSha, name }: CheckName): Promise<number> {
  const begun = await db
    .insertInto("checks")
    .values({
      repository_id: repositoryId,
      head_sha: headSha,
      name,
      check_run_id: BEGUN,
      digest: "",
      outcome: "",
      begun: true,
      version: 1,
    })
    .onConflict((conflict) =>
      conflict
        .columns(["repository_id", "head_sha", "name"])
        .doUpdateSet({ begun: true, version: sql<number>`checks.version + 1`, written_at: sql<Date>`now()` }),
    )
    .returning("version")
    .executeTakeFirstOrThrow();
  return begun.version;
}

/**
 * Creates or replaces what is known to stand on GitHub, and stores its entries of the audit in the same statement: one is never
 * there without the other. Answers the row's version.
 */
export async function saveCheck(
  db: Kysely<Schema>,
  check: StoredCheck,
  entries: readonly AuditEntry[] = [],
): Promise<number> {
  const values = {
    check_run_id: check.checkRunId,
    digest: check.digest,
    outcome: check.outcome,
    begun: false,
    epoch: PRESENT_EPOCH,
  };
  const rows = entries.map(auditRow);
  const along = rows.length === 0 ? db : db.with("audited", (with_) => with_.insertInto("audit").values(rows));
  const saved = await along
    .insertInto("checks")
    .values({ repository_id: check.repositoryId, head_sha: check.headSha, name: check.name, version: 1, ...values })
    .onConflict((conflict) =>
      conflict
        .columns(["repository_id", "head_sha", "name"])
        .doUpdateSet({ ...values, version: sql<number>`checks.version + 1`, written_at: sql<Date>`now()` }),
    )
    .returning("version")
    .executeTakeFirstOrThrow();
  return saved.version;
}

/** A run that GitHub turns out not to have. */
export async function forgetCheck(db: Kysely<Schema>, { repositoryId, headSha, name }: CheckName): Promise<void> {
  await db
    .deleteFrom("checks")
    .where("repository_id", "=", repositoryId)
    .where("head_sha", "=", headSha)
    .where("name", "=", name)
    .execute();
}
