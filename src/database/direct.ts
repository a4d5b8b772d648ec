/**
 * Sends statements that are written out directly, without kysely's way through the query builder: on a database of Rung's own they use
 * its prepared statements.
 */
import type { Kysely } from "kysely";
import type { Database } from "./database.ts";
import type { Schema } from "./schema.ts";

type Prepared = Database["prepared"];

const ways = new WeakMap<Kysely<Schema>, Prepared>();

/** Whoever is given `db` sends by `prepared`; a transaction of its own does not, as it has a connection of its own. */
export function sendDirectly(db: Kysely<Schema>, prepared: Prepared): void {
  ways.set(db, prepared);
}

/** `null`: the query builder knows the way. */
export function directWay(db: Kysely<Schema>): Prepared | null {
  return ways.get(db) ?? null;
}
