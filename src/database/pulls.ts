/** What Rung remembers of pull requests. A cache of the signed status comments: losing it loses no decision. */
import { type Kysely, sql } from "kysely";
import type { RepositoryRef } from "../model/job.ts";
import type { ShownPull } from "../model/page-data.ts";
import type { PullRecord } from "../model/pull-record.ts";
import { EPOCH_BEGAN } from "./check-epoch.ts";
import type { Schema } from "./schema.ts";

export interface StoredPull {
  readonly repository: RepositoryRef;
  readonly number: number;
  readonly headSha: string;
  readonly baseRef: string;
  readonly state: "open" | "closed" | "merged";
  readonly record: PullRecord;
}

/** Not what the page shows: it is long, and read for nobody here. */
const STORED = ["repository_id", "owner", "name", "number", "head_sha", "base_ref", "state", "record"] as const;

export async function findPull(db: Kysely<Schema>, repositoryId: number, number: number): Promise<StoredPull | null> {
  const row = await db
    .selectFrom("pulls")
    .select(STORED)
    .where("repository_id", "=", repositoryId)
    .where("number", "=", number)
    .executeTakeFirst();
  return row === undefined ? null : stored(row);
}

/** Whether the pull request was judged since the present epoch of checks began: then its heads since then all have their rows (R75). */
export async function isSeenInEpoch(db: Kysely<Schema>, repositoryId: number, number: number): Promise<boolean> {
  const found = await db
    .selectFrom("pulls")
    .select("number")
    .where("repository_id", "=", repositoryId)
    .where("number", "=", number)
    .where("updated_at", ">=", EPOCH_BEGAN)
    .executeTakeFirst();
  return found !== undefined;
}

/** Creates or replaces. `shown`: what the page shows of it; without it that stays as it was. */
export async function savePull(db: Kysely<Schema>, pull: StoredPull, shown?: ShownPull): Promise<void> {
  const values = {
    owner: pull.repository.owner,
    name: pull.repository.name,
    head_sha: pull.headSha,
    base_ref: pull.baseRef,
    state: pull.state,
    record: JSON.stringify(pull.record),
    ...(shown && { shown: JSON.stringify(shown) }),
  };
  await db
    .insertInto("pulls")
    .values({ repository_id: pull.repository.id, number: pull.number, ...values })
    .onConflict((conflict) =>
      conflict.columns(["repository_id", "number"]).doUpdateSet({ ...values, updated_at: sql<Date>`now()` }),
    )
    .execute();
}

/** Open pull requests of the repository, oldest number first; with `headSha` only those with that head (R17). */
export async function openPulls(
  db: Kysely<Schema>,
  repositoryId: number,
  headSha?: string,
): Promise<readonly StoredPull[]> {
  let query = db
    .selectFrom("pulls")
    .select(STORED)
    .where("repository_id", "=", repositoryId)
    .where("state", "=", "open")
    .orderBy("number");
  if (headSha !== undefined) query = query.where("head_sha", "=", headSha);
  return (await query.execute()).map(stored);
}

/** Numbers of the pull requests that were open when they were last looked at. */
export async function openNumbers(db: Kysely<Schema>, repositoryId: number): Promise<readonly number[]> {
  const rows = await db
    .selectFrom("pulls")
    .select("number")
    .where("repository_id", "=", repositoryId)
    .where("state", "=", "open")
    .execute();
  return rows.map(({ number }) => number);
}

/** Whether somebody of that login opened a pull request there before the one of that number, as far as is remembered. */
export async function openedEarlier(
  db: Kysely<Schema>,
  repositoryId: number,
  number: number,
  login: string,
): Promise<boolean> {
  const row = await db
    .selectFrom("pulls")
    .select("number")
    .where("repository_id", "=", repositoryId)
    .where("number", "<", number)
    .where(sql<boolean>`lower(shown->>'author') = ${login.toLowerCase()}`)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether an open pull request goes into that branch. */
export async function hasPullsInto(db: Kysely<Schema>, repositoryId: number, baseRef: string): Promise<boolean> {
  const row = await db
    .selectFrom("pulls")
    .select("number")
    .where("repository_id", "=", repositoryId)
    .where("base_ref", "=", baseRef)
    .where("state", "=", "open")
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

function stored(row: {
  readonly repository_id: number;
  readonly owner: string;
  readonly name: string;
  readonly number: number;
  readonly head_sha: string;
  readonly base_ref: string;
  readonly state: StoredPull["state"];
  readonly record: PullRecord;
}): StoredPull {
  return {
    repository: { id: row.repository_id, owner: row.owner, name: row.name },
    number: row.number,
    headSha: row.head_sha,
    baseRef: row.base_ref,
    state: row.state,
    record: row.record,
  };
}
