/**
 * The tables' history. Steps are only ever added, and each must leave tables that the previous version of Rung can still
 * work with: during a rolling restart both run.
 */
import { type Kysely, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { codeOf } from "../environment/system-fault.ts";
import type { Log } from "../shared/log.ts";
import { accessGrants, watching } from "./access-migrations.ts";
import { communityDecisions } from "./decision-migrations.ts";
import { growth } from "./growth-migrations.ts";
import { mentions, openProposals, sightings } from "./inactivity-migrations.ts";
import type { Schema } from "./schema.ts";
import { claimableJobs, foundByIndex } from "./size-migrations.ts";
import { vouches } from "./vouch-migrations.ts";

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

const first: Migration = {
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

/** Windows of promotions end by themselves. */
const looks: Migration = {
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

/** Acts happen once for each line ever said. */
const acts: Migration = {
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
const nominations: Migration = {
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

/** What the choice of reviewers would else read again and again: requests, open and answered, and who knows which path. */
const reviewing: Migration = {
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

/** What several processes agree on: who does what only one should do, what of GitHub's log was seen, and when GitHub asked for quiet. */
const recovery: Migration = {
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

/** What was decided and done, with who caused it and why. */
const audit: Migration = {
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
const visibility: Migration = {
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

/**
 * What was written on GitHub is known, or is looked up (R75). Rows of before carry no epoch, so that each is looked up once. A row
 * that an older Rung writes beside this one keeps the epoch it had.
 */
const certainty: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      alter table checks
        add column begun boolean not null default false,
        add column version bigint not null default 0,
        add column epoch text not null default ''`.execute(db);
  },
};

/** A merge queue's commit is judged again when the verdict of one of its pull requests changes. */
const mergeGroups: Migration = {
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

/** Where somebody said to be away: a private repository's comment is for nobody's page but its own (R62). */
const awaySaidIn: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table away add column said_in text`.execute(db);
  },
};

/** What follows the registry in a repository. */
const publishedLists: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table repositories add column publishing jsonb`.execute(db);
  },
};

/** In their order. */
export const migrations: Readonly<Record<string, Migration>> = {
  "0001-first": first,
  "0002-looks": looks,
  "0003-nominations": nominations,
  "0004-acts": acts,
  "0005-reviewing": reviewing,
  "0006-recovery": recovery,
  "0007-audit": audit,
  "0008-visibility": visibility,
  "0009-certainty": certainty,
  "0010-merge-groups": mergeGroups,
  "0011-away-said-in": awaySaidIn,
  "0012-published-lists": publishedLists,
  "0013-access-grants": accessGrants,
  "0014-watching": watching,
  "0015-sightings": sightings,
  "0016-mentions": mentions,
  "0017-growth": growth,
  "0018-vouches": vouches,
  "0019-community-decisions": communityDecisions,
  "0020-open-proposals": openProposals,
  "0021-found-by-index": foundByIndex,
  "0022-claimable-jobs": claimableJobs,
};

/** SQLSTATE: there is no such schema. */
const NO_SCHEMA = "3F000";
/** Each process that makes its queue meanwhile can come between once. */
const TRIES = 5;

/**
 * Brings the tables up to date. Several processes may call it at once: they take turns, one does the work. Tables that a
 * newer Rung has already taken further are left as they are; its steps are made to be lived with.
 */
export async function migrate(db: Kysely<Schema>, log: Log): Promise<void> {
  const taken = await stepsTaken(db);
  const steps = taken.filter(isNewer);
  if (steps.length > 0) return sayNewer(log, steps);
  if (Object.keys(migrations).every((name) => taken.includes(name))) return;
  const error = await takenFurther(db);
  if (error === undefined) return;
  // Between the look and the lock a newer process may have come first.
  const since = await newerSteps(db);
  if (since.length === 0) throw new Error("the database's tables could not be brought up to date", { cause: error });
  sayNewer(log, since);
}

/**
 * Answers with what went wrong. The migrator asks what may be done in every schema there is: one that another process makes in this
 * very moment, such as the queue's, is in the list before the server finds it by its name.
 */
async function takenFurther(db: Kysely<Schema>): Promise<unknown> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  for (let tries = 1; ; tries += 1) {
    const { error } = await migrator.migrateToLatest();
    if (tries === TRIES || codeOf(error) !== NO_SCHEMA) return error;
  }
}

function sayNewer(log: Log, steps: readonly string[]): void {
  log.warn(
    { steps },
    "a newer Rung has taken the database's tables further; this one works with them, and should be brought up to date soon",
  );
}

/** Throws, with a message for people, where a newer Rung has taken `whose` tables further: what they mean is not known here. */
export async function requireKnownSteps(db: Kysely<Schema>, whose: string): Promise<void> {
  const steps = await newerSteps(db);
  if (steps.length === 0) return;
  throw new Error(
    `a newer Rung has taken the tables of ${whose} further (${steps.join(", ")}). Use that version or a newer one.`,
  );
}

/** Names of the steps taken that this version does not know. */
async function newerSteps(db: Kysely<Schema>): Promise<readonly string[]> {
  return (await stepsTaken(db)).filter(isNewer);
}

const isNewer = (name: string) => !(name in migrations);

async function stepsTaken(db: Kysely<Schema>): Promise<readonly string[]> {
  const known = await sql<{ found: boolean }>`select to_regclass('kysely_migration') is not null as found`.execute(db);
  if (known.rows[0]?.found !== true) return [];
  const done = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return done.rows.map(({ name }) => name);
}
