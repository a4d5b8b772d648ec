/** Who was told, in a pull request of their own, that they may be ready for a role: each person once for each role of a registry. */

import { type Kysely, sql } from "kysely";
import { type Instant, loginKey } from "../shared/names.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

export interface GrowthTold {
  readonly id: number;
  /** A role of one registry (`roleIn`), or of whichever it was, where an earlier version wrote it down. */
  readonly role: string;
  /** `repository id#number`. */
  readonly pull: string;
  readonly at: Instant;
}

/** Each registry has roles of its own (R45): that of the repository with this id. No name of a role has an `@`. */
export function roleIn(repositoryId: number, role: string): string {
  return `${role}@${repositoryId}`;
}

/** Whether it may be said in that pull request: only if it was said nowhere else. Of two calls at the same time one gets true. */
export async function takeTold(db: Db, owner: string, { id, role, pull, at }: GrowthTold): Promise<boolean> {
  const [anywhere = role] = role.split("@");
  const taken = await sql`
    insert into growth_told (owner, account_id, role, pull, told_at)
    select ${loginKey(owner)}, ${id}, ${role}, ${pull}, ${new Date(at)}
    where not exists (
      select from growth_told
      where owner = ${loginKey(owner)} and account_id = ${id} and role = ${anywhere} and role <> ${role} and pull <> ${pull})
    on conflict (owner, account_id, role) do update set pull = growth_told.pull
      where growth_told.pull = excluded.pull
    returning 1`.execute(db);
  return taken.rows.length > 0;
}

export async function growthTold(db: Db, owner: string): Promise<readonly GrowthTold[]> {
  const rows = await db.selectFrom("growth_told").selectAll().where("owner", "=", loginKey(owner)).execute();
  return rows.map(({ account_id: id, role, pull, told_at: at }) => ({ id: Number(id), role, pull, at: at.getTime() }));
}
