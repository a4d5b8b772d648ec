/** The database on a PostgreSQL server, shared by any number of processes. */
import { randomUUID } from "node:crypto";
import { Kysely, PostgresDialect } from "kysely";
import type { Log } from "../shared/log.ts";
import type { Database, Prepare } from "./database.ts";
import { migrate } from "./migrations.ts";
import { type ServerPool, serverPool } from "./pool.ts";
import type { Schema } from "./schema.ts";
import { sharedLock } from "./shared-lock.ts";
import { SharedSessions } from "./shared-sessions.ts";

/** Longer than any statement takes; bringing tables up to date alone may take more. */
const STATEMENT_MS = 20_000;
/** Of those that run for every event; whoever sent it waits no longer than ten seconds. */
const PREPARED_MS = 8_000;

/** `prepare` brings the tables up to date; whoever only reads them looks instead. */
export async function openServer(url: string, log: Log, prepare: Prepare = migrate): Promise<Database> {
  await prepared(url, log, prepare);
  const pool = serverPool(url, log, STATEMENT_MS);
  const db = kyselyOn(pool);
  const exclusive = sharedLock(url, log);
  const names = statementNames();
  const named = (text: string, values: readonly unknown[]) => ({
    name: names.of(text),
    text,
    values: [...values],
    query_timeout: PREPARED_MS,
  });
  return {
    kind: "server",
    db,
    boss: { executeSql: (text, values = []) => pool.query({ text, values: [...values] }) },
    prepared: (text, values) => pool.query(named(text, values)),
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

async function prepared(url: string, log: Log, prepare: Prepare): Promise<void> {
  const pool = serverPool(url, log, null);
  const db = kyselyOn(pool);
  try {
    await pool.query({ text: "select 1" });
    await prepare(db, log);
  } catch (error) {
    throw new Error(`the PostgreSQL server at ${hostOf(url)} cannot be used: ${reasonOf(error)}`, { cause: error });
  } finally {
    await db.destroy();
  }
}

/** Statements are prepared and locks are held by session: behind a pooler that lends sessions by transaction, both come apart. */
async function ownSessions(pool: ServerPool): Promise<void> {
  const one = await pool.connect();
  try {
    const mark = randomUUID();
    await one.query("select set_config('rung.session', $1, false)", [mark]);
    await pool.query({ text: "select set_config('rung.session', $1, false)", values: [randomUUID()] });
    const { rows } = await one.query<{ mark: string }>("select current_setting('rung.session', true) as mark");
    if (rows[0]?.mark !== mark) throw new SharedSessions();
    one.release();
  } catch (error) {
    pool.failed(error);
    one.release(true);
    throw error;
  }
}

/** A connection keeps a prepared statement by its name. */
function statementNames(): { of(text: string): string } {
  const known = new Map<string, string>();
  return {
    of: (text) => {
      const name = known.get(text) ?? `rung-${known.size}`;
      known.set(text, name);
      return name;
    },
  };
}

/** Without the user and the password (R27). */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "DATABASE_URL";
}

/** Node tells several failed addresses of one host as an error without a message. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
