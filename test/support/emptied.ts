/** Empties an open database of whatever a test has left in it. */

import { sql } from "kysely";
import type { Database } from "../../src/database/database.ts";

/** Deletes every row and sets every counter back: quicker than `truncate` where there are few rows. */
export async function emptied(database: Database): Promise<void> {
  await database.prepared(await emptying(database), []);
}

/** The statement that does it, for whoever empties a database again and again: it is planned once a connection. */
export async function emptying({ db }: Pick<Database, "db">): Promise<string> {
  const { rows } = await sql<{ statement: string }>`
    select format('with %s select %s',
      (select string_agg(format('%I as (delete from %I.%I)', schemaname || tablename, schemaname, tablename), ', ')
        from pg_tables
        where (schemaname = 'public' and tablename not like 'kysely_migration%') or (schemaname = 'pgboss' and tablename = 'job')),
      (select string_agg(format('setval(%L, %s, false)', format('%I.%I', schemaname, sequencename), start_value), ', ')
        from pg_sequences where schemaname = 'public')) as statement`.execute(db);
  return rows[0]?.statement ?? "";
}

/**
 * As SQL, another one with every table, column, index, constraint, function or trigger of Rung's that is added, changed or taken away:
 * how many there are, and the youngest transaction that wrote one.
 */
export const SHAPE = `(
  with own as (select oid from pg_class where relnamespace = 'public'::regnamespace),
  parts as (
    select xmin from pg_attribute where attrelid = any(array(select oid from own))
    union all select xmin from pg_constraint where connamespace = 'public'::regnamespace
    union all select xmin from pg_proc where pronamespace = 'public'::regnamespace
    union all select xmin from pg_trigger where tgrelid = any(array(select oid from own)))
  select concat(count(*), ' ', max(xmin::text::bigint)) from parts)`;
