/** The last activity that deliveries showed of the people whom a registry watches. Losing the table only costs searches. */

import { type Kysely, sql } from "kysely";
import { type Instant, loginKey } from "../shared/names.ts";
import type { Person } from "../shared/person-sets.ts";
import { daysAgo, forgetInParts } from "./forget-in-parts.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

export interface Sighting {
  readonly owner: string;
  readonly person: { readonly login: string; readonly id: number };
  /** As GitHub dates it. */
  readonly at: Instant;
  /** `null`: in a private repository, or GitHub told none. */
  readonly url: string | null;
}

/** The last one of each person is kept, in whatever order they arrive. */
export async function saveSightings(db: Db, sightings: readonly Sighting[]): Promise<void> {
  const last = new Map<string, Sighting>();
  for (const one of sightings) {
    const key = `${loginKey(one.owner)} ${one.person.id}`;
    if ((last.get(key)?.at ?? 0) <= one.at) last.set(key, one);
  }
  if (last.size === 0) return;
  await db
    .insertInto("sightings")
    .values(
      [...last.values()].map(({ owner, person, at, url }) => ({
        owner: loginKey(owner),
        account_id: person.id,
        login: person.login,
        at: new Date(at),
        url,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(["owner", "account_id"])
        .doUpdateSet((set) => ({
          login: set.ref("excluded.login"),
          at: set.ref("excluded.at"),
          url: set.ref("excluded.url"),
        }))
        .where("sightings.at", "<=", sql<Date>`excluded.at`),
    )
    .execute();
}

/** Of everybody there. */
export async function sightingsOf(
  db: Db,
  owner: string,
): Promise<readonly (Pick<Sighting, "at" | "url"> & { readonly person: Person })[]> {
  const rows = await db.selectFrom("sightings").selectAll().where("owner", "=", loginKey(owner)).execute();
  return rows.map(({ login, account_id: id, at, url }) => ({ person: { login, id }, at: at.getTime(), url }));
}

/** Longer than anybody waits before they call somebody away; older ones are searched for. */
const KEPT_DAYS = 1_100;

export async function forgetSightings(db: Db): Promise<number> {
  return await forgetInParts(db, "sightings", sql`at < ${daysAgo(KEPT_DAYS)}`);
}
