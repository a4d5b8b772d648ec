/** Copies rows from one PostgreSQL to another, each value as PostgreSQL itself writes it as text, so that none is rounded or read as another type. */

import { type Kysely, sql } from "kysely";
import type { Schema } from "../schema.ts";

export interface CopiedTable {
  /** With its schema, where that is not the default one. */
  readonly name: string;
  /** Which rows, as SQL; absent: all. */
  readonly where?: string;
}

export interface Copied {
  readonly name: string;
  readonly rows: number;
}

interface Column {
  readonly name: string;
  readonly type: string;
  /** The source of its numbers; `null`: none. */
  readonly sequence: string | null;
}

/** What is copied at a time, in characters and in rows. */
const BATCH_CHARACTERS = 4_000_000;
const MAX_ROWS = 500;
const FIRST_ROWS = 20;

/** Tables that the migrator and processes keep for themselves. */
const NOT_DATA = ["kysely_migration", "kysely_migration_lock", "leases"];

/** All tables of the default schema that hold data. */
export async function dataTables(db: Kysely<Schema>): Promise<readonly CopiedTable[]> {
  const found = await sql<{ name: string }>`
    select relname as name from pg_class
    where relnamespace = current_schema()::regnamespace and relkind = 'r' and relname <> all(${NOT_DATA}::text[])
    order by relname`.execute(db);
  return found.rows;
}

/** How many rows of each there are in a database, tables that are not there left out. */
export async function rowCounts(db: Kysely<Schema>, tables: readonly CopiedTable[]): Promise<readonly Copied[]> {
  const counts: Copied[] = [];
  for (const { name } of tables) {
    const there = await sql<{ is: boolean }>`select to_regclass(${name}) is not null as is`.execute(db);
    if (there.rows[0]?.is !== true) continue;
    const found = await sql<{ rows: number }>`select count(*)::int as rows from ${sql.raw(name)}`.execute(db);
    counts.push({ name, rows: found.rows[0]?.rows ?? 0 });
  }
  return counts;
}

/** Both are transactions. The target's table is empty, and nobody else writes to it. */
export async function copyTable(
  source: Kysely<Schema>,
  target: Kysely<Schema>,
  { name, where = "true" }: CopiedTable,
): Promise<Copied> {
  const columns = await columnsOf(source, name);
  const texts = columns.map((column) => `${quoted(column.name)}::text as ${quoted(column.name)}`).join(", ");
  await sql.raw(`declare copied no scroll cursor for select ${texts} from ${name} where ${where}`).execute(source);
  let size = FIRST_ROWS;
  let rows = 0;
  for (;;) {
    const batch = await sql.raw<Record<string, string | null>>(`fetch ${size} from copied`).execute(source);
    if (batch.rows.length === 0) break;
    const text = JSON.stringify(batch.rows);
    await insert(target, name, columns, text);
    rows += batch.rows.length;
    size = Math.max(1, Math.min(MAX_ROWS, Math.floor(BATCH_CHARACTERS / (text.length / batch.rows.length))));
  }
  await sql.raw("close copied").execute(source);
  for (const column of columns) await setSequence(source, target, name, column);
  return { name, rows };
}

async function insert(target: Kysely<Schema>, name: string, columns: readonly Column[], rows: string): Promise<void> {
  const names = columns.map((column) => quoted(column.name));
  const typed = columns.map((column) => `${quoted(column.name)}::${column.type}`);
  const record = names.map((one) => `${one} text`);
  await sql`
    insert into ${sql.raw(name)} (${sql.raw(names.join(", "))}) overriding system value
    select ${sql.raw(typed.join(", "))} from json_to_recordset(${rows}::json) as given (${sql.raw(record.join(", "))})
  `.execute(target);
}

async function columnsOf(db: Kysely<Schema>, name: string): Promise<readonly Column[]> {
  const found = await sql<Column>`
    select attname as name, format_type(atttypid, atttypmod) as type, pg_get_serial_sequence(${name}, attname) as sequence
    from pg_attribute where attrelid = ${name}::regclass and attnum > 0 and not attisdropped and attgenerated = ''
    order by attnum`.execute(db);
  return found.rows;
}

/** The next number is the one that the source would have given. */
async function setSequence(
  source: Kysely<Schema>,
  target: Kysely<Schema>,
  table: string,
  { name, sequence }: Column,
): Promise<void> {
  if (sequence === null) return;
  const state = await sql<{ value: string; called: boolean }>`
    select last_value::text as value, is_called as called from ${sql.raw(sequence)}`.execute(source);
  const { value = "1", called = false } = state.rows[0] ?? {};
  await sql`select setval(pg_get_serial_sequence(${table}, ${name}), ${value}::bigint, ${called}::boolean)`.execute(
    target,
  );
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
