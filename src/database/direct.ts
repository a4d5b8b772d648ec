/** Statements that are written out need no query builder on their way: on a database of its own they go by its prepared ones. */
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
