/** The migrations of the tables about pull requests and issues, and about what people asked for there. */

import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Actions happen once for each line ever written. */
export const acts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table acts (
        key text primary key,
        act jsonb not null,
        begun_at timestamptz not null default now(),
        done_at timestamptz,
        answer jsonb
      )`.execute(db);
    await sql`
      create table away (
        owner text not null,
        login text not null,
        account_id bigint,
        until timestamptz,
        said_at timestamptz not null,
        primary key (owner, login)
      )`.execute(db);
  },
};

/** Where else somebody is nominated for the same; the signed status comments are the truth. */
export const nominations: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table nominations (
        subject_key text not null,
        nomination_id text not null,
        owner text not null,
        nomination jsonb not null,
        primary key (subject_key, nomination_id)
      )`.execute(db);
    await sql`create index nominations_owner on nominations (owner)`.execute(db);
  },
};

/** What the choice of reviewers would otherwise read again and again: requests, open and answered, and who knows which path. */
export const reviewing: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table review_requests (
        repository_id bigint not null,
        number integer not null,
        login text not null,
        account_id bigint,
        open boolean not null default true,
        asked_at timestamptz not null default now(),
        primary key (repository_id, number, login)
      )`.execute(db);
    await sql`
      create table path_histories (
        repository_id bigint not null,
        path text not null,
        touches jsonb not null,
        read_at timestamptz not null default now(),
        primary key (repository_id, path)
      )`.execute(db);
  },
};

/**
 * What was written on GitHub is known, or is looked up (R75). Older rows have no epoch, so that each is looked up once. A row that an
 * older version of Rung writes at the same time keeps its epoch.
 */
export const certainty: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      alter table checks
        add column begun boolean not null default false,
        add column version bigint not null default 0,
        add column epoch text not null default ''`.execute(db);
  },
};

/** A merge queue's commit is judged again when the verdict of one of its pull requests changes. */
export const mergeGroups: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table merge_groups (
        repository_id bigint not null,
        head_sha text not null,
        head_ref text not null,
        base_sha text not null,
        base_ref text not null,
        pulls jsonb not null,
        ended boolean not null default false,
        updated_at timestamptz not null default now(),
        primary key (repository_id, head_sha)
      )`.execute(db);
  },
};

/** Where somebody said that they are away: a comment in a private repository appears on no page but its own (R62). */
export const awaySaidIn: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table away add column said_in text`.execute(db);
  },
};
