/** What stands on this machine: its clock against GitHub's, the file of credentials, the database. */
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import pg from "pg";
import { FolderInUse, lockFolder } from "../../database/folder-lock.ts";
import { othersCanRead } from "../../environment/credentials-file.ts";
import type { Environment } from "../../environment/environment.ts";
import { createLog } from "../../shared/log.ts";
import { type Finding, finder } from "./finding.ts";

/** GitHub refuses tokens dated more than a minute into its future. */
const MAX_SKEW_MS = 30_000;

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
export async function databaseFinding({
  databaseUrl,
  dataDir,
}: Pick<Environment, "databaseUrl" | "dataDir">): Promise<Finding> {
  return databaseUrl === null ? await embeddedFinding(dataDir) : await serverFinding(databaseUrl);
}

async function embeddedFinding(folder: string): Promise<Finding> {
  const { ok, fail } = finder("database", folder);
  try {
    await access(folder, constants.W_OK);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    if (code === "ENOENT") return ok("no embedded database yet; the first start makes it");
    return fail(
      `this user cannot write there (${code})`,
      "Give it to the user that runs Rung, or choose another DATA_DIR.",
    );
  }
  try {
    const lock = await lockFolder(folder, createLog("silent"), 0);
    await lock.release();
    return ok("the embedded database's folder can be written, and no Rung is using it now");
  } catch (error) {
    if (error instanceof FolderInUse) return ok("the embedded database is in use by a running Rung");
    throw error;
  }
}

async function serverFinding(url: string): Promise<Finding> {
  // Host and name only: user and password stay out of every text (R27).
  const { host, pathname } = new URL(url);
  const { ok, fail } = finder("database", `PostgreSQL at ${host}${pathname}`);
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    application_name: "rung doctor",
  });
  // A connection that breaks while it closes must not end the process.
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query("select to_regclass('deliveries') is not null as found");
    return ok(rows[0]?.found === true ? "answers, with Rung's tables" : "answers; the first start makes the tables");
  } catch (error) {
    return fail(`does not answer: ${reasonOf(error)}`, "Start it, and check DATABASE_URL and DATABASE_PASSWORD_PATH.");
  } finally {
    await client.end().catch(() => {});
  }
}

/** Node tells several failed addresses of one host as an error without a message. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
