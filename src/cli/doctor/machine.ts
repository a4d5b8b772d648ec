/** The machine that the doctor runs on: its clock compared with GitHub's, the credentials file, the database. */

import { constants } from "node:fs";
import { access, statfs } from "node:fs/promises";
import { requireFit } from "../../database/fitness.ts";
import { FolderInUse, lockFolder } from "../../database/folder-lock.ts";
import { type ServerPool, serverPool } from "../../database/pool.ts";
import { serverFault } from "../../database/server-fault.ts";
import { othersCanRead } from "../../environment/credentials-file.ts";
import { databaseAt } from "../../environment/database-environment.ts";
import type { Environment } from "../../environment/environment.ts";
import { codeOf, messageOf, systemFault } from "../../environment/system-fault.ts";
import { createLog } from "../../shared/log.ts";
import { type Finding, finder } from "./finding.ts";

/** GitHub refuses tokens dated more than a minute into its future. */
const MAX_SKEW_MS = 30_000;

const MIB = 1_048_576;
/** What the embedded database's log may take. */
const LOG_MIB = 64;

/** A statement of the doctor's that is not answered by then is not waited for. */
const ANSWER_MS = 5_000;

/** `at`: GitHub's clock when it answered; `now`: this machine's then. */
export function clockFinding(at: number | null, now: number): Finding {
  const { ok, warn } = finder("clock", "this machine");
  if (at === null) return warn("GitHub did not tell its time", "Nothing, unless tokens are refused.");
  const off = Math.round(Math.abs(now - at) / 1_000);
  if (Math.abs(now - at) <= MAX_SKEW_MS) return ok("its clock agrees with GitHub's");
  return warn(
    `its clock is ${off} s ${now > at ? "ahead of" : "behind"} GitHub's`,
    "Switch time synchronisation on (NTP).",
  );
}

/** Nothing where the credentials do not come from that file. */
export function credentialsFileFindings(path: string): readonly Finding[] {
  const { ok, warn } = finder("credentials-file", path);
  const open = othersCanRead(path);
  if (open === null) return [];
  if (!open) return [ok("only its owner can read it")];
  return [warn("others on this machine can read it, or change it", `chmod 600 ${path}`)];
}

/** Writes nothing. */
export async function checkDatabase({
  databaseUrl,
  dataDir,
}: Pick<Environment, "databaseUrl" | "dataDir">): Promise<Finding> {
  return databaseUrl === null ? await checkEmbedded(dataDir) : await checkServer(databaseUrl);
}

async function checkEmbedded(folder: string): Promise<Finding> {
  const { ok, fail } = finder("database", folder);
  try {
    await access(folder, constants.W_OK);
  } catch (error) {
    if (codeOf(error) === "ENOENT")
      return ok(
        "no embedded database yet; the first start makes it here, unless the service has another DATA_DIR or a DATABASE_URL",
      );
    const fault = systemFault(error, "write", "DATA_DIR");
    return fail(
      `this user cannot write there: ${fault?.cause ?? messageOf(error)} (${codeOf(error)})`,
      fault?.todo ?? "Choose another DATA_DIR.",
    );
  }
  const room = await roomAt(folder);
  const scanty = room === null ? null : roomFinding(folder, room);
  if (scanty !== null) return scanty;
  try {
    const lock = await lockFolder(folder, createLog("silent"), 0);
    await lock.release();
    return ok("the embedded database's folder (DATA_DIR) can be written, and no Rung is using it now");
  } catch (error) {
    if (error instanceof FolderInUse) return ok("the embedded database is in use by a running Rung");
    const fault = systemFault(error, "write", "DATA_DIR");
    if (fault === null) throw error;
    return fail(`nothing can be written there: ${fault.cause} (${codeOf(error)})`, fault.todo);
  }
}

/** What the embedded database may still write there. `null`: enough. */
export function roomFinding(folder: string, bytes: number): Finding | null {
  if (bytes >= LOG_MIB * MIB) return null;
  const { warn, fail } = finder("database", folder);
  const todo = "Make room there, or set DATA_DIR to another place.";
  if (bytes < MIB) return fail("nothing can be written there: its disk is full (ENOSPC)", todo);
  const room = Math.floor(bytes / MIB);
  return warn(`its disk has room for ${room} MB more, and the database's log alone may take ${LOG_MIB}`, todo);
}

/** `null`: this system does not tell it, or of a file system without a size. */
async function roomAt(folder: string): Promise<number | null> {
  const told = await statfs(folder).catch(() => null);
  return told === null || told.blocks === 0 ? null : told.bavail * told.bsize;
}

/** Looks as the start does. */
async function checkServer(url: string): Promise<Finding> {
  const { ok, fail } = finder("database", `PostgreSQL at ${databaseAt(url)}`);
  let pool: ServerPool | null = null;
  try {
    pool = serverPool(url, createLog("silent"), ANSWER_MS);
    await requireFit(pool);
    const { rows } = await pool.query({ text: "select to_regclass('deliveries') is not null as found" });
    return ok(rows[0]?.found === true ? "answers, with Rung's tables" : "answers; the first start makes the tables");
  } catch (error) {
    const { cause, todo, code } = serverFault(error);
    const isSilent = systemFault(error, "connect", "DATABASE_URL") !== null || cause === "it does not answer";
    return fail(`${isSilent ? "does not answer" : "cannot be used"}: ${cause}${code === "" ? "" : ` (${code})`}`, todo);
  } finally {
    await pool?.end().catch(() => {});
  }
}
