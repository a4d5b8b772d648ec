/**
 * `rung move-data`: copies everything from the embedded database to a PostgreSQL server, waiting deliveries included; the embedded
 * database stays as it is.
 */

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Database } from "../database/database.ts";
import { FolderInUse } from "../database/folder-lock.ts";
import { type Copied, type CopiedTable, dataTables } from "../database/move-data/copy-tables.ts";
import { openEmbeddedCopy } from "../database/move-data/embedded-copy.ts";
import { moveTables, openMoveTarget, TargetUnfit } from "../database/move-data/move-target.ts";
import { databaseUrl, passwordsIn } from "../environment/database-environment.ts";
import { withDatabasePassword } from "../environment/secret-files.ts";
import { readVariables } from "../environment/variables.ts";
import { prepareJobs, WAITING_JOBS } from "../queue/boss.ts";
import { counted } from "../shared/counted.ts";
import { createLog, scrubbed } from "../shared/log.ts";
import type { Io, Machine } from "./command.ts";

interface Move {
  /** As the person wrote it, and as it is found. */
  readonly folder: string;
  readonly path: string;
  readonly url: string;
}

export async function run(_: object, io: Io, { env, home }: Machine): Promise<0 | 1> {
  const faults: string[] = [];
  const read = withDatabasePassword(readVariables(env), io.readFile, faults);
  const url = databaseUrl(read, faults);
  const folder = read.DATA_DIR ?? "./data";
  const path = resolve(home, folder);
  if (url === null && faults.length === 0)
    faults.push(
      "DATABASE_URL says where to, and is not set. It looks like postgres://user:password@host:5432/database.",
    );
  if (!existsSync(join(path, "pgdata")))
    faults.push(`there is no database in ${folder}. Set DATA_DIR to Rung's folder.`);
  if (url === null || faults.length > 0) {
    for (const fault of faults) io.err(fault);
    return 1;
  }
  try {
    tell(await moved({ folder, path, url }), { folder, path, url }, io);
    return 0;
  } catch (error) {
    io.err(scrubbed(wordsOf(error, folder), passwordsIn(url)));
    return 1;
  }
}

async function moved({ path, url }: Move): Promise<readonly Copied[]> {
  const log = createLog("silent");
  return await closing(await openEmbeddedCopy(path, log), async (source) => {
    const tables: readonly CopiedTable[] = [...(await dataTables(source.db)), WAITING_JOBS];
    return await closing(await openMoveTarget(url, log, tables), async (target) => {
      await prepareJobs(source, log);
      await prepareJobs(target, log);
      return await moveTables(source.db, target.db, tables);
    });
  });
}

async function closing<Result>(database: Database, use: (database: Database) => Promise<Result>): Promise<Result> {
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

function tell(copied: readonly Copied[], { folder, url }: Move, io: Io): void {
  const { host, pathname } = new URL(url);
  const total = copied.reduce((sum, { rows }) => sum + rows, 0);
  io.out(`Moved ${counted(total, "row")} from ${folder} to the PostgreSQL database ${host}${pathname}:`);
  for (const { name, rows } of copied) {
    const shown = name === WAITING_JOBS.name ? "subjects that wait" : name;
    io.out(`  ${shown}: ${rows}`);
  }
  io.out(
    [
      `What is in ${folder} was not changed.`,
      "Next: set DATABASE_URL where Rung's service has its settings, and start it; it takes up what waits. Leave DATA_DIR as it is",
      `where credentials.json lies in it. Then put the old database aside: mv ${join(folder, "pgdata")} ${join(folder, "pgdata.moved")}`,
    ].join("\n"),
  );
}

function wordsOf(error: unknown, folder: string): string {
  if (error instanceof FolderInUse)
    return `the database in ${folder} is in use by a running Rung or one of its commands. Stop Rung, move, and start it with DATABASE_URL.`;
  // What is wrong with the server is wrapped where it is opened.
  const unfit = [error, error instanceof Error ? error.cause : null].find((one) => one instanceof TargetUnfit);
  if (unfit instanceof Error) return unfit.message;
  return `${error instanceof Error ? error.message : String(error)}\nNothing was moved; once that is mended, move again.`;
}
