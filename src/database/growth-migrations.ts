/** The migrations of the tables about the next role. */

import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Who wants to be excluded, and who was told. */
export const growth: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table growth_quiets (
        owner text not null,
        account_id bigint not null,
        login text not null,
        quiet boolean not null,
        said_at timestamptz not null,
        primary key (owner, account_id)
      )`.execute(db);
    await sql`
      create table growth_told (
        owner text not null,
        account_id bigint not null,
        role text not null,
        pull text not null,
        told_at timestamptz not null,
        primary key (owner, account_id, role)
      )`.execute(db);
  },
};
