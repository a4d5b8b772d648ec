/** Deletes what is too old to be needed, a few times a day: entries of the audit, and everything else that the database keeps by age. */

import type { Kysely } from "kysely";
import { forgetAudit } from "../database/audit-entries.ts";
import { forgetOld } from "../database/forget-old.ts";
import type { Schema } from "../database/schema.ts";
import type { Log } from "../shared/log.ts";

interface PruningOptions {
  readonly db: Kysely<Schema>;
  /** Entries of the audit are kept so long. */
  readonly auditDays: number;
  readonly log: Log;
  readonly everyMs?: number;
  /** Before the first time; a process that has just started has more urgent work, and what is old can wait. */
  readonly firstMs?: number;
}

/** Returns what ends it, resolving when nothing is under way. */
export function startPruning(options: PruningOptions): () => Promise<void> {
  const { db, auditDays, log, everyMs = 6 * 3_600_000, firstMs = 60_000 } = options;
  let running: Promise<void> = Promise.resolve();
  const prune = () => {
    running = pruned(db, auditDays, log).catch((error: unknown) =>
      log.error({ err: error }, "what is old could not be forgotten; it is tried again in some hours"),
    );
  };
  let timer = setTimeout(() => {
    prune();
    timer = setInterval(prune, everyMs).unref();
  }, firstMs).unref();
  return async () => {
    clearTimeout(timer);
    await running;
  };
}

async function pruned(db: Kysely<Schema>, auditDays: number, log: Log): Promise<void> {
  const entries = await forgetAudit(db, auditDays);
  if (entries > 0) log.info({ entries, days: auditDays }, "old entries of the audit were forgotten");
  const { pulls, checks, actions, grants } = await forgetOld(db);
  if (pulls + checks + actions + grants > 0) log.info({ pulls, checks, actions, grants }, "old rows were forgotten");
}
