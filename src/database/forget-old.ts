/** What the database deletes by age, so that it does not grow for ever. */

import { type Kysely, sql } from "kysely";
import { daysAgo, forgetInParts, forgetUnneeded } from "./forget-in-parts.ts";
import { forgetQuiets } from "./growth-quiets.ts";
import { forgetMentions } from "./mentions.ts";
import { forgetOldGroups } from "./merge-groups.ts";
import { forgetHistories } from "./path-histories.ts";
import { forgetPauses } from "./pauses.ts";
import { forgetBlobs } from "./registries.ts";
import { forgetTurns } from "./review-requests.ts";
import type { Schema } from "./schema.ts";
import { forgetSeen } from "./seen-deliveries.ts";
import { forgetSightings } from "./sightings.ts";
import { forgetUnvouched } from "./vouches.ts";

/** Rows that were untouched for this long may be deleted: as long as the audit is kept by default. */
export const KEPT_DAYS = 400;

interface Forgotten {
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
  await forgetSeen(db);
  await forgetPauses(db);
  await forgetBlobs(db);
  // Whoever saves one of these forgets the old ones beside it; where nobody does any more, they go here.
  await forgetOldGroups(db);
  await forgetHistories(db);
  await forgetTurns(db);
  return { pulls, checks, actions, grants, accessChanges, sightings };
}

/** That somebody left, or was taken out, is never forgotten: they are not asked again (R69). */
async function forgetAccessChanges(db: Kysely<Schema>, days: number): Promise<number> {
  return await forgetInParts(db, "access_changes", sql`what <> 'removed' and at < ${daysAgo(days)}`);
}

/** By then GitHub itself has long shown the outcome of an addition, and of a new invitation. */
async function forgetGrants(db: Kysely<Schema>, days: number): Promise<number> {
  const grants = await forgetInParts(db, "access_grants", sql`begun_at < ${daysAgo(days)}`);
  const asked = await forgetInParts(db, "access_asked", sql`said_at < ${daysAgo(days)}`);
  return grants + asked;
}

/**
 * Closed and merged ones. If one is reopened, it counts as never seen: its record is read from the signed status comment, and GitHub is
 * asked which checks its heads have (R75).
 */
async function forgetPulls(db: Kysely<Schema>, days: number): Promise<number> {
  return await forgetInParts(db, "pulls", sql`state <> 'open' and updated_at < ${daysAgo(days)}`);
}

/**
 * Those on commits that were no head of any pull request still remembered, and are in no merge queue. Without its row, a commit of a
 * pull request that was seen since the epoch began would count as one that Rung never wrote to, and get a second check (R75). The heads
 * of a repository are looked up together: checking each separately would take hours for a repository with thousands of pull requests.
 */
async function forgetChecks(db: Kysely<Schema>, days: number): Promise<number> {
  const isOld = sql`checks.written_at < ${daysAgo(days)}`;
  const there = sql`pulls.repository_id = any(array(select distinct repository_id from checks where ${isOld}))`;
  return await forgetUnneeded(db, "checks", {
    by: "repository_id, head_sha",
    old: sql`select ctid as place, repository_id, head_sha from checks where ${isOld}`,
    needed: sql`
      select repository_id, head_sha from pulls where ${there}
      union all
      select repository_id, head.sha #>> '{}' as head_sha
      from pulls cross join lateral jsonb_path_query(pulls.record, '$.heads[*].sha') as head (sha) where ${there}
      union all
      select repository_id, head_sha from merge_groups where not ended`,
  });
}

/**
 * A line's action is carried out and answered when a delivery tells of the line. GitHub repeats a delivery for days, and handled ones
 * are deleted after weeks. A delivery that still waits, or is parked until somebody retries it, may have begun anything since it came:
 * so nothing that was begun then or later is deleted, and nothing is done twice (R30).
 */
async function forgetActions(db: Kysely<Schema>, days: number): Promise<number> {
  return await forgetInParts(
    db,
    "acts",
    sql`begun_at < ${daysAgo(days)} and begun_at < coalesce(least(
      (select min(received_at) from deliveries where handled_at is null and parked_at is null),
      (select min(received_at) from deliveries where handled_at is null and parked_at is not null)), 'infinity')`,
  );
}
