/** The migrations of the tables about who was seen. */

import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** The last activity of a person in an owner's repositories. */
export const sightings: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table sightings (
        owner text not null,
        account_id bigint not null,
        login text not null,
        at timestamptz not null,
        url text,
        primary key (owner, account_id)
      )`.execute(db);
  },
};

/** When Rung last named somebody who had not asked for it. */
export const mentions: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table mentions (
        person text primary key,
        about text not null,
        at timestamptz not null
      )`.execute(db);
  },
};

/** People whom open pull requests of Rung's ask whether they want to go on. */
export const openProposals: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table open_proposals (
        repository_id bigint not null,
        number integer not null,
        installation_id bigint not null,
        owner text not null,
        name text not null,
        person text not null,
        primary key (repository_id, number)
      )`.execute(db);
  },
};
