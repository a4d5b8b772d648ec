/** Records, a few at a time, which webhooks were no job: they need not be fetched from GitHub's log again. */

import type { Kysely } from "kysely";
import type { Schema } from "../../database/schema.ts";
import { saveSeen } from "../../database/seen-deliveries.ts";
import type { Log } from "../../shared/log.ts";

interface SeenNotes {
  note(id: string): void;
  /** Resolves when all are written. */
  close(): Promise<void>;
}

const EVERY_MS = 1_000;
const MAX_COUNT = 5_000;

/** Each note that a killed process had not written costs one request. */
export function seenNotes(db: Kysely<Schema>, log: Log): SeenNotes {
  let ids: string[] = [];
  let writing: Promise<void> = Promise.resolve();
  const flush = (): void => {
    if (ids.length === 0) return;
    const some = ids;
    ids = [];
    writing = writing.then(() =>
      saveSeen(db, some).catch((error: unknown) => log.warn({ err: error }, "ignored webhooks were not written down")),
    );
  };
  const timer = setInterval(flush, EVERY_MS);
  timer.unref();
  return {
    note: (id) => {
      if (ids.length < MAX_COUNT) ids.push(id);
    },
    close: async () => {
      clearInterval(timer);
      flush();
      await writing;
    },
  };
}
