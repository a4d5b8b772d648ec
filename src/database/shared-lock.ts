/**
 * A keyed lock across all processes on one PostgreSQL: advisory locks in a session of its own, which the server releases by itself when
 * the process dies. One session can hold any number of them.
 */

import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { driverUrl } from "../environment/database-environment.ts";
import type { Log } from "../shared/log.ts";
import { type KeyedLock, keyedLock } from "./keyed-lock.ts";

interface SharedLock extends KeyedLock {
  close(): Promise<void>;
}

/** Another process has it: asked again after so long, and with each refusal a little later. */
const AGAIN_MS = 25;
const MAX_AGAIN_MS = 250;
const ANSWER_MS = 10_000;

interface Session {
  readonly client: pg.Client;
  readonly ask: Ask;
  /** Aborts when the session ends, and all its locks with it. */
  readonly over: AbortController;
}

/** `answerMs`: a session that is silent for longer is ended. */
export function sharedLock(connectionString: string, log: Log, answerMs = ANSWER_MS): SharedLock {
  const here = keyedLock();
  let session: Promise<Session> | null = null;

  function current(): Promise<Session> {
    session ??= opened({ connectionString, answerMs }, (reason) => {
      if (reason !== null) log.warn({ err: reason }, "the connection that holds the locks was lost; it is made anew");
      session = null;
    });
    session.catch(() => {
      session = null;
    });
    return session;
  }

  return {
    // The order within this process first: a session may take the same lock twice.
    run: (key, task) =>
      here.run(key, async () => {
        const own = await current();
        const number = numberOf(key);
        for (let again = AGAIN_MS; !(await own.ask("take", number)); again = Math.min(2 * again, MAX_AGAIN_MS))
          await wait(again);
        try {
          return await task(own.over.signal);
        } finally {
          // A session that ended has let go of it already.
          if (!own.over.signal.aborted) await own.ask("free", number).catch(() => own.client.end());
        }
      }),
    close: async () => {
      const open = await session?.catch(() => null);
      await open?.client.end();
    },
  };
}

async function opened(
  { connectionString, answerMs }: { readonly connectionString: string; readonly answerMs: number },
  ended: (reason: Error | null) => void,
): Promise<Session> {
  const client = new pg.Client({
    connectionString: driverUrl(connectionString),
    application_name: "rung-locks",
    keepAlive: true,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: answerMs,
  });
  const over = new AbortController();
  let reason: Error | null = null;
  client.on("error", (error) => {
    reason = error;
  });
  client.on("end", () => {
    over.abort(new LockLost("the lock was lost with its connection to the database"));
    ended(reason);
  });
  await client.connect();
  return { client, ask: asking(client), over };
}

/** Nothing may be written any more; the job is tried again immediately, since nothing is wrong with the subject. */
export class LockLost extends Error {
  override readonly name = "LockLost";
  readonly retryAfter = 1;
}

/** Takes a lock, or lets go of it; `false`: another process has it. */
type Ask = (what: "take" | "free", number: bigint) => Promise<boolean>;

interface Asked {
  readonly what: "take" | "free";
  readonly number: bigint;
  readonly resolve: (done: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** A session answers one statement at a time; questions that arrive in the meantime go into the next one together. */
function asking(client: pg.Client): Ask {
  let waiting: Asked[] = [];
  let flushing = false;
  async function flush(): Promise<void> {
    flushing = true;
    while (waiting.length > 0) {
      const all = waiting;
      waiting = [];
      try {
        const done = await answered(client, all);
        for (const [index, { resolve }] of all.entries()) resolve(done[index] === true);
      } catch (error) {
        // Whether the server gave them nobody knows: only the end of the session is sure to take them back.
        const lost = new LockLost("the database did not say who has the lock", { cause: error });
        await client.end().catch(() => {});
        for (const { reject } of all) reject(lost);
      }
    }
    flushing = false;
  }
  return (what, number) =>
    new Promise((resolve, reject) => {
      waiting.push({ what, number, resolve, reject });
      if (!flushing) void flush();
    });
}

async function answered(client: pg.Client, all: readonly Asked[]): Promise<readonly boolean[]> {
  const { rows } = await client.query<{ done: boolean }>({
    name: "locks",
    text: `
      select case what when 'take' then pg_try_advisory_lock(number) else pg_advisory_unlock(number) end as done
      from unnest($1::text[], $2::bigint[]) as asked (what, number)`,
    values: [all.map(({ what }) => what), all.map(({ number }) => number.toString())],
  });
  return rows.map(({ done }) => done);
}

/** 64 bits: two keys that share a number only wait for each other. */
function numberOf(key: string): bigint {
  return createHash("sha256").update(`rung ${key}`).digest().readBigInt64BE();
}
