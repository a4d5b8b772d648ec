/** Places in a queue: whoever takes one is told how long to wait, whichever process asks; by the database's clock. */

import { type Kysely, sql } from "kysely";
import { z } from "zod";
import type { Schema } from "./schema.ts";

const lineView = z.object({ at: z.number(), count: z.number() });

interface Line {
  readonly key: string;
  /** No turn is sooner than this. */
  readonly notBefore: number;
  /** Seconds between a turn and the one before it, by how many were before in this crowd. */
  readonly gap: (before: number) => number;
}

/** After this many seconds without a turn, a new crowd begins. */
const OVER_S = 3_600;

/** Seconds until the turn. */
export async function takePlace(db: Kysely<Schema>, { key, notBefore, gap }: Line): Promise<number> {
  return await moved(db, key, ({ at, count }, now) => ({
    at: Math.max(now + notBefore, count === 0 ? at : at + gap(count)),
    count: count + 1,
  }));
}

/** No turn that is taken from now on is sooner than in this many seconds. */
export async function holdPlaces(db: Kysely<Schema>, key: string, seconds: number): Promise<void> {
  await moved(db, key, ({ at, count }, now) => ({ at: Math.max(at, now + seconds), count }));
}

type Turn = z.infer<typeof lineView>;

/** Seconds until the line's last turn, which `move` tells of the one before it and the present time. */
async function moved(db: Kysely<Schema>, key: string, move: (last: Turn, now: number) => Turn): Promise<number> {
  return await db.transaction().execute(async (trx) => {
    await sql`insert into key_values (key, value) values (${key}, '{}'::jsonb)
      on conflict (key) do nothing`.execute(trx);
    const found = await sql<{ value: unknown; now: number }>`
      select value, extract(epoch from clock_timestamp())::float8 as now
      from key_values where key = ${key} for update`.execute(trx);
    const now = found.rows[0]?.now ?? 0;
    const last = lineView.safeParse(found.rows[0]?.value).data;
    const turn = move(last === undefined || last.at < now - OVER_S ? { at: now, count: 0 } : last, now);
    await sql`update key_values set value = ${JSON.stringify(turn)}::text::jsonb, updated_at = now() where key = ${key}`.execute(
      trx,
    );
    return Math.max(0, turn.at - now);
  });
}
