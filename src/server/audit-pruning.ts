/** Forgets old entries of the audit, a few times a day. */
import type { Kysely } from "kysely";
import { forgetAudit } from "../database/audit-entries.ts";
import type { Schema } from "../database/schema.ts";
import type { Log } from "../shared/log.ts";

export interface PruningOptions {
  readonly db: Kysely<Schema>;
  readonly days: number;
  readonly log: Log;
  readonly everyMs?: number;
}

/** Begins at once; returns what ends it, resolving when nothing is under way. */
export function startPruning({ db, days, log, everyMs = 6 * 3_600_000 }: PruningOptions): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  const prune = () => {
    running = forgetAudit(db, days).then(
      (gone) => {
        if (gone > 0) log.info({ entries: gone, days }, "old entries of the audit were forgotten");
      },
      (error: unknown) => log.error({ err: error }, "the audit could not be pruned; it is tried again in some hours"),
    );
  };
  prune();
  const timer = setInterval(prune, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
