/**
 * A keyed lock across all processes on one PostgreSQL: advisory locks of a session of its own, which the server lets go of by itself
 * when the process dies. One session holds any number of them.
 */
import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import type { Log } from "../log.ts";
import { type KeyedLock, keyedLock } from "./keyed-lock.ts";

export interface SharedLock extends KeyedLock {
  close(): Promise<void>;
}

/** Another process has it: asked again after so long, and with each refusal a little later. */
const AGAIN_MS = 25;
const LONGEST_AGAIN_MS = 250;
const ANSWER_MS = 10_000;

interface Session {
  readonly client: pg.Client;
  /** Aborts when the session ends, and all its locks with it. */
  readonly over: AbortController;
}

export function sharedLock(connectionString: string, log: Log): SharedLock {
  const here = keyedLock();
  let session: Promise<Session> | null = null;

  function current(): Promise<Session> {
    session ??= opened(connectionString, (reason) => {
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
        for (let again = AGAIN_MS; !(await taken(own, number)); again = Math.min(2 * again, LONGEST_AGAIN_MS))
          await wait(again);
        try {
          return await task(own.over.signal);
        } finally {
          // A session that ended has let go of it already.
          if (!own.over.signal.aborted) await freed(own, number).catch(() => own.client.end());
        }
      }),
    close: async () => {
      const open = await session?.catch(() => null);
      await open?.client.end();
    },
  };
}

async function opened(connectionString: string, ended: (reason: Error | null) => void): Promise<Session> {
  const client = new pg.Client({
    ...{ connectionString, application_name: "rung-locks", keepAlive: true },
    ...{ connectionTimeoutMillis: ANSWER_MS, query_timeout: ANSWER_MS },
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
  return { client, over };
}

/** Nothing is to be written any more; tried again at once, as nothing is wrong with the subject. */
export class LockLost extends Error {
  override readonly name = "LockLost";
  readonly retryAfter = 1;
}

async function taken({ client }: Session, number: bigint): Promise<boolean> {
  const answer = await client.query<{ taken: boolean }>({
    name: "take",
    text: "select pg_try_advisory_lock($1::bigint) as taken",
    values: [number],
  });
  return answer.rows[0]?.taken === true;
}

async function freed({ client }: Session, number: bigint): Promise<void> {
  await client.query({ name: "free", text: "select pg_advisory_unlock($1::bigint)", values: [number] });
}

/** 64 bits: two keys that share a number only wait for each other. */
function numberOf(key: string): bigint {
  return createHash("sha256").update(`rung ${key}`).digest().readBigInt64BE();
}
