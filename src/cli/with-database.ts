/** Opens the database that Rung uses, for a command that reads it: by DATABASE_URL, else embedded in DATA_DIR. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Database } from "../database/database.ts";
import { FolderInUse } from "../database/folder-lock.ts";
import { NoTables, requireTables } from "../database/tables.ts";
import { createLog, scrubbed } from "../log.ts";
import type { Io } from "./command.ts";

export type Env = Readonly<Record<string, string | undefined>>;

/**
 * Runs `use` with the database open and its `tables` there, and closes it. 1, with a sentence for people, when it cannot be had;
 * nothing of it is created or changed.
 */
export async function withDatabase(
  io: Io,
  env: Env,
  tables: readonly string[],
  use: (database: Database) => Promise<number>,
): Promise<number> {
  const opened = await open(io, env, tables);
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

async function open(io: Io, env: Env, tables: readonly string[]): Promise<Database | string> {
  const log = createLog("silent");
  const prepare = (db: Database["db"]) => requireTables(db, tables);
  const url = env.DATABASE_URL?.trim() ?? "";
  const folder = env.DATA_DIR?.trim() || "./data";
  try {
    if (url !== "") {
      if (!URL.canParse(url))
        return "DATABASE_URL is not a PostgreSQL address. It looks like postgres://user:password@host:5432/database.";
      const { openServer } = await import("../database/server.ts");
      return await openServer(url, log, prepare);
    }
    const path = resolve(io.cwd, folder);
    if (!existsSync(join(path, "pgdata"))) {
      return `there is no database in ${folder}. Set DATA_DIR to Rung's folder, or DATABASE_URL to its PostgreSQL server.`;
    }
    const { openEmbedded } = await import("../database/embedded.ts");
    return await openEmbedded(path, log, prepare);
  } catch (error) {
    if (error instanceof FolderInUse) return inUse(folder);
    const reason = error instanceof NoTables || !(error instanceof Error) ? error : wordsOf(error);
    return scrubbed(reason instanceof Error ? reason.message : String(reason));
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
