/** The migration of the table about newcomers. */

import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Who is vouched for; a row without `by_login` says that GitHub was asked then, and knew of nobody who vouched. */
export const vouches: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table vouches (
        repository_id bigint not null,
        account_id bigint not null,
        login text not null,
        by_login text,
        by_id bigint,
        at timestamptz not null,
        primary key (repository_id, account_id)
      )`.execute(db);
  },
};
