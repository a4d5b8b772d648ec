/** The migration of the table about the names of owners. */

import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Whose the rows under an owner's name are. */
export const owners: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create table owners (name text primary key, account_id bigint not null)`.execute(db);
  },
};
