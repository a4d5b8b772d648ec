/** The migrations for large organisations: indexes, so that everything is found by one, however much there is. */

import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/**
 * A block-range index finds old rows only while rows are in the order in which they came. Deleted rows leave room, which the next ones
 * take: after some weeks every block had old and new ones, and the whole table was read each time.
 */
export const foundByIndex: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create index deliveries_age on deliveries (received_at)`.execute(db);
    await sql`drop index if exists deliveries_received`.execute(db);
    await sql`create index seen_deliveries_age on seen_deliveries (seen_at)`.execute(db);
    await sql`drop index if exists seen_deliveries_seen`.execute(db);
    await sql`create index audit_age on audit (at)`.execute(db);
    await sql`drop index if exists audit_at`.execute(db);
    // What was told of a subject lately, handled or not.
    await sql`create index deliveries_subject on deliveries (subject_key, received_at)`.execute(db);
    await sql`create index pulls_open_base on pulls (repository_id, base_ref) where state = 'open'`.execute(db);
    await sql`create index audit_verdicts on audit (repository_id, id)
      where what = 'verdict' and number is not null`.execute(db);
    await sql`create index readings_owner on readings (owner, subject)`.execute(db);
    await sql`create index open_proposals_person on open_proposals ((lower(owner) || ' ' || person))`.execute(db);
    await sql`create index nominations_repository on nominations (split_part(subject_key, '#', 1))`.execute(db);
    await sql`create index community_decisions_registry on community_decisions (registry)`.execute(db);
  },
};

/**
 * The jobs that may be claimed next, chosen as pg-boss chooses them, and locked. The planner takes a table that is usually empty for one
 * that is always empty; with a backlog it then reads everything that waits, compares each row with all that run, and sorts the result,
 * for each claim. This function goes down the index in order and stops at the last one that is wanted. It is volatile, like everything
 * that happens while a job is being claimed (first-migrations.ts); pg-boss makes its own tables later.
 */
export const claimableJobs: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create function claimable_jobs(most integer, without text[]) returns table (id uuid, singleton_key text)
        volatile language plpgsql rows 16 set enable_sort = off set enable_bitmapscan = off set enable_seqscan = off
      as $function$
      #variable_conflict use_column
      begin
        return query
          select j.id, j.singleton_key from pgboss.job_common j
          where j.name = 'subjects' and j.state < 'active' and not j.blocked and j.start_after <= pgboss.job_now()
            and (j.group_id is null or not j.group_id = any(without))
            and not exists (
              select from pgboss.job_common running
              where running.name = j.name and running.state = 'active' and running.policy = 'singleton'
                and coalesce(running.singleton_key, '') = coalesce(j.singleton_key, '')
              offset 0)
          order by j.priority desc, j.created_on
          limit most
          for update of j skip locked;
      end $function$`.execute(db);
  },
};

/**
 * Claims the jobs that `claimable_jobs` chooses, one of a subject, as pg-boss's own statement does, each by where it lies. To that
 * statement, which joins them to the table once more, the planner gives the index of all that wait, or did since the last vacuum, as
 * often as it takes the table for an empty one. `claimable_jobs` stays for processes of the version before, which may run beside.
 */
export const claimedByPlace: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create function claim_jobs(most integer, without text[])
        returns table (id uuid, name text, data jsonb, retry_count integer, expire_seconds integer, heartbeat_seconds integer,
          group_id text, group_tier text)
        volatile language plpgsql rows 16 set enable_sort = off set enable_bitmapscan = off set enable_seqscan = off
      as $function$
      #variable_conflict use_column
      declare
        found record;
        subjects text[] := '{}';
      begin
        for found in
          select j.ctid as place, coalesce(j.singleton_key, '') as subject from pgboss.job_common j
          where j.name = 'subjects' and j.state < 'active' and not j.blocked and j.start_after <= pgboss.job_now()
            and (j.group_id is null or not j.group_id = any(without))
            and not exists (
              select from pgboss.job_common running
              where running.name = j.name and running.state = 'active' and running.policy = 'singleton'
                and coalesce(running.singleton_key, '') = coalesce(j.singleton_key, '')
              offset 0)
          order by j.priority desc, j.created_on
          limit most
          for update of j skip locked
        loop
          continue when found.subject = any(subjects);
          subjects := subjects || found.subject;
          return query
            update pgboss.job_common j set
              state = 'active',
              started_on = pgboss.job_now(),
              heartbeat_on = pgboss.job_now(),
              retry_count = case when j.started_on is not null then j.retry_count + 1 else j.retry_count end
            where j.ctid = found.place
            returning j.id, j.name, j.data, j.retry_count, j.expire_seconds, j.heartbeat_seconds, j.group_id, j.group_tier;
        end loop;
      end $function$`.execute(db);
  },
};
