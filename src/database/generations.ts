/** Counters that tell all processes that something cached by each of them is out of date. */
import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

/** What is cached: who is in teams; what registries ask for. */
export type Generation = "teams" | "registries";

export async function nextGeneration(db: Kysely<Schema>, of: Generation): Promise<void> {
  await sql`
    insert into key_values (key, value) values (${keyOf(of)}, '{"count": 1}')
    on conflict (key) do update
      set value = jsonb_build_object('count', (key_values.value->>'count')::int + 1), updated_at = now()`.execute(db);
}

/** 0: never counted. */
export async function generation(db: Kysely<Schema>, of: Generation): Promise<number> {
  const found = await sql<{ count: number }>`
    select (value->>'count')::int as count from key_values where key = ${keyOf(of)}`.execute(db);
  return found.rows[0]?.count ?? 0;
}

function keyOf(of: Generation): string {
  return `generation of ${of}`;
}
