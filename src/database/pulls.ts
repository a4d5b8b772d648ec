/** What Rung remembers of pull requests. A cache of the signed status comments: losing it loses no decision. */

import { type Kysely, type Selectable, sql } from "kysely";
import type { RepositoryRef } from "../model/job.ts";
import type { ShownPull } from "../model/page-data.ts";
import type { PullRecord } from "../model/pull-record.ts";
import type { Person } from "../shared/person-sets.ts";
import { EPOCH_BEGAN } from "./check-epoch.ts";
import type { Schema } from "./schema.ts";
import { rowsOf } from "./statement.ts";
import type { PullTable } from "./subject-tables.ts";

export interface StoredPull {
  readonly repository: RepositoryRef;
  readonly number: number;
  readonly headSha: string;
  readonly baseRef: string;
  readonly state: "open" | "closed" | "merged";
  readonly record: PullRecord;
}

/** Written out: if a statement is prepared with a value in its place, the indexes of open pull requests cannot be used. */
export const OPEN = sql<StoredPull["state"]>`'open'`;

/** Without what the page shows: it is long, and not needed here. */
const STORED = ["repository_id", "owner", "name", "number", "head_sha", "base_ref", "state", "record"] as const;

const FIND = `select ${STORED.join(", ")} from pulls where repository_id = $1 and number = $2`;

export async function findPull(db: Kysely<Schema>, repositoryId: number, number: number): Promise<StoredPull | null> {
  const [row] = await rowsOf<StoredRow>(db, FIND, [repositoryId, number]);
  return row === undefined ? null : stored(row);
}

/**
 * A pull request's row together with the claim of its job (boss.ts), as JSON: `null` without one, and for other subjects. `key`: an SQL
 * expression.
 */
export function pullAlong(key: string): string {
  return `case when ${key} like 'pull:%' then (
    select json_build_object('repository', json_build_object('owner', owner, 'name', name, 'id', repository_id), 'number', number,
      'headSha', head_sha, 'baseRef', base_ref, 'state', state, 'record', record)
    from pulls where repository_id = split_part(split_part(${key}, ':', 2), '#', 1)::bigint
      and number = split_part(${key}, '#', 2)::integer) end`;
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

const SAVE = `
  insert into pulls (repository_id, number, owner, name, head_sha, base_ref, state, record, shown)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  on conflict (repository_id, number) do update set owner = excluded.owner, name = excluded.name, head_sha = excluded.head_sha,
    base_ref = excluded.base_ref, state = excluded.state, record = excluded.record, shown = coalesce(excluded.shown, pulls.shown),
    updated_at = now()`;

/** Creates or replaces. `shown`: what the page shows of it; absent, that stays as it was. */
export async function savePull(db: Kysely<Schema>, pull: StoredPull, shown?: ShownPull): Promise<void> {
  const { repository, number, headSha, baseRef, state, record } = pull;
  const { id, owner, name } = repository;
  const page = shown === undefined ? null : JSON.stringify(shown);
  await rowsOf(db, SAVE, [id, number, owner, name, headSha, baseRef, state, JSON.stringify(record), page]);
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
    .where("state", "=", OPEN)
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
    .where("state", "=", OPEN)
    .execute();
  return rows.map(({ number }) => number);
}

/** Who opened a pull request, of its row: `#id`, or the folded login where the id is not known. */
export const AUTHOR = sql<string>`coalesce('#' || (shown->>'authorId'), lower(shown->>'author'))`;

/** Whether somebody opened a pull request there before the one of that number, as far as is remembered. */
export async function openedEarlier(
  db: Kysely<Schema>,
  repositoryId: number,
  number: number,
  { login, id }: Person,
): Promise<boolean> {
  const row = await db
    .selectFrom("pulls")
    .select("number")
    .where("repository_id", "=", repositoryId)
    .where("number", "<", number)
    .where(AUTHOR, "in", [login.toLowerCase(), ...(id === null ? [] : [`#${id}`])])
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
    .where("state", "=", OPEN)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

type StoredRow = Selectable<Pick<PullTable, (typeof STORED)[number]>>;

function stored(row: StoredRow): StoredPull {
  return {
    repository: { id: row.repository_id, owner: row.owner, name: row.name },
    number: row.number,
    headSha: row.head_sha,
    baseRef: row.base_ref,
    state: row.state,
    record: row.record,
  };
}
