/**
 * Sends statements that are written out directly, without kysely's way through the query builder: on a database of Rung's own they use
 * its prepared statements.
 */

import type { Kysely } from "kysely";
import type { Database } from "./database.ts";
import type { Schema } from "./schema.ts";

type Prepared = Database["prepared"];

const ways = new WeakMap<Kysely<Schema>, Prepared>();

/** Statements on `db` are sent by `prepared`; those of a transaction are not, since it has its own connection. */
export function sendDirectly(db: Kysely<Schema>, prepared: Prepared): void {
  ways.set(db, prepared);
}

/** `null`: the query builder sends it. */
export function directWay(db: Kysely<Schema>): Prepared | null {
  return ways.get(db) ?? null;
}
