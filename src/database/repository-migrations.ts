/** The migrations of the tables about whole repositories: what is shown, published and recorded about them. */

import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** What was decided and done, with who caused it and why. */
export const audit: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table audit (
        id bigint generated always as identity primary key,
        at timestamptz not null default now(),
        repository text not null,
        repository_id bigint not null,
        number integer,
        head_sha text,
        cause jsonb not null,
        what text not null,
        detail jsonb not null,
        why jsonb not null,
        digest text not null,
        version text not null
      )`.execute(db);
    await sql`create index audit_subject on audit (lower(repository), number, id)`.execute(db);
    // Only ever added to in order of time, like deliveries.
    await sql`create index audit_at on audit using brin (at)`.execute(db);
  },
};

/** What the page shows, and to whom. */
export const visibility: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table repositories (
        id bigint primary key,
        owner text not null,
        name text not null,
        installation_id bigint not null,
        private boolean not null,
        archived boolean not null default false,
        registry jsonb,
        seen_at timestamptz not null default now()
      )`.execute(db);
    await sql`create index repositories_name on repositories (lower(owner), lower(name))`.execute(db);
    await sql`create index repositories_installation on repositories (installation_id)`.execute(db);
    await sql`alter table pulls add column shown jsonb`.execute(db);
    await sql`alter table nominations add column shown jsonb`.execute(db);
  },
};

/** The lists that follow the registry in a repository. */
export const publishedLists: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table repositories add column publishing jsonb`.execute(db);
  },
};
