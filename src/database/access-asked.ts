/** The people whom `/invite` allows to be added to their teams once more although they left (R69). */

import { type Kysely, sql } from "kysely";
import { type Account, type Instant, loginKey } from "../shared/names.ts";
import type { Schema } from "./schema.ts";

interface StoredAskedAgain {
  readonly id: number;
  /** Login of the person who said it. */
  readonly by: string;
  readonly at: Instant;
}

/** Of several statements the latest counts, in whatever order they arrive. */
export async function saveAskedAgain(
  db: Kysely<Schema>,
  owner: string,
  id: number,
  said: { readonly by: Account; readonly at: Instant },
): Promise<void> {
  const saidAt = new Date(said.at);
  const { login } = said.by;
  await db
    .insertInto("access_asked")
    .values({ owner: loginKey(owner), account_id: id, said_by: login, said_at: saidAt })
    .onConflict((conflict) =>
      conflict
        .columns(["owner", "account_id"])
        .doUpdateSet({ said_by: login, said_at: saidAt })
        .where(sql.ref("access_asked.said_at"), "<=", saidAt),
    )
    .execute();
}

/** All of the organisation, oldest first. */
export async function askedAgainIn(db: Kysely<Schema>, owner: string): Promise<readonly StoredAskedAgain[]> {
  const rows = await db
    .selectFrom("access_asked")
    .select(["account_id", "said_by", "said_at"])
    .where("owner", "=", loginKey(owner))
    .orderBy("said_at")
    .execute();
  return rows.map(({ account_id, said_by: by, said_at }) => ({ id: Number(account_id), by, at: said_at.getTime() }));
}
