/** Waits until nothing is left to do: no webhook under way, nothing waiting in the queue, nothing due, and every event known. */

import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";
import { z } from "zod";
import type { Sandbox } from "../../src/sandbox/start.ts";
import type { Truth } from "./truth.ts";

export interface Settling {
  readonly sandbox: Sandbox;
  readonly database: pg.Client;
  readonly truth: () => Truth;
  readonly withinMs: number;
}

const LOOK_MS = 500;
/** So many looks in a row must find everything at rest. */
const CALM = 4;

/** Deliveries that no bot has handled by the end, in one sentence each; empty: all are. */
export async function settled({ sandbox, database, truth, withinMs }: Settling): Promise<readonly string[]> {
  const end = performance.now() + withinMs;
  let calm = 0;
  let journal = -1;
  for (;;) {
    await sandbox.settled();
    const left = await unhandled(database, truth());
    const isCalm = left.length === 0 && !(await isSomethingDue(database)) && sandbox.journal.last === journal;
    calm = isCalm ? calm + 1 : 0;
    journal = sandbox.journal.last;
    if (calm >= CALM) return [];
    if (performance.now() > end) return left.length > 0 ? left : ["the bots were still busy when time was up"];
    await wait(LOOK_MS);
  }
}

const rows = z.array(
  z.object({
    id: z.string(),
    handled: z.boolean(),
    parked: z.boolean(),
    error: z.string().nullable(),
    subject_key: z.string(),
  }),
);

async function unhandled(database: pg.Client, { asking }: Truth): Promise<readonly string[]> {
  const found = await database.query(`
    select id, handled_at is not null as handled, parked_at is not null as parked, error, subject_key from deliveries`);
  const stored = rows.parse(found.rows);
  const ids = new Set(stored.map(({ id }) => id));
  const unknown = [...asking].filter(([guid]) => !ids.has(guid));
  return [
    ...unknown.map(([guid, { cause }]) => `delivery ${guid} (${cause}) was never taken`),
    ...stored
      .filter(({ handled }) => !handled)
      .map(
        ({ id, parked, error, subject_key: of }) =>
          `delivery ${id} of ${of} is ${parked ? "parked" : "waiting"}: ${error ?? "no failure"}`,
      ),
  ];
}

/** When each delivery that is still remembered was handled, by its id; ms. */
export async function handledTimes(database: pg.Client): Promise<ReadonlyMap<string, number>> {
  const found = await database.query(
    "select id, (extract(epoch from handled_at) * 1000)::float8 as at from deliveries where handled_at is not null",
  );
  return new Map(handled.parse(found.rows).map(({ id, at }) => [id, at]));
}

const handled = z.array(z.object({ id: z.string(), at: z.number() }));

/** What waits for a far day, such as the end of a nomination nobody supports, is no work of now. */
async function isSomethingDue(database: pg.Client): Promise<boolean> {
  const { rowCount } = await database.query("select 1 from looks where due_at < now() + interval '60 seconds' limit 1");
  return (rowCount ?? 0) > 0;
}
