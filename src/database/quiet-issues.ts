/** What is remembered of quiet issues. A cache, and the only place that knows of an issue that was being opened when its process died. */

import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

export interface QuietIssueName {
  readonly repositoryId: number;
  readonly subject: string;
}

export interface StoredQuietIssue {
  /** `null`: none is known. */
  readonly number: number | null;
  /** Digests of what it said when last written. */
  readonly told: readonly string[];
  /** One is being opened, or has just been: GitHub's list tells whether it exists. */
  readonly begun: boolean;
}

/** `null`: the database has never heard of it, or has lost what it knew. */
export async function findQuietIssue(
  db: Db,
  { repositoryId, subject }: QuietIssueName,
): Promise<StoredQuietIssue | null> {
  const row = await db
    .selectFrom("quiet_issues")
    .select(["number", "told", sql<boolean>`begun_at is not null`.as("begun")])
    .where("repository_id", "=", repositoryId)
    .where("subject", "=", subject)
    .executeTakeFirst();
  return row ?? null;
}

/** `begun` false: whatever was begun has ended. */
export async function saveQuietIssue(
  db: Db,
  { repositoryId, subject }: QuietIssueName,
  { number, told, begun }: StoredQuietIssue,
): Promise<void> {
  const values = { number, told: JSON.stringify(told), ...(begun ? {} : { begun_at: null }) };
  await db
    .insertInto("quiet_issues")
    .values({ repository_id: repositoryId, subject, ...values })
    .onConflict((conflict) => conflict.columns(["repository_id", "subject"]).doUpdateSet(values))
    .execute();
}

/** GitHub ends a request after ten seconds, and its lists show what it made some seconds later. */
const MAX_ON_ITS_WAY_S = 30;

/**
 * To be called before an issue is opened: of several calls at the same time only one gets 0. Otherwise the seconds until one that was
 * begun must be listed, if it was ever opened.
 */
export async function beginQuietIssue(db: Db, { repositoryId, subject }: QuietIssueName): Promise<number> {
  const begun = await sql`
    insert into quiet_issues (repository_id, subject, begun_at) values (${repositoryId}, ${subject}, now())
    on conflict (repository_id, subject) do update set begun_at = now()
      where quiet_issues.begun_at is null
        or quiet_issues.begun_at < now() - make_interval(secs => ${MAX_ON_ITS_WAY_S}::float8)
    returning 1`.execute(db);
  if (begun.rows.length > 0) return 0;
  const found = await sql<{ left: number }>`
    select (${MAX_ON_ITS_WAY_S}::float8 - extract(epoch from now() - begun_at))::float8 as left
    from quiet_issues where repository_id = ${repositoryId} and subject = ${subject}`.execute(db);
  return Math.max(1, found.rows[0]?.left ?? 1);
}

/** GitHub has surely not opened it. */
export async function endQuietIssue(db: Db, { repositoryId, subject }: QuietIssueName): Promise<void> {
  await db
    .updateTable("quiet_issues")
    .set({ begun_at: null })
    .where("repository_id", "=", repositoryId)
    .where("subject", "=", subject)
    .execute();
}
