/** The migrations of the tables about access. */

import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** People whom Rung adds to teams, and who may be invited once more (R69). */
export const accessGrants: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table access_grants (
        owner text not null,
        team text not null,
        account_id bigint not null,
        login text not null,
        begun_at timestamptz not null,
        outcome jsonb,
        primary key (owner, team, account_id)
      )`.execute(db);
    await sql`
      create table access_asked (
        owner text not null,
        account_id bigint not null,
        said_by text not null,
        said_at timestamptz not null,
        primary key (owner, account_id)
      )`.execute(db);
  },
};

/** One issue for each topic in a repository, the readings that it reports, and who changed whose access. */
export const watching: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table quiet_issues (
        repository_id bigint not null,
        subject text not null,
        number integer,
        told jsonb not null default '[]',
        begun_at timestamptz,
        primary key (repository_id, subject)
      )`.execute(db);
    await sql`
      create table readings (
        repository_id bigint not null,
        subject text not null,
        owner text not null,
        name text not null,
        installation_id bigint not null,
        texts text not null,
        tried_at timestamptz not null default now(),
        whole_at timestamptz,
        unread jsonb not null default '[]',
        memory jsonb,
        shown jsonb,
        primary key (repository_id, subject)
      )`.execute(db);
    await sql`
      create table access_changes (
        owner text not null,
        place text not null,
        account_id bigint not null,
        login text not null,
        what text not null,
        by_id bigint not null,
        by_login text not null,
        at timestamptz not null,
        primary key (owner, place, account_id)
      )`.execute(db);
  },
};
