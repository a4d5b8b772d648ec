/** The migrations of the tables of deliveries and of who handles them. */

import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Windows of promotions end by themselves. */
export const looks: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table looks (
        subject_key text primary key,
        job jsonb not null,
        due_at timestamptz not null,
        token uuid not null
      )`.execute(db);
    await sql`create index looks_due on looks (due_at)`.execute(db);
  },
};

/**
 * What several processes agree on: who does what only one should do, which entries of GitHub's log were seen, and when GitHub asked for
 * quiet.
 */
export const recovery: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table leases (
        name text primary key,
        holder text not null,
        until timestamptz not null
      )`.execute(db);
    await sql`
      create table seen_deliveries (
        id text primary key,
        asked integer not null default 0,
        seen_at timestamptz not null default now()
      )`.execute(db);
    await sql`create index seen_deliveries_seen on seen_deliveries using brin (seen_at)`.execute(db);
    await sql`
      create table pauses (
        installation_id bigint primary key,
        asked_at timestamptz not null default now(),
        seconds double precision not null,
        secondary boolean not null
      )`.execute(db);
  },
};
