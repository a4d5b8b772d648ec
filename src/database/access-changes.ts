/** Who last changed whose access to what. Only GitHub's events tell this. */

import { type Kysely, sql } from "kysely";
import type { AccessChange } from "../registry/access/access-world.ts";
import { type Instant, loginKey } from "../shared/names.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

/** An event as it arrived: payloads contain no time. */
interface HeardChange {
  readonly owner: string;
  readonly change: Omit<AccessChange, "at">;
  /** By the database's clock. */
  readonly heard: Instant;
  /** GitHub's clock, a moment ago: what is remembered is compared with its times. */
  readonly now: Instant;
}

/** The last change of each person and place is kept. */
export async function saveAccessChange(db: Db, { owner, change, heard, now }: HeardChange): Promise<void> {
  const { what, where, person, by } = change;
  const at = sql<Date>`to_timestamp(${now / 1_000}::float8) - greatest(now() - to_timestamp(${heard / 1_000}::float8), '0')`;
  const values = { login: person.login, what, by_id: by.id, by_login: by.login, at };
  await db
    .insertInto("access_changes")
    .values({ owner: loginKey(owner), place: placeOf(where), account_id: person.id, ...values })
    .onConflict((conflict) =>
      conflict
        .columns(["owner", "place", "account_id"])
        .doUpdateSet(values)
        .where("access_changes.at", "<=", sql<Date>`excluded.at`),
    )
    .execute();
}

/** The oldest first. */
export async function accessChanges(db: Db, owner: string): Promise<readonly AccessChange[]> {
  const rows = await db
    .selectFrom("access_changes")
    .selectAll()
    .where("owner", "=", loginKey(owner))
    .orderBy("at")
    .execute();
  return rows.map((row) => ({
    what: row.what,
    where: whereOf(row.place),
    person: { id: row.account_id, login: row.login },
    by: { id: row.by_id, login: row.by_login },
    at: row.at.getTime(),
  }));
}

/** As a key: `team:kusion-approvers`. */
function placeOf(where: AccessChange["where"]): string {
  switch (where.kind) {
    case "organisation":
      return where.kind;
    case "team":
      return `team:${where.team}`;
    case "repository":
      return `repository:${where.repository}`;
  }
}

function whereOf(place: string): AccessChange["where"] {
  const [kind, name = ""] = place.split(":");
  if (kind === "team") return { kind, team: name };
  if (kind === "repository") return { kind, repository: name };
  return { kind: "organisation" };
}
