/** The database inside this process: for trying out and for small installations, one process only. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect } from "kysely";
import { fromPglite } from "pg-boss";
import { createLog, type Log } from "../log.ts";
import type { Database, Prepare } from "./database.ts";
import { lockFolder } from "./folder-lock.ts";
import { keyedLock } from "./keyed-lock.ts";
import { migrate } from "./migrations.ts";
import type { Schema } from "./schema.ts";

/** Takes the folder's lock first: two processes in one folder would lose each other's rows. */
export async function openEmbedded(dataDir: string, log: Log, prepare: Prepare = migrate): Promise<Database> {
  await mkdir(dataDir, { recursive: true });
  const lock = await lockFolder(dataDir, log);
  try {
    const database = await open(await PGlite.create(join(dataDir, "pgdata")), log, prepare);
    // The folder's lock says that whoever held one is dead.
    if (prepare === migrate) await database.db.deleteFrom("leases").execute();
    return {
      ...database,
      close: async () => {
        await database.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Gone with the process; for tests. */
export async function openMemory(): Promise<Database> {
  return await open(await PGlite.create(), createLog("silent"), migrate);
}

async function open(pglite: PGlite, log: Log, prepare: Prepare): Promise<Database> {
  const db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) });
  try {
    await prepare(db, log);
  } catch (error) {
    await pglite.close();
    throw error;
  }
  return {
    kind: "embedded",
    db,
    boss: fromPglite(pglite),
    prepared: (text, values) => pglite.query(text, [...values]),
    transaction: (run) => pglite.transaction((trx) => run((text, values) => trx.query(text, [...values]))),
    exclusive: keyedLock(),
    ping: async () => {
      await pglite.query("select 1");
    },
    // No autovacuum runs in it: without this, handled rows would fill the folder for good.
    tidy: async () => {
      await pglite.exec("vacuum analyze");
    },
    close: async () => {
      await pglite.close();
    },
  };
}
