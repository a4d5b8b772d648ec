/** What is remembered of the commits of merge queues. A cache: if it is lost, GitHub's queue tells the same. */

import { type Kysely, type Selectable, sql } from "kysely";
import type { MergeGroup } from "../model/job.ts";
import { MEMORY_KEY } from "./continuity.ts";
import { daysAgo, forgetInParts } from "./forget-in-parts.ts";
import type { Schema } from "./schema.ts";
import { rowsOf } from "./statement.ts";
import type { GroupPull, MergeGroupTable } from "./subject-tables.ts";

export type { GroupPull };

export interface StoredGroup extends MergeGroup {
  readonly pulls: readonly GroupPull[];
  readonly ended: boolean;
}

/** A queue that is not done with a commit after so long has forgotten it, or its end was not heard of. */
const KEPT_DAYS = 7;
const KEPT = daysAgo(KEPT_DAYS);

const STORED = ["head_sha", "head_ref", "base_sha", "base_ref", "pulls", "ended"] as const;

export async function findGroup(
  db: Kysely<Schema>,
  repositoryId: number,
  headSha: string,
): Promise<StoredGroup | null> {
  const row = await db
    .selectFrom("merge_groups")
    .select(STORED)
    .where("repository_id", "=", repositoryId)
    .where("head_sha", "=", headSha)
    .executeTakeFirst();
  return row === undefined ? null : stored(row);
}

/** Those that contain the pull request and have not ended. */
export async function groupsWith(
  db: Kysely<Schema>,
  repositoryId: number,
  number: number,
): Promise<readonly StoredGroup[]> {
  const rows = await db
    .selectFrom("merge_groups")
    .select(STORED)
    .where("repository_id", "=", repositoryId)
    .where("ended", "=", false)
    .where("updated_at", ">", KEPT)
    .where(sql<boolean>`pulls @> ${JSON.stringify([{ number }])}::jsonb`)
    .orderBy("updated_at")
    .execute();
  return rows.map(stored);
}

/** Read when a check is written: `groupsWith`, and whether the database is still the same (continuity.ts). */
export interface StandingBeside {
  readonly groups: readonly StoredGroup[];
  readonly memory: unknown;
}

/** As columns of a statement whose first value is the repository's id; the values of `besideValues` begin at `n`. */
export function besideAlong(n: number): string {
  return `
    (select coalesce(json_agg(json_build_object('headSha', head_sha, 'headRef', head_ref, 'baseSha', base_sha, 'baseRef', base_ref,
      'pulls', pulls, 'ended', ended) order by updated_at), '[]') from merge_groups
      where repository_id = $1 and not ended and updated_at > now() - interval '${KEPT_DAYS} days' and pulls @> $${n}::jsonb) as groups,
    (select value from key_values where key = $${n + 1}) as memory`;
}

/** `number`: the pull request's; `null`: no groups are wanted. */
export function besideValues(number: number | null): readonly unknown[] {
  return [number === null ? null : JSON.stringify([{ number }]), MEMORY_KEY];
}

const STANDING = `select ${besideAlong(2)}`;

export async function groupsAndMemory(
  db: Kysely<Schema>,
  repositoryId: number,
  number: number,
): Promise<StandingBeside> {
  const [row] = await rowsOf<StandingBeside>(db, STANDING, [repositoryId, ...besideValues(number)]);
  return row ?? { groups: [], memory: null };
}

/** Creates or replaces; forgets the repository's old ones. */
export async function saveGroup(db: Kysely<Schema>, repositoryId: number, group: StoredGroup): Promise<void> {
  const values = {
    head_ref: group.headRef,
    base_sha: group.baseSha,
    base_ref: group.baseRef,
    pulls: JSON.stringify(group.pulls),
    ended: group.ended,
  };
  await db
    .deleteFrom("merge_groups")
    .where("repository_id", "=", repositoryId)
    .where("updated_at", "<", KEPT)
    .execute();
  await db
    .insertInto("merge_groups")
    .values({ repository_id: repositoryId, head_sha: group.headSha, ...values })
    .onConflict((conflict) =>
      conflict.columns(["repository_id", "head_sha"]).doUpdateSet({ ...values, updated_at: sql<Date>`now()` }),
    )
    .execute();
}

/** Those of repositories that no longer have a queue. */
export async function forgetOldGroups(db: Kysely<Schema>): Promise<number> {
  return await forgetInParts(db, "merge_groups", sql`updated_at < ${KEPT}`);
}

function stored(row: Selectable<Pick<MergeGroupTable, (typeof STORED)[number]>>): StoredGroup {
  return {
    headSha: row.head_sha,
    headRef: row.head_ref,
    baseSha: row.base_sha,
    baseRef: row.base_ref,
    pulls: row.pulls,
    ended: row.ended,
  };
}
