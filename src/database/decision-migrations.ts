/** The migrations of the tables about communities' decisions. */

import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Decisions, open and ended, as their sealed status comments have them; and whether those of before are all known. */
export const communityDecisions: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table community_decisions (
        repository_id bigint not null,
        number integer not null,
        decision_id text not null,
        owner text not null,
        registry text not null,
        open boolean not null,
        comment bigint,
        record jsonb not null,
        shown jsonb not null,
        primary key (repository_id, number, decision_id)
      )`.execute(db);
    await sql`create index community_decisions_owner on community_decisions (owner)`.execute(db);
  },
};
