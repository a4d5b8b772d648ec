/** Who said `/away`: they are asked for no review until they are back. */

import { type Kysely, sql } from "kysely";
import type { Absence } from "../model/absence.ts";
import { type Account, fullName, type Instant, type LoginKey, loginKey, type RepositoryName } from "../shared/names.ts";
import type { Schema } from "./schema.ts";

export interface StoredAbsence extends Absence {
  readonly login: LoginKey;
  /** `owner/name` of the repository in which it was said; `null`: not known. */
  readonly saidIn: string | null;
  readonly saidAt: Instant;
}

/**
 * `until` undefined: they are back. Of several statements the latest counts, in whatever order they arrive. Logins are compared without
 * case (R4).
 */
export async function saveAway(
  db: Kysely<Schema>,
  where: RepositoryName,
  who: Account,
  said: { readonly at: Instant; readonly until: Instant | null | "back" },
): Promise<void> {
  const saidAt = new Date(said.at);
  // Being back is kept too: an older word that comes late must not send the person away again.
  const until = said.until === null ? null : said.until === "back" ? saidAt : new Date(said.until);
  await db
    .insertInto("away")
    .values({
      owner: loginKey(where.owner),
      login: loginKey(who.login),
      account_id: who.id,
      until,
      said_at: saidAt,
      said_in: fullName(where),
    })
    .onConflict((conflict) =>
      conflict
        .columns(["owner", "login"])
        .doUpdateSet({ account_id: who.id, until, said_at: saidAt, said_in: fullName(where) })
        .where(sql.ref("away.said_at"), "<=", saidAt),
    )
    .execute();
}

/** Until when somebody had said to be away, just before that moment; `null`: they were present. */
export async function awayBefore(
  db: Kysely<Schema>,
  where: RepositoryName,
  who: Account,
  at: Instant,
): Promise<{ readonly until: Instant | null } | null> {
  const row = await db
    .selectFrom("away")
    .select("until")
    .where("owner", "=", loginKey(where.owner))
    // By the name they bore then as well.
    .where(({ or, eb }) => or([eb("login", "=", loginKey(who.login)), eb("account_id", "=", who.id)]))
    .where("said_at", "<", new Date(at))
    .orderBy("said_at", "desc")
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  const until = row.until?.getTime() ?? null;
  return until === null || until > at ? { until } : null;
}

/** Everyone of the owner's who is away at that moment. */
export async function awayAt(db: Kysely<Schema>, owner: string, at: Instant): Promise<readonly StoredAbsence[]> {
  const rows = await db
    .selectFrom("away")
    .select(["login", "account_id", "until", "said_in", "said_at"])
    .where("owner", "=", loginKey(owner))
    .execute();
  const all = rows.map(({ login, account_id: id, until, said_in: saidIn, said_at: saidAt }) => ({
    login: loginKey(login),
    id,
    until: until?.getTime() ?? null,
    saidIn,
    saidAt: saidAt.getTime(),
  }));
  return stillAway(all, at);
}

/** Of one account the latest statement counts, whatever it was called then: one is back under a new name as well (R4). */
export function stillAway(absences: readonly StoredAbsence[], at: Instant): readonly StoredAbsence[] {
  const last = new Map<number, Instant>();
  for (const { id, saidAt } of absences) if (id !== null) last.set(id, Math.max(last.get(id) ?? 0, saidAt));
  return absences.filter(
    ({ id, until, saidAt }) => (id === null || last.get(id) === saidAt) && (until === null || until > at),
  );
}
