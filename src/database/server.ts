/** The database on a PostgreSQL server, shared by any number of processes. */
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Log } from "../log.ts";
import type { Database, Prepare } from "./database.ts";
import { migrate } from "./migrations.ts";
import type { Schema } from "./schema.ts";

/** int8: ids and counts far below 2^53; pg would give strings. */
const int8 = 20;

/** `prepare` brings the tables up to date; whoever only reads them looks instead. */
export async function openServer(url: string, log: Log, prepare: Prepare = migrate): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    application_name: "rung",
    // Only a delivery must be on disk before it is answered (queue/boss.ts asks for it). Anything else that a power cut
    // undoes is done again, so nothing else waits for the disk.
    onConnect: async (client) => {
      await client.query("set synchronous_commit to off");
    },
    types: {
      getTypeParser: (oid: number, format?: "text" | "binary") =>
        oid === int8 ? Number : pg.types.getTypeParser(oid, format),
    },
  });
  // An idle connection that the server drops is replaced at the next query; unheard, it would end the process.
  pool.on("error", (error) => log.warn({ err: error }, "an idle database connection was lost"));
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  const names = statementNames();
  try {
    await pool.query("select 1");
    await prepare(db);
  } catch (error) {
    await db.destroy();
    throw new Error(`the PostgreSQL server at ${hostOf(url)} cannot be used: ${reasonOf(error)}`, { cause: error });
  }
  return {
    kind: "server",
    db,
    boss: { executeSql: (text, values) => pool.query(text, values) },
    prepared: (text, values) => pool.query({ name: names.of(text), text, values: [...values] }),
    ping: async () => {
      await pool.query("select 1");
    },
    tidy: async () => {},
    close: async () => {
      await db.destroy();
    },
  };
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
