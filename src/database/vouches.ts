/** Who is vouched for in a repository, and about whom GitHub was asked in vain. If the table is lost, Rung's own replies still tell. */

import { type Kysely, sql } from "kysely";
import type { Instant } from "../shared/names.ts";
import { daysAgo, forgetInParts } from "./forget-in-parts.ts";
import { AUTHOR } from "./pulls.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

export interface Vouch {
  readonly person: { readonly login: string; readonly id: number };
  readonly by: { readonly login: string; readonly id: number | null };
  readonly at: Instant;
}

/** The first one stands, for good. Answers with whose it is where that is another one. */
export async function saveVouch(db: Db, repositoryId: number, { person, by, at }: Vouch): Promise<string | null> {
  await sql`
    insert into vouches (repository_id, account_id, login, by_login, by_id, at)
    values (${repositoryId}, ${person.id}, ${person.login}, ${by.login}, ${by.id}, ${new Date(at)})
    on conflict (repository_id, account_id) do update
      set login = excluded.login, by_login = excluded.by_login, by_id = excluded.by_id, at = excluded.at
      where vouches.by_login is null`.execute(db);
  const { rows } = await sql<{ by: string }>`
    select by_login as by from vouches
    where repository_id = ${repositoryId} and account_id = ${person.id} and at <> ${new Date(at)}`.execute(db);
  return rows[0]?.by ?? null;
}

/** GitHub's search knew of none. */
export async function saveNoVouch(db: Db, repositoryId: number, person: Vouch["person"]): Promise<void> {
  await sql`
    insert into vouches (repository_id, account_id, login, at) values (${repositoryId}, ${person.id}, ${person.login}, now())
    on conflict (repository_id, account_id) do update set at = now() where vouches.by_login is null`.execute(db);
}

/** Search lags behind what it searches, and a restored database may know less than it did. */
const LOOKED_FOR_S = 24 * 60 * 60;

/** "unknown": nobody looked on GitHub, or that was a while ago. */
export async function vouchOf(db: Db, repositoryId: number, accountId: number): Promise<boolean | "unknown"> {
  const found = await sql<{ vouched: boolean; fresh: boolean }>`
    select by_login is not null as vouched, at > now() - make_interval(secs => ${LOOKED_FOR_S}::float8) as fresh
    from vouches where repository_id = ${repositoryId} and account_id = ${accountId}`.execute(db);
  const [row] = found.rows;
  if (row === undefined) return "unknown";
  return row.vouched || (row.fresh ? false : "unknown");
}

/**
 * Numbers of the open pull requests of those who were vouched for at one of these moments: few, found once. By id, since they may have
 * had another name when the pull request was last looked at (R4).
 */
export async function openOfVouched(db: Db, repositoryId: number, at: readonly Instant[]): Promise<readonly number[]> {
  const found = await sql<{ number: number }>`
    select number from pulls
    where repository_id = ${repositoryId} and state = 'open' and ${AUTHOR} = any(array(
      select unnest(array['#' || account_id, lower(login)]) from vouches
      where repository_id = ${repositoryId} and by_login is not null
        and at in (${sql.join(at.map((one) => new Date(one)))})))`.execute(db);
  return found.rows.map(({ number }) => number);
}

/** Searches that found nothing, and that nobody has asked about since. Vouches are permanent. */
export async function forgetUnvouched(db: Db): Promise<number> {
  return await forgetInParts(db, "vouches", sql`by_login is null and at < ${daysAgo(30)}`);
}

/** What is remembered of vouches. */
export interface VouchMemory {
  of(repositoryId: number, accountId: number): Promise<boolean | "unknown">;
  /** `null`: GitHub knows of none. */
  save(repositoryId: number, person: Vouch["person"], found: Vouch | null): Promise<void>;
}

export function vouchMemory(db: Db): VouchMemory {
  return {
    of: (repositoryId, accountId) => vouchOf(db, repositoryId, accountId),
    save: async (repositoryId, person, found) => {
      if (found === null) await saveNoVouch(db, repositoryId, person);
      else await saveVouch(db, repositoryId, found);
    },
  };
}
