/** When GitHub asked for quiet: remembered for all processes, and across restarts (R29). */

import { type Kysely, sql } from "kysely";
import { daysAgo, forgetInParts } from "./forget-in-parts.ts";
import type { Schema } from "./schema.ts";

interface StoredPause {
  /** `null`: the app itself. */
  readonly installationId: number | null;
  /** As GitHub asked. */
  readonly seconds: number;
  /** The seconds that remain; negative: since it ended. */
  readonly left: number;
  readonly secondary: boolean;
}

/** The pause that ends later counts. */
export async function savePause(
  db: Kysely<Schema>,
  pause: { readonly installationId: number | null; readonly seconds: number; readonly secondary: boolean },
): Promise<void> {
  const id = pause.installationId ?? 0;
  await sql`
    insert into pauses (installation_id, seconds, secondary)
    values (${id}, ${pause.seconds}::float8, ${pause.secondary}::boolean)
    on conflict (installation_id) do update
      set asked_at = excluded.asked_at, seconds = excluded.seconds, secondary = excluded.secondary
      where pauses.asked_at + make_interval(secs => pauses.seconds)
        < excluded.asked_at + make_interval(secs => excluded.seconds)`.execute(db);
}

/** Pauses in force, and secondary ones that ended at most `tail` times their length ago. */
export async function standingPauses(db: Kysely<Schema>, tail: number): Promise<readonly StoredPause[]> {
  const found = await sql<{ id: number; seconds: number; left: number; secondary: boolean }>`
    select installation_id as id, seconds, secondary,
      (seconds - extract(epoch from clock_timestamp() - asked_at))::float8 as left
    from pauses
    where asked_at + make_interval(secs => seconds * (case when secondary then 1 + ${tail}::float8 else 1 end)) > now()`.execute(
    db,
  );
  return found.rows.map(({ id, ...rest }) => ({ installationId: Number(id) === 0 ? null : Number(id), ...rest }));
}

/** Over for longer than writes stay spaced after it (github/client/spacing.ts), whatever GitHub asked for. */
export async function forgetPauses(db: Kysely<Schema>): Promise<number> {
  return await forgetInParts(db, "pauses", sql`asked_at + make_interval(secs => seconds * 20) < ${daysAgo(1)}`);
}
