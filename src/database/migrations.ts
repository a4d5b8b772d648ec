/**
 * All migrations, in order. They are only ever added, and each must leave tables that the previous version of Rung can still work with:
 * during a rolling restart both run.
 */

import { type Kysely, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { codeOf } from "../environment/system-fault.ts";
import type { Log } from "../shared/log.ts";
import { accessGrants, watching } from "./access-migrations.ts";
import { communityDecisions } from "./decision-migrations.ts";
import { looks, recovery } from "./delivery-migrations.ts";
import { first } from "./first-migrations.ts";
import { growth } from "./growth-migrations.ts";
import { mentions, openProposals, sightings } from "./inactivity-migrations.ts";
import { owners } from "./owner-migrations.ts";
import { audit, publishedLists, visibility } from "./repository-migrations.ts";
import type { Schema } from "./schema.ts";
import { claimableJobs, claimedByPlace, foundByIndex } from "./size-migrations.ts";
import { acts, awaySaidIn, certainty, mergeGroups, nominations, reviewing } from "./subject-migrations.ts";
import { vouches } from "./vouch-migrations.ts";

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
  "0023-owners": owners,
  "0024-claimed-by-place": claimedByPlace,
};

/** SQLSTATE: there is no such schema. */
const NO_SCHEMA = "3F000";
/** Each process that makes its queue in the meantime can interfere once. */
const TRIES = 5;

/**
 * Migrates the tables to this version. Several processes may call it at the same time: they take turns, and one does the work. Tables
 * that a newer Rung has already migrated further are left as they are; its migrations are made so that this works.
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
 * Returns what went wrong. The migrator asks for the privileges on every existing schema: one that another process is making at that
 * moment, such as the queue's, may be listed before the server finds it by its name.
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

/** Throws, with a message for people, if a newer Rung has migrated `whose` tables further: their meaning is not known here. */
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
