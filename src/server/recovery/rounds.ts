/** Something to be done at every start and now and then, by one process of all that share the database. */
import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { roundKey, saveValue } from "../../database/key-values.ts";
import { releaseLease, takeLease } from "../../database/leases.ts";
import type { Schema } from "../../database/schema.ts";
import { GitHubError } from "../../github/client/errors.ts";
import type { Log } from "../../shared/log.ts";

export interface Rounds {
  /** Resolves when the first one of this process has ended well. */
  readonly first: Promise<void>;
  /** Resolves when nothing is under way. */
  stop(): Promise<void>;
}

interface RoundsOptions {
  readonly name: string;
  readonly db: Kysely<Schema>;
  readonly log: Log;
  readonly everyMs: number;
  /** After the first one of this process another is made so soon, whatever others did; absent: none. */
  readonly onceMoreMs?: number;
  readonly round: (signal: AbortSignal) => Promise<RoundEnd>;
}

/** "more": there is more of it to do, soon. "early": it is not due yet, and nothing was done. */
export type RoundEnd = { readonly kind: "done" | "more" } | { readonly kind: "early"; readonly inMs: number };

/** A killed process's round is free for another after this. */
const LEASE_SECONDS = 10;
const RENEW_MS = 3_000;
/** Somebody else is at it, or there is more. */
const SOON_MS = 1_000;
const FIRST_RETRY_MS = 2_000;
const MAX_RETRY_MS = 60_000;

/** A round that fails is tried again, soon at first; the others' turn is not waited for. */
export function startRounds(options: RoundsOptions): Rounds {
  const { name, db, log, everyMs, onceMoreMs = Number.POSITIVE_INFINITY, round } = options;
  const holder = randomUUID();
  const ending = new AbortController();
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();
  let failures = 0;
  let isFirst = true;
  let isOnceMore = false;
  let resolveFirst: () => void = () => {};
  const first = new Promise<void>((resolve) => {
    resolveFirst = resolve;
  });

  function next(inMs: number): void {
    if (ending.signal.aborted) return;
    timer = setTimeout(() => {
      running = tryRound();
    }, inMs);
    timer.unref();
  }

  async function tryRound(): Promise<void> {
    try {
      // The first of each process is made whatever others did: who knows how its predecessor's webhooks ended.
      if (!isFirst && !isOnceMore && !(await isDue(db, name, everyMs))) return next(everyMs / 4);
      if (!(await takeLease(db, { name, holder, seconds: LEASE_SECONDS }))) return next(SOON_MS);
      const end = await leased();
      failures = 0;
      if (end.kind === "more") return next(SOON_MS);
      if (end.kind === "done") await saveValue(db, roundKey(name), {});
      isOnceMore = isFirst && onceMoreMs < everyMs;
      isFirst = false;
      resolveFirst();
      next(end.kind === "early" ? end.inMs : isOnceMore ? onceMoreMs : everyMs);
    } catch (error) {
      if (ending.signal.aborted) return;
      if (failures === 0) log.warn({ err: error, round: name }, "a round failed; it is tried again");
      failures += 1;
      next(retryOf(error, failures));
    }
  }

  async function leased(): Promise<RoundEnd> {
    const renewing = setInterval(() => {
      takeLease(db, { name, holder, seconds: LEASE_SECONDS }).catch((error: unknown) =>
        log.debug({ err: error }, "a lease was not renewed"),
      );
    }, RENEW_MS);
    try {
      return await round(ending.signal);
    } finally {
      clearInterval(renewing);
      await releaseLease(db, name, holder).catch((error: unknown) =>
        log.debug({ err: error }, "a lease was not released; it ends by itself"),
      );
    }
  }

  next(0);
  return {
    first,
    stop: async () => {
      ending.abort(new Error("the process is ending"));
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}

/** Whether nobody has ended a round for about that long. */
async function isDue(db: Kysely<Schema>, name: string, everyMs: number): Promise<boolean> {
  const found = await sql<{ due: boolean }>`
    select updated_at <= now() - make_interval(secs => ${(everyMs / 1_000) * 0.9}::float8) as due
    from key_values where key = ${roundKey(name)}`.execute(db);
  return found.rows[0]?.due ?? true;
}

function retryOf(error: unknown, failures: number): number {
  if (error instanceof GitHubError && error.retryAfter !== undefined) return error.retryAfter * 1_000;
  return Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 10));
}
