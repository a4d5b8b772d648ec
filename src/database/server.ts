/** The database on a PostgreSQL server, shared by any number of processes. */
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Log } from "../log.ts";
import type { Database } from "./database.ts";
import { migrate } from "./migrations.ts";
import type { Schema } from "./schema.ts";

/** int8: ids and counts far below 2^53; pg would give strings. */
const int8 = 20;

export async function openServer(url: string, log: Log): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    application_name: "rung",
    types: {
      getTypeParser: (oid: number, format?: "text" | "binary") =>
        oid === int8 ? Number : pg.types.getTypeParser(oid, format),
    },
  });
  // An idle connection that the server drops is replaced at the next query; unheard, it would end the process.
  pool.on("error", (error) => log.warn({ err: error }, "an idle database connection was lost"));
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  try {
    await pool.query("select 1");
    await migrate(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    kind: "server",
    db,
    boss: {
      executeSql: (text, values) =>
        values !== undefined && prepared.test(text)
          ? pool.query({ name: statementName(text), text, values })
          : pool.query(text, values),
    },
    ping: async () => {
      await pool.query("select 1");
    },
    close: async () => {
      await db.destroy();
    },
  };
}

/** pg-boss's claim, by far its dearest statement to plan: prepared once a connection, one for each batch size. */
const prepared = /^\s*WITH\s+next AS/;
const names = new Map<string, string>();

function statementName(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `claim-${names.size}`;
  names.set(text, name);
  return name;
}
