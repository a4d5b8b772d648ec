/**
 * Since when the database is certain to know everything that Rung did (R78). A database can be lost or restored to an older copy without
 * showing it. So whatever was said before this process began, or before the database was last seen to be a different one, is not assumed
 * to be known to it; GitHub is asked about that.
 */

import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { z } from "zod";
import type { Instant } from "../shared/names.ts";
import type { Schema } from "./schema.ts";

export interface Continuity {
  /** To be called with GitHub's time from its first answer to the process, and from each reading. */
  seen(at: Instant): Promise<void>;
  /** Whether what was said at that time is certainly known, as far as this process has looked: false only means "not yet". */
  covers(at: Instant): boolean;
  /**
   * By GitHub's clock, in whole seconds like its times: what was said then or before may be unknown to the database. `just`: the value
   * of its row, if it was just read; otherwise it is read.
   */
  since(at: Instant, just?: unknown): Promise<Instant>;
  /** GitHub was asked about all that came before, and what this led to is stored as `outcome`. */
  caughtUp(subject: string, outcome: string): void;
  /** Whether it was, with just this outcome as the last, and the database has been the same one since. */
  isCaughtUp(subject: string, outcome: string): boolean;
  /** Something is about to be done under this key; `isNew`: as far as the database knows. Returns whether that is certain. */
  doing(key: string, isNew: boolean): Promise<boolean>;
}

export const MEMORY_KEY = "memory";
const view = z.object({ life: z.string(), count: z.number() });
type Memory = z.infer<typeof view>;

/** Asked so often by readings; before anything is done, always. */
const AGAIN_MS = 2_000;
/** Remembered of what this process did, and asked GitHub about: enough to notice that the database forgot some of it. */
const MAX_KEYS = 5_000;

/** One for the process. */
export function continuity(db: Kysely<Schema>): Continuity {
  const done = new Set<string>();
  const outcomes = new Map<string, string>();
  let unbroken: Instant | null = null;
  let last: Memory | null = null;
  let checkedAt = Number.NEGATIVE_INFINITY;
  async function check(at: Instant, just?: unknown): Promise<Instant> {
    checkedAt = performance.now();
    const now = view.safeParse(just).data ?? (await found(db)) ?? (await begun(db));
    const isSame = last !== null && last.life === now.life && now.count >= last.count;
    if (!isSame || unbroken === null) {
      unbroken = at;
      outcomes.clear();
    }
    last = now;
    return unbroken;
  }
  return {
    seen: async (at) => {
      if (performance.now() - checkedAt >= AGAIN_MS) await check(at);
    },
    covers: (at) => unbroken !== null && at > unbroken,
    since: check,
    caughtUp: (subject, outcome) => {
      if (outcomes.size >= MAX_KEYS) outcomes.clear();
      outcomes.set(subject, outcome);
    },
    isCaughtUp: (subject, outcome) => outcomes.get(subject) === outcome,
    doing: async (key, isNew) => {
      const isKnown = !(isNew && done.has(key));
      if (done.size >= MAX_KEYS) done.clear();
      done.add(key);
      // Whoever restores an older copy takes this back as well, which the next look shows.
      const count = await counted(db);
      if (last !== null && count > last.count) last = { ...last, count };
      return isKnown;
    },
  };
}

async function found(db: Kysely<Schema>): Promise<Memory | null> {
  const row = await db.selectFrom("key_values").select("value").where("key", "=", MEMORY_KEY).executeTakeFirst();
  return view.safeParse(row?.value).data ?? null;
}

/** If two processes begin at the same time, the first one's counts. */
async function begun(db: Kysely<Schema>): Promise<Memory> {
  const value = { life: randomUUID(), count: 0 };
  await db
    .insertInto("key_values")
    .values({ key: MEMORY_KEY, value: JSON.stringify(value) })
    .onConflict((conflict) => conflict.column("key").doNothing())
    .execute();
  return (await found(db)) ?? value;
}

async function counted(db: Kysely<Schema>): Promise<number> {
  const rows = await sql<{ count: number }>`
    update key_values set value = jsonb_set(value, '{count}', to_jsonb((value->>'count')::int + 1)), updated_at = now()
    where key = ${MEMORY_KEY} returning (value->>'count')::int as count`.execute(db);
  return rows.rows[0]?.count ?? 0;
}
