/** Whom Rung added to teams, and the outcome. A grant is recorded as begun before GitHub is asked, so that a kill leaves a trace. */

import { type Kysely, sql } from "kysely";
import type { GrantOutcome, GrantSubject } from "../model/access-grant.ts";
import { type Instant, loginKey } from "../shared/names.ts";
import type { Schema } from "./schema.ts";

export interface StoredGrant {
  /** Slug, in lower case. */
  readonly team: string;
  readonly id: number;
  readonly login: string;
  /** By GitHub's clock. */
  readonly begunAt: Instant;
  /** `null`: begun, and perhaps done. */
  readonly outcome: GrantOutcome | null;
}

/** Just before it is done. An earlier try's row is written over: it counts from now. */
export async function beginGrant(
  db: Kysely<Schema>,
  { owner, team, id, login, at }: GrantSubject & { readonly login: string; readonly at: Instant },
): Promise<void> {
  const begun = { login, begun_at: new Date(at), outcome: null };
  await db
    .insertInto("access_grants")
    .values({ owner: loginKey(owner), team: team.toLowerCase(), account_id: id, ...begun })
    .onConflict((conflict) => conflict.columns(["owner", "team", "account_id"]).doUpdateSet(begun))
    .execute();
}

export async function endGrant(
  db: Kysely<Schema>,
  { owner, team, id }: GrantSubject,
  outcome: GrantOutcome,
): Promise<void> {
  await db
    .updateTable("access_grants")
    .set({ outcome: JSON.stringify(outcome) })
    .where("owner", "=", loginKey(owner))
    .where("team", "=", team.toLowerCase())
    .where("account_id", "=", id)
    .execute();
}

/** Lets what GitHub refused for somebody be tried again at the next look. */
export async function forgetRefusals(db: Kysely<Schema>, owner: string, id: number): Promise<void> {
  await db
    .deleteFrom("access_grants")
    .where("owner", "=", loginKey(owner))
    .where("account_id", "=", id)
    .where(sql<boolean>`outcome->>'kind' = 'refused'`)
    .execute();
}

/** All of the organisation, oldest first. */
export async function grantsOf(db: Kysely<Schema>, owner: string): Promise<readonly StoredGrant[]> {
  const rows = await db
    .selectFrom("access_grants")
    .selectAll()
    .where("owner", "=", loginKey(owner))
    .orderBy("begun_at")
    .execute();
  return rows.map(({ team, account_id, login, begun_at, outcome }) => ({
    team,
    id: Number(account_id),
    login,
    begunAt: begun_at.getTime(),
    outcome,
  }));
}
