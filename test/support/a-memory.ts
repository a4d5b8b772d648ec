/**
 * The embedded database in memory, empty and migrated. To make one takes seconds of computing and to empty one milliseconds, so what
 * one test closes the next one opens.
 */
import { sql } from "kysely";
import type { Database } from "../../src/database/database.ts";
import { openMemory } from "../../src/database/embedded.ts";

interface Lent {
  readonly database: Database;
  /** Of the tables as they were made: whatever comes back otherwise is thrown away. */
  readonly shape: string;
}

/** Each takes some hundred megabytes, and few tests have more than two open at a time. */
const MAX_KEPT = 2;
const kept: Lent[] = [];

export async function aMemory(): Promise<Database> {
  const lent = kept.pop() ?? (await made());
  let back: Promise<void> | null = null;
  return {
    ...lent.database,
    close: () => {
      back ??= takenBack(lent);
      return back;
    },
  };
}

async function made(): Promise<Lent> {
  const database = await openMemory();
  return { database, shape: await shapeOf(database) };
}

async function takenBack(lent: Lent): Promise<void> {
  const { database, shape } = lent;
  if (kept.length >= MAX_KEPT || (await shapeOf(database)) !== shape) return await database.close();
  await emptied(database);
  kept.push(lent);
}

/** Rung's tables as they are after the migrations, and no job of pg-boss's. */
export async function emptied({ db }: Database): Promise<void> {
  const tables = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where (schemaname = 'public' and tablename not like 'kysely_migration%') or (schemaname = 'pgboss' and tablename = 'job')`.execute(
    db,
  );
  await sql.raw(`truncate ${tables.rows.map(({ name }) => name).join(", ")} restart identity`).execute(db);
}

/** Another one with every table, column, index, constraint, function or trigger of Rung's that is added or taken away. */
async function shapeOf({ db }: Database): Promise<string> {
  const { rows } = await sql<{ shape: string }>`
    with own as (select oid from pg_class where relnamespace = 'public'::regnamespace)
    select md5(string_agg(part, ',' order by part)) as shape from (
      select concat_ws(' ', attrelid, attnum, attname, atttypid, attnotnull) as part
        from pg_attribute where attrelid in (select oid from own)
      union all select concat_ws(' ', 'constraint', oid) from pg_constraint where connamespace = 'public'::regnamespace
      union all select concat_ws(' ', 'function', oid, xmin) from pg_proc where pronamespace = 'public'::regnamespace
      union all select concat_ws(' ', 'trigger', oid) from pg_trigger where tgrelid in (select oid from own)
    ) as parts`.execute(db);
  return rows[0]?.shape ?? "";
}
