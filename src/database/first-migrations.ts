/** The first migration: deliveries, pull requests and their checks, registries. */

import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/**
 * A subject's waiting deliveries, in the order they came, as JSON. Volatile for a reason: called while a job is being claimed,
 * it must see what was settled since the claiming statement began, not that statement's own, older picture.
 */
const waitingDeliveries = `
  create function waiting_deliveries(wanted text, most integer) returns json volatile language plpgsql as $function$
  begin
    return coalesce((
      select json_agg(json_build_object(
        'id', d.id, 'jobId', d.job_id, 'subjectKey', d.subject_key, 'event', d.event, 'job', d.job,
        'receivedAt', floor(extract(epoch from d.received_at) * 1000), 'attempts', d.attempts, 'failures', d.failures,
        'dueIn', coalesce(extract(epoch from d.retry_at - now()), 0)) order by d.seq)
      from (
        select * from deliveries
        where subject_key = wanted and handled_at is null and parked_at is null
        order by seq limit most
      ) d
    ), '[]');
  end $function$`;

export const first: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table deliveries (
        id text primary key,
        seq bigint generated always as identity,
        event text not null,
        installation_id bigint not null,
        subject_key text not null,
        job jsonb not null,
        job_id uuid not null,
        received_at timestamptz not null default now(),
        handled_at timestamptz,
        attempts integer not null default 0,
        failures integer not null default 0,
        retry_at timestamptz,
        parked_at timestamptz,
        error text
      )`.execute(db);
    await sql`create index deliveries_waiting on deliveries (subject_key, seq)
      where handled_at is null and parked_at is null`.execute(db);
    await sql.raw(waitingDeliveries).execute(db);
    await sql`create index deliveries_parked on deliveries (parked_at) where parked_at is not null`.execute(db);
    // Rows arrive in order of time: a block-range index finds the old ones and costs next to nothing on each insert.
    await sql`create index deliveries_received on deliveries using brin (received_at)`.execute(db);
    await sql`
      create table pulls (
        repository_id bigint not null,
        number integer not null,
        owner text not null,
        name text not null,
        head_sha text not null,
        base_ref text not null,
        state text not null check (state in ('open', 'closed', 'merged')),
        record jsonb not null,
        updated_at timestamptz not null default now(),
        primary key (repository_id, number)
      )`.execute(db);
    await sql`create index pulls_open_head on pulls (repository_id, head_sha) where state = 'open'`.execute(db);
    await sql`
      create table checks (
        repository_id bigint not null,
        head_sha text not null,
        name text not null,
        check_run_id bigint not null,
        digest text not null,
        outcome text not null,
        written_at timestamptz not null default now(),
        primary key (repository_id, head_sha, name)
      )`.execute(db);
    await sql`
      create table registries (
        key text primary key,
        oid text not null,
        text text not null,
        good boolean not null,
        seen_at timestamptz not null default now()
      )`.execute(db);
    await sql`
      create table key_values (
        key text primary key,
        value jsonb not null,
        updated_at timestamptz not null default now()
      )`.execute(db);
  },
};
