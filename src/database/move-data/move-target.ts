/** The PostgreSQL database that everything is moved to: nobody uses it, and it holds no data of Rung's yet. */

import { type Kysely, sql } from "kysely";
import type { Log } from "../../shared/log.ts";
import type { Database } from "../database.ts";
import { requireFit } from "../fitness.ts";
import { migrate, requireKnownSteps } from "../migrations.ts";
import { openServer } from "../postgres-server.ts";
import type { Schema } from "../schema.ts";
import { type Copied, type CopiedTable, copyTable, rowCounts } from "./copy-tables.ts";

/** Nothing is moved there; `message` is for people. */
export class TargetUnfit extends Error {
  override readonly name = "TargetUnfit";
}

/** Opens it with its tables made. Throws TargetUnfit, before anything is changed there, or what openServer throws. */
export async function openMoveTarget(url: string, log: Log, tables: readonly CopiedTable[]): Promise<Database> {
  return await openServer(url, log, async (db, _, pool) => {
    // Before the look at its fitness, which takes a second connection.
    await requireUnused(db);
    await requireFit(pool);
    await requireEmpty(db, tables);
    await requireKnownSteps(db, "the PostgreSQL database");
    await migrate(db, log);
  });
}

/**
 * Copies all the tables, or none: until the last row is there and on disk, nobody sees any of it. A Rung that is started on the target
 * in the meantime waits.
 */
export async function moveTables(
  source: Kysely<Schema>,
  target: Kysely<Schema>,
  tables: readonly CopiedTable[],
): Promise<readonly Copied[]> {
  return await target.transaction().execute(async (into) => {
    await takeForItself(into, tables);
    await requireEmpty(into, tables);
    await sql`set local synchronous_commit to on`.execute(into);
    return await source.transaction().execute(async (from) => {
      // As it would be read in any time zone.
      await sql`set local timezone to 'UTC'`.execute(from);
      await sql`set local datestyle to 'ISO'`.execute(from);
      const copied: Copied[] = [];
      for (const table of tables) copied.push(await copyTable(from, into, table));
      return copied;
    });
  });
}

async function takeForItself(into: Kysely<Schema>, tables: readonly CopiedTable[]): Promise<void> {
  const names = tables.map(({ name }) => name).join(", ");
  await sql
    .raw(`lock table ${names} in access exclusive mode nowait`)
    .execute(into)
    .catch((error: unknown) => {
      const isTaken = error instanceof Error && "code" in error && error.code === "55P03";
      throw isTaken ? new TargetUnfit(IN_USE) : error;
    });
}

const IN_USE =
  "the PostgreSQL database is in use by Rung or one of its commands. Stop what uses it, and move again; nothing was changed.";

/** As far as the server tells: a pooler in between may hide who is connected. */
async function requireUnused(db: Kysely<Schema>): Promise<void> {
  const found = await sql<{ others: number }>`
    select count(*)::int as others from pg_stat_activity
    where datname = current_database() and application_name in ('rung', 'rung-locks') and pid <> pg_backend_pid()
  `.execute(db);
  if ((found.rows[0]?.others ?? 0) > 0) throw new TargetUnfit(IN_USE);
}

async function requireEmpty(db: Kysely<Schema>, tables: readonly CopiedTable[]): Promise<void> {
  const full = (await rowCounts(db, tables)).filter(({ rows }) => rows > 0);
  if (full.length === 0) return;
  throw new TargetUnfit(
    `the PostgreSQL database holds data of Rung's already (${full.map(({ name, rows }) => `${name}: ${rows}`).join(", ")}), and two ` +
      "histories cannot be joined. An earlier move either took everything or left nothing: if these are its, start Rung with " +
      "DATABASE_URL. Else name an empty database in DATABASE_URL; nothing was changed.",
  );
}
