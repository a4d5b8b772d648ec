/** The database on a PostgreSQL server, shared by any number of processes. */

import { Kysely, PostgresDialect } from "kysely";
import { databaseAt } from "../environment/database-environment.ts";
import type { Log } from "../shared/log.ts";
import type { Database } from "./database.ts";
import { sendDirectly } from "./direct.ts";
import { ownSessions, requireFit } from "./fitness.ts";
import { migrate } from "./migrations.ts";
import { type ServerPool, serverPool } from "./pool.ts";
import type { Schema } from "./schema.ts";
import { serverWords } from "./server-fault.ts";
import { sharedLock } from "./shared-lock.ts";
import { naming, statementNames } from "./statement-names.ts";

/** Longer than any statement takes; bringing tables up to date alone may take more. */
const STATEMENT_MS = 20_000;
/** For the statements that run for every event; their senders wait no longer than ten seconds. */
const PREPARED_MS = 8_000;

type ServerPrepare = (db: Kysely<Schema>, log: Log, pool: ServerPool) => Promise<void>;

/** `prepare` migrates the tables, after checking that the database can serve Rung; callers that only read pass another check. */
export async function openServer(url: string, log: Log, prepare: ServerPrepare = fitAndMigrate): Promise<Database> {
  await prepareServer(url, log, prepare);
  const pool = serverPool(url, log, STATEMENT_MS);
  const names = statementNames();
  const db = kyselyOn(naming(pool, names));
  const exclusive = sharedLock(url, log);
  const named = (text: string, values: readonly unknown[]) => ({
    name: names.always(text),
    text,
    values: [...values],
    query_timeout: PREPARED_MS,
  });
  const byName: Database["prepared"] = (text, values) => pool.query(named(text, values));
  sendDirectly(db, (text, values) => pool.queryInLane(named(text, values)));
  return {
    kind: "server",
    db,
    boss: { executeSql: (text, values = []) => pool.query({ text, values: [...values] }) },
    prepared: byName,
    transaction: async (run) => {
      const client = await pool.connect();
      try {
        await client.query("begin");
        const result = await run((text, values) => client.query(named(text, values)));
        await client.query("commit");
        client.release();
        return result;
      } catch (error) {
        pool.failed(error);
        client.release(true);
        throw error;
      }
    },
    exclusive,
    ping: () => ownSessions(pool),
    tidy: async () => {},
    close: async () => {
      await exclusive.close();
      await db.destroy();
    },
  };
}

function kyselyOn(pool: ServerPool): Kysely<Schema> {
  return new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: { ...pool, options: {} } }),
    log: (event) => {
      if (event.level === "error") pool.failed(event.error);
    },
  });
}

async function fitAndMigrate(db: Kysely<Schema>, log: Log, pool: ServerPool): Promise<void> {
  await requireFit(pool);
  await migrate(db, log);
}

async function prepareServer(url: string, log: Log, prepare: ServerPrepare): Promise<void> {
  let db: Kysely<Schema> | null = null;
  try {
    const pool = serverPool(url, log, null);
    db = kyselyOn(pool);
    await pool.query({ text: "select 1" });
    await prepare(db, log, pool);
  } catch (error) {
    throw new Error(
      `the PostgreSQL server at ${databaseAt(url)} (DATABASE_URL) cannot be used: ${serverWords(error)}`,
      {
        cause: error,
      },
    );
  } finally {
    await db?.destroy();
  }
}
