/** Counters by which all processes learn that something they cache is out of date, and whose it is. */

import { type Kysely, sql } from "kysely";
import { z } from "zod";
import { loginKey } from "../shared/names.ts";
import type { Schema } from "./schema.ts";

/** What is cached: who is in teams; what registries ask for. */
type Generation = "teams" | "registries";

/** How many owners are remembered. A process that has missed more changes than this assumes that everybody's have changed. */
const MAX_OWNERS = 100;

/** Something of that owner's is another one now. */
export async function nextGeneration(db: Kysely<Schema>, of: Generation, owner: string): Promise<void> {
  const first = { count: 1, owners: [{ owner: loginKey(owner), count: 1 }] };
  await sql`
    insert into key_values (key, value) values (${keyOf(of)}, ${JSON.stringify(first)}::jsonb)
    on conflict (key) do update set updated_at = now(), value = (
      select jsonb_build_object('count', next.count, 'owners', (
        select jsonb_agg(latest.one) from (
          select one from jsonb_array_elements(
            coalesce(key_values.value->'owners', '[]')
              || jsonb_build_object('owner', ${loginKey(owner)}::text, 'count', next.count)) one
          order by (one->>'count')::int desc limit ${sql.lit(MAX_OWNERS)}) latest))
      from (select (key_values.value->>'count')::int + 1 as count) next)`.execute(db);
}

interface Changes {
  readonly count: number;
  /** Folded logins of those who have changed since; `null`: anybody may have. */
  readonly owners: ReadonlySet<string> | null;
}

const view = z.object({
  count: z.number(),
  // An older version keeps none.
  owners: z.array(z.object({ owner: z.string(), count: z.number() })).default([]),
});

/** `since`: the count that was known; 0: none was. */
export async function changedSince(db: Kysely<Schema>, of: Generation, since: number): Promise<Changes> {
  const row = await db.selectFrom("key_values").select("value").where("key", "=", keyOf(of)).executeTakeFirst();
  const { count, owners } = view.safeParse(row?.value).data ?? { count: 0, owners: [] };
  if (count === since) return { count, owners: new Set() };
  const later = owners.filter((one) => one.count > since);
  // A count that went back is of a database that was set back.
  const isWhole = count > since && later.length === count - since;
  return { count, owners: isWhole ? new Set(later.map(({ owner }) => owner)) : null };
}

function keyOf(of: Generation): string {
  return `generation of ${of}`;
}
