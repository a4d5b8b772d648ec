/** Who was told, in a pull request of their own, that they may be ready for a role: each person once for each role. */

import { type Kysely, sql } from "kysely";
import { type Instant, loginKey } from "../shared/names.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

export interface GrowthTold {
  readonly id: number;
  readonly role: string;
  /** `repository id#number`. */
  readonly pull: string;
  readonly at: Instant;
}

/** Whether it may be said in that pull request: only if it was said nowhere else. Of two calls at the same time one gets true. */
export async function takeTold(db: Db, owner: string, { id, role, pull, at }: GrowthTold): Promise<boolean> {
  const taken = await sql`
    insert into growth_told (owner, account_id, role, pull, told_at)
    values (${loginKey(owner)}, ${id}, ${role}, ${pull}, ${new Date(at)})
    on conflict (owner, account_id, role) do update set pull = growth_told.pull
      where growth_told.pull = excluded.pull
    returning 1`.execute(db);
  return taken.rows.length > 0;
}

export async function growthTold(db: Db, owner: string): Promise<readonly GrowthTold[]> {
  const rows = await db.selectFrom("growth_told").selectAll().where("owner", "=", loginKey(owner)).execute();
  return rows.map(({ account_id: id, role, pull, told_at: at }) => ({ id: Number(id), role, pull, at: at.getTime() }));
}
