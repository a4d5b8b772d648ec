/** Work to be done at every start and at intervals, by one process of all that share the database. */

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
/** Somebody else is doing it, or there is more to do. */
const SOON_MS = 1_000;
const FIRST_RETRY_MS = 2_000;
const MAX_RETRY_MS = 60_000;

/** A round that fails is tried again, soon at first; the others' turn is not waited for. */
export function startRounds(options: RoundsOptions): Rounds {
  return new LeasedRounds(options);
}

class LeasedRounds implements Rounds {
  readonly first: Promise<void>;
  readonly #options: RoundsOptions;
  readonly #firstEnded: () => void;
  readonly #holder = randomUUID();
  readonly #ending = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();
  #failures = 0;
  #isFirst: boolean = true;
  #isOnceMore: boolean = false;

  constructor(options: RoundsOptions) {
    this.#options = options;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.first = promise;
    this.#firstEnded = resolve;
    this.#next(0);
  }

  async stop(): Promise<void> {
    this.#ending.abort(new Error("the process is ending"));
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#running;
  }

  #next(inMs: number): void {
    if (this.#ending.signal.aborted) return;
    this.#timer = setTimeout(() => {
      this.#running = this.#try();
    }, inMs);
    this.#timer.unref();
  }

  async #try(): Promise<void> {
    try {
      this.#next(await this.#turn());
    } catch (error) {
      if (this.#ending.signal.aborted) return;
      const { log, name } = this.#options;
      if (this.#failures === 0) log.warn({ err: error, round: name }, "a round failed; it is tried again");
      this.#failures += 1;
      this.#next(retryOf(error, this.#failures));
    }
  }

  /** Milliseconds until the next one. */
  async #turn(): Promise<number> {
    const { name, db, everyMs, onceMoreMs = Number.POSITIVE_INFINITY } = this.#options;
    // The first of each process is made whatever others did: who knows how its predecessor's webhooks ended.
    if (!this.#isFirst && !this.#isOnceMore && !(await isDue(db, name, everyMs))) return everyMs / 4;
    if (!(await this.#lease())) return SOON_MS;
    const end = await this.#leased();
    this.#failures = 0;
    if (end.kind === "more") return SOON_MS;
    if (end.kind === "done") await saveValue(db, roundKey(name), {});
    this.#isOnceMore = this.#isFirst && onceMoreMs < everyMs;
    this.#isFirst = false;
    this.#firstEnded();
    if (end.kind === "early") return end.inMs;
    return this.#isOnceMore ? onceMoreMs : everyMs;
  }

  #lease(): Promise<boolean> {
    const { db, name } = this.#options;
    return takeLease(db, { name, holder: this.#holder, seconds: LEASE_SECONDS });
  }

  async #leased(): Promise<RoundEnd> {
    const { db, name, log, round } = this.#options;
    const renewing = setInterval(() => {
      this.#lease().catch((error: unknown) => log.debug({ err: error }, "a lease was not renewed"));
    }, RENEW_MS);
    try {
      return await round(this.#ending.signal);
    } finally {
      clearInterval(renewing);
      await releaseLease(db, name, this.#holder).catch((error: unknown) =>
        log.debug({ err: error }, "a lease was not released; it ends by itself"),
      );
    }
  }
}

/** Whether nobody has finished a round for about that long. */
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
