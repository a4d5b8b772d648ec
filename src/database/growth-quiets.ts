/**
 * Who wants to hear of no next role: by `/quiet`, or because they declined a promotion. If the table is lost, the issue's own line still
 * has most of it.
 */

import { type Kysely, sql } from "kysely";
import { type Instant, loginKey } from "../shared/names.ts";
import { daysAgo, forgetInParts } from "./forget-in-parts.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

export interface Quiet {
  readonly person: { readonly login: string; readonly id: number };
  /** False: taken back. */
  readonly quiet: boolean;
  readonly at: Instant;
}

/**
 * Of several statements the latest counts, in whatever order they arrive; within one second, `/quiet` does. Returns whether this changed
 * anything.
 */
export async function saveQuiet(db: Db, owner: string, { person: { login, id }, quiet, at }: Quiet): Promise<boolean> {
  const saidAt = new Date(at);
  const rows = await sql`
    insert into growth_quiets (owner, account_id, login, quiet, said_at)
    values (${loginKey(owner)}, ${id}, ${login}, ${quiet}, ${saidAt})
    on conflict (owner, account_id) do update
      set login = excluded.login, quiet = excluded.quiet, said_at = excluded.said_at
      where growth_quiets.said_at < excluded.said_at
        or (growth_quiets.said_at = excluded.said_at and excluded.quiet and not growth_quiets.quiet)
    returning 1`.execute(db);
  return rows.rows.length > 0;
}

export async function quietsOf(db: Db, owner: string): Promise<readonly Quiet[]> {
  const rows = await db.selectFrom("growth_quiets").selectAll().where("owner", "=", loginKey(owner)).execute();
  return rows.map(({ account_id: id, login, quiet, said_at: at }) => ({
    person: { login, id: Number(id) },
    quiet,
    at: at.getTime(),
  }));
}

/** By then the year is over. */
const KEPT_DAYS = 400;

export async function forgetQuiets(db: Db): Promise<number> {
  return await forgetInParts(db, "growth_quiets", sql`said_at < ${daysAgo(KEPT_DAYS)}`);
}
