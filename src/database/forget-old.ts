/** What the database forgets by age, so that it does not grow for ever. */
import { type Kysely, sql } from "kysely";
import { forgetQuiets } from "./growth-quiets.ts";
import { forgetMentions } from "./mentions.ts";
import type { Schema } from "./schema.ts";
import { forgetSightings } from "./sightings.ts";
import { forgetUnvouched } from "./vouches.ts";

/** Untouched for so long, rows may go: as long as the audit is kept unless told otherwise. */
export const KEPT_DAYS = 400;

export interface Forgotten {
  readonly pulls: number;
  readonly checks: number;
  readonly actions: number;
  readonly grants: number;
  readonly accessChanges: number;
  readonly sightings: number;
}

/**
 * Forgets rows that nothing can need any more; in this order, since a check is needed as long as its pull request is remembered.
 * Open pull requests are never forgotten, however old.
 */
export async function forgetOld(db: Kysely<Schema>, days = KEPT_DAYS): Promise<Forgotten> {
  const pulls = await forgetPulls(db, days);
  const checks = await forgetChecks(db, days);
  const actions = await forgetActions(db, days);
  const grants = await forgetGrants(db, days);
  const accessChanges = await forgetAccessChanges(db, days);
  const sightings = await forgetSightings(db);
  await forgetMentions(db);
  await forgetQuiets(db);
  await forgetUnvouched(db);
  return { pulls, checks, actions, grants, accessChanges, sightings };
}

/** That somebody left, or was taken out, is never forgotten: they are not asked again (R69). */
async function forgetAccessChanges(db: Kysely<Schema>, days: number): Promise<number> {
  const gone = await sql`
    delete from access_changes where what <> 'removed' and at < now() - make_interval(days => ${days}::int)`.execute(
    db,
  );
  return Number(gone.numAffectedRows ?? 0);
}

/** What an addition came to, and who was asked once more, is long told by GitHub itself. */
async function forgetGrants(db: Kysely<Schema>, days: number): Promise<number> {
  const age = sql`now() - make_interval(days => ${days}::int)`;
  const grants = await sql`delete from access_grants where begun_at < ${age}`.execute(db);
  const asked = await sql`delete from access_asked where said_at < ${age}`.execute(db);
  return Number(grants.numAffectedRows ?? 0) + Number(asked.numAffectedRows ?? 0);
}

/**
 * Closed and merged ones. Should one be reopened, it counts as never seen: its record is read from the signed status comment, and
 * GitHub is asked which checks stand on its heads (R75).
 */
async function forgetPulls(db: Kysely<Schema>, days: number): Promise<number> {
  const gone = await sql`
    delete from pulls where state <> 'open' and updated_at < now() - make_interval(days => ${days}::int)`.execute(db);
  return Number(gone.numAffectedRows ?? 0);
}

/**
 * Those on commits that were no head of any pull request still remembered, and wait in no merge queue. Without its row a commit of
 * a pull request that was seen since the epoch began would count as one that Rung never wrote to, and get a second check (R75).
 */
async function forgetChecks(db: Kysely<Schema>, days: number): Promise<number> {
  const gone = await sql`
    delete from checks where written_at < now() - make_interval(days => ${days}::int)
    and not exists (
      select 1 from pulls where pulls.repository_id = checks.repository_id and (
        pulls.head_sha = checks.head_sha
        or pulls.record->'heads' @> jsonb_build_array(jsonb_build_object('sha', checks.head_sha))))
    and not exists (
      select 1 from merge_groups where merge_groups.repository_id = checks.repository_id
      and merge_groups.head_sha = checks.head_sha and not merge_groups.ended)`.execute(db);
  return Number(gone.numAffectedRows ?? 0);
}

/**
 * What a line asked is done, and answered, for a delivery that tells of it; GitHub sends one again for days, and those handled are
 * forgotten after weeks. A delivery that still waits, or is parked until somebody puts it back, may have begun anything since it
 * came: nothing begun then or later is forgotten, so that it is not done twice (R30).
 */
async function forgetActions(db: Kysely<Schema>, days: number): Promise<number> {
  const gone = await sql`
    delete from acts where begun_at < now() - make_interval(days => ${days}::int)
    and begun_at < coalesce((select min(received_at) from deliveries where handled_at is null), 'infinity')`.execute(
    db,
  );
  return Number(gone.numAffectedRows ?? 0);
}
