/** The database inside this process: for trying out and for small installations, one process only. */

import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PGlite, type PGliteOptions } from "@electric-sql/pglite";
import { Kysely, PGliteDialect } from "kysely";
import { fromPglite } from "pg-boss";
import { codeOf, messageOf, settingFault, systemFault } from "../environment/system-fault.ts";
import { createLog, type Log } from "../shared/log.ts";
import { ForeignFiles, requireOwn } from "./data-folder.ts";
import type { Database, Prepare } from "./database.ts";
import { sendDirectly } from "./direct.ts";
import { FolderInUse, type FolderLock, lockFolder } from "./folder-lock.ts";
import { makeFiles, packedFiles } from "./initial-files.ts";
import { keyedLock } from "./keyed-lock.ts";
import { migrate } from "./migrations.ts";
import { makePrivate, privateFolder } from "./private-files.ts";
import "./one-compiler.ts";
import type { Schema } from "./schema.ts";
import { NoTables } from "./tables.ts";

/**
 * Takes the folder's lock first, waiting `waitMs` for a holder that is ending: two processes in one folder would lose each other's
 * rows. Throws with a message for people where the folder is in use, another user's or of no use.
 */
export async function openEmbedded(
  dataDir: string,
  log: Log,
  prepare: Prepare = migrate,
  waitMs?: number,
): Promise<Database> {
  const lock = await ownFolder(dataDir, log, waitMs).catch((error: unknown) => {
    if (error instanceof FolderInUse) throw error;
    throw new Error(settingFault(error, "write", "DATA_DIR", dataDir), { cause: error });
  });
  try {
    const database = await openFiles(join(dataDir, "pgdata"), dataDir, log, prepare);
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

async function ownFolder(dataDir: string, log: Log, waitMs: number | undefined): Promise<FolderLock> {
  if (!privateFolder(dataDir))
    log.warn(
      { folder: dataDir },
      "others on this machine may look into DATA_DIR; the database in it is closed to them",
    );
  return await lockFolder(dataDir, log, waitMs);
}

/** What a first start could not finish, on a full disk for example, is removed again: the next one would find half a database. */
async function openFiles(folder: string, dataDir: string, log: Log, prepare: Prepare): Promise<Database> {
  const isNew = !existsSync(folder);
  try {
    return await open(await filesIn(folder), log, prepare);
  } catch (error) {
    if (isNew) rmSync(folder, { recursive: true, force: true });
    if (error instanceof ForeignFiles || error instanceof NoTables) throw error;
    throw new Error(embeddedWords(error, folder, dataDir), { cause: error });
  }
}

function embeddedWords(error: unknown, folder: string, dataDir: string): string {
  // PostgreSQL's own code, and what the system told it or the runtime.
  const failed = codeOf(error) === "53100" ? Object.assign(new Error("disk full"), { code: "ENOSPC" }) : error;
  if (systemFault(failed, "write", "DATA_DIR") !== null) return settingFault(failed, "write", "DATA_DIR", dataDir);
  const reason = messageOf(error instanceof Error && error.cause !== undefined ? error.cause : error);
  return (
    `the embedded database in ${folder} cannot be opened (${reason}). See that the disk has room and that this user owns all ` +
    "files in it; without it Rung reads everything it needs from GitHub anew."
  );
}

async function filesIn(folder: string): Promise<PGlite> {
  if (existsSync(folder)) requireOwn(folder);
  if (!existsSync(join(folder, "PG_VERSION"))) await makeFiles(folder);
  const pglite = await PGlite.create(folder, settings());
  // What it writes while it opens is for everybody to read.
  makePrivate(folder);
  return pglite;
}

/**
 * Its memory never shrinks, so nothing may take much of it once. One connection is all there is, and the system keeps in its own
 * memory what PostgreSQL has read. A short log is replayed soon after a kill. Everything waits while a table is analyzed: it is looked
 * at by a tenth of the usual sample.
 */
const SETTINGS = [
  "shared_buffers=8MB",
  "max_connections=5",
  "max_wal_senders=0",
  "maintenance_work_mem=16MB",
  "min_wal_size=32MB",
  "max_wal_size=64MB",
  "default_statistics_target=10",
];

function settings(): PGliteOptions {
  return { startParams: [...PGlite.defaultStartParams, ...SETTINGS.flatMap((one) => ["-c", one])] };
}

/** Gone with the process; for tests. */
export async function openMemory(): Promise<Database> {
  const packed = await packedFiles();
  const pglite = await PGlite.create({ ...settings(), ...(packed !== null && { loadDataDir: packed }) });
  return await open(pglite, createLog("silent"), migrate);
}

async function open(pglite: PGlite, log: Log, prepare: Prepare): Promise<Database> {
  const db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) });
  try {
    await prepare(db, log);
  } catch (error) {
    await pglite.close();
    throw error;
  }
  const prepared: Database["prepared"] = (text, values) => pglite.query(text, [...values]);
  sendDirectly(db, prepared);
  let isOpen = true;
  return {
    kind: "embedded",
    db,
    boss: fromPglite(pglite),
    prepared,
    transaction: (run) => pglite.transaction((trx) => run((text, values) => trx.query(text, [...values]))),
    exclusive: keyedLock(),
    ping: async () => {
      await pglite.query("select 1");
    },
    // No autovacuum runs in it: without this, handled rows would fill the folder for good.
    tidy: () => vacuumEach(pglite, () => isOpen),
    close: async () => {
      isOpen = false;
      await pglite.close();
    },
  };
}

/** One by one: all together are one statement, for which everything else in this process waits. */
async function vacuumEach(pglite: PGlite, isOpen: () => boolean): Promise<void> {
  const { rows } = await pglite.query<{ name: string }>(
    "select oid::regclass::text as name from pg_class where relkind in ('r', 'p') and not relispartition order by oid",
  );
  for (const { name } of rows) if (isOpen()) await pglite.exec(`vacuum analyze ${name}`);
}
