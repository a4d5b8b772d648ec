/** Opens the database that Rung uses, for a command that reads it: by DATABASE_URL, else embedded in DATA_DIR. */

import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Database, Prepare } from "../database/database.ts";
import { FolderInUse, lockFolder } from "../database/folder-lock.ts";
import { ownerOf, ownUser } from "../database/private-files.ts";
import { NoTables, requireTables } from "../database/tables.ts";
import { databaseUrl } from "../environment/database-environment.ts";
import { withDatabasePassword } from "../environment/secret-files.ts";
import { readVariables } from "../environment/variables.ts";
import { createLog, type Log, scrubbed } from "../shared/log.ts";
import type { Io, Machine } from "./command.ts";

interface Wanted {
  readonly tables: readonly string[];
  /** Something is to be changed in it; absent: it is only read. */
  readonly writes?: boolean;
}

/**
 * Runs `use` with the database open and its `tables` there, and closes it. 1, with a sentence for people, when it cannot be had;
 * nothing of it is created, and nothing changed where nothing is to be written.
 */
export async function withDatabase(
  io: Io,
  machine: Pick<Machine, "env" | "home">,
  wanted: Wanted,
  use: (database: Database) => Promise<0 | 1>,
): Promise<0 | 1> {
  const opened = await open(machine, wanted);
  if (typeof opened === "string") {
    io.err(opened);
    return 1;
  }
  try {
    return await use(opened);
  } finally {
    await opened.close();
  }
}

async function open(
  { env, home }: Pick<Machine, "env" | "home">,
  { tables, writes = false }: Wanted,
): Promise<Database | string> {
  const log = createLog("silent");
  const prepare = (db: Database["db"]) => requireTables(db, tables);
  const faults: string[] = [];
  const read = withDatabasePassword(readVariables(env), (path) => readFileSync(resolve(home, path), "utf8"), faults);
  const url = databaseUrl(read, faults);
  if (faults.length > 0) return faults.join("\n");
  const folder = read.DATA_DIR ?? "./data";
  try {
    if (url !== null) {
      const { openServer } = await import("../database/postgres-server.ts");
      return await openServer(url, log, prepare);
    }
    const path = resolve(home, folder);
    if (!existsSync(join(path, "pgdata"))) {
      return `there is no database in ${folder}. Set DATA_DIR to Rung's folder, or DATABASE_URL to its PostgreSQL server.`;
    }
    const { openEmbedded } = await import("../database/embedded.ts");
    const isForeign = ownUser() === 0 && ownerOf(join(path, "pgdata")) !== 0;
    // Root may read the service's folder, but what root's own PostgreSQL writes the service could not read (R89).
    if (isForeign && !writes) return await openCopy(path, log, prepare);
    return await openEmbedded(path, log, prepare, SHORT_WAIT_MS);
  } catch (error) {
    if (error instanceof FolderInUse) return inUse(folder);
    const reason = error instanceof NoTables || !(error instanceof Error) ? error : wordsOf(error);
    return scrubbed(reason instanceof Error ? reason.message : String(reason));
  }
}

/** Whoever runs a command is told soon that the folder is in use. */
const SHORT_WAIT_MS = 500;

/** What stood in the folder when it was copied; the copy is gone when it is closed. */
async function openCopy(path: string, log: Log, prepare: Prepare): Promise<Database> {
  const copy = mkdtempSync(join(tmpdir(), "rung-copy-"));
  const remove = () => rmSync(copy, { recursive: true, force: true });
  try {
    const lock = await lockFolder(path, log, SHORT_WAIT_MS);
    try {
      cpSync(join(path, "pgdata"), join(copy, "pgdata"), { recursive: true });
    } finally {
      await lock.release();
    }
    const { openEmbedded } = await import("../database/embedded.ts");
    const database = await openEmbedded(copy, log, prepare);
    return {
      ...database,
      close: async () => {
        await database.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

function wordsOf(error: Error): string {
  return error.cause instanceof NoTables ? error.cause.message : error.message;
}

function inUse(folder: string): string {
  return (
    `the database in ${folder} is in use by a running Rung. The embedded database serves one process: stop Rung, ask again, and ` +
    "start it; what GitHub sends meanwhile it gets from GitHub. With a PostgreSQL server (DATABASE_URL) both can run at once."
  );
}
