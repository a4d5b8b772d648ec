/** What PostgreSQL tells of itself: sizes, dead rows, what was read without an index, which statements cost most, how long work waited. */

import pg from "pg";

export interface TableFigures {
  readonly name: string;
  readonly rows: number;
  readonly dead: number;
  readonly tableMiB: number;
  readonly indexMiB: number;
  /** Since the figures were set back. */
  readonly sequentialScans: number;
  readonly sequentialRows: number;
}

export interface Statement {
  readonly text: string;
  readonly calls: number;
  readonly totalMs: number;
  readonly meanMs: number;
  /** Blocks of 8 KiB for each call. */
  readonly blocksEach: number;
}

export interface Waits {
  readonly handled: number;
  readonly p50: number;
  readonly p95: number;
  readonly longest: number;
  /** Of them, those that were tried more than once. */
  readonly again: number;
}

export interface Eye {
  tables(): Promise<readonly TableFigures[]>;
  /** The costliest first; none where the server does not count them. */
  statements(most: number): Promise<readonly Statement[]>;
  /** Seconds from a delivery's coming to its being handled, of those that came since then. */
  waits(since: Date): Promise<Waits>;
  waiting(): Promise<number>;
  /** Why what waits was tried in vain, the most frequent first. */
  troubles(): Promise<readonly string[]>;
  now(): Promise<Date>;
  sizeMiB(): Promise<number>;
  /** Counts begin anew. */
  setBack(): Promise<void>;
  run(text: string): Promise<void>;
  /** Of a statement that answers one truth value. */
  isTrue(text: string): Promise<boolean>;
  close(): Promise<void>;
}

const MIB = 1_048_576;

export async function openEye(url: string): Promise<Eye> {
  const client = new pg.Client({ connectionString: url, application_name: "scale" });
  await client.connect();
  const loaded = await client.query<{ libraries: string }>(
    "select current_setting('shared_preload_libraries') as libraries",
  );
  const counts = loaded.rows[0]?.libraries.includes("pg_stat_statements") === true;
  if (counts) await client.query("create extension if not exists pg_stat_statements");
  const numbers = (row: Record<string, unknown>, name: string) => Number(row[name] ?? 0);
  return {
    tables: async () => {
      // What other connections counted reaches the views within a second.
      await client.query("select pg_stat_force_next_flush(), pg_stat_clear_snapshot()");
      // Before anything is counted here, which reads the tables.
      const { rows } = await client.query(`
        with figures as materialized (select * from pg_stat_user_tables)
        select relid::regclass::text as name, n_dead_tup, pg_table_size(relid) as own, pg_indexes_size(relid) as indexes, seq_scan, seq_tup_read,
          (xpath('/row/n/text()', query_to_xml('select count(*) as n from ' || relid::regclass, false, true, '')))[1]::text as rows
        from figures order by pg_total_relation_size(relid) desc`);
      return rows.map((row: Record<string, unknown>) => ({
        name: String(row.name),
        rows: numbers(row, "rows"),
        dead: numbers(row, "n_dead_tup"),
        tableMiB: numbers(row, "own") / MIB,
        indexMiB: numbers(row, "indexes") / MIB,
        sequentialScans: numbers(row, "seq_scan"),
        sequentialRows: numbers(row, "seq_tup_read"),
      }));
    },
    statements: async (most) => {
      if (!counts) return [];
      const { rows } = await client.query(
        `select regexp_replace(query, '\\s+', ' ', 'g') as text, calls, total_exec_time as total, mean_exec_time as mean,
          (shared_blks_hit + shared_blks_read)::float8 / calls as blocks
        from pg_stat_statements s join pg_database d on d.oid = s.dbid where d.datname = current_database()
        order by total_exec_time desc limit $1`,
        [most],
      );
      return rows.map((row: Record<string, unknown>) => ({
        text: String(row.text),
        calls: numbers(row, "calls"),
        totalMs: numbers(row, "total"),
        meanMs: numbers(row, "mean"),
        blocksEach: numbers(row, "blocks"),
      }));
    },
    waits: async (since) => {
      const { rows } = await client.query(
        `select count(*) as handled, count(*) filter (where attempts > 0) as again, percentile_cont(array[0.5, 0.95, 1]) within group (order by extract(epoch from handled_at - received_at)) as at
        from deliveries where received_at >= $1 and handled_at is not null and event <> 'rung'`,
        [since],
      );
      const [row] = rows as readonly {
        readonly handled: string;
        readonly again: string;
        readonly at: readonly number[] | null;
      }[];
      const [p50 = 0, p95 = 0, longest = 0] = row?.at ?? [];
      return { handled: Number(row?.handled ?? 0), again: Number(row?.again ?? 0), p50, p95, longest };
    },
    waiting: async () => {
      const { rows } = await client.query(
        "select count(*) as waiting from deliveries where handled_at is null and parked_at is null and coalesce(retry_at, now()) <= now()",
      );
      return Number((rows as readonly { readonly waiting: string }[])[0]?.waiting ?? 0);
    },
    troubles: async () => {
      const { rows } = await client.query<{ error: string; count: string }>(
        `select left(error, 120) as error, count(*) from deliveries where handled_at is null and parked_at is null and error is not null
        group by 1 order by 2 desc limit 3`,
      );
      return rows.map(({ error, count }) => `${count} times: ${error}`);
    },
    now: async () => {
      const { rows } = await client.query("select now() as now");
      return (rows as readonly { readonly now: Date }[])[0]?.now ?? new Date();
    },
    sizeMiB: async () => {
      const { rows } = await client.query("select pg_database_size(current_database()) as size");
      return Number((rows as readonly { readonly size: string }[])[0]?.size ?? 0) / MIB;
    },
    setBack: async () => {
      await client.query("select pg_stat_reset()");
      if (counts) await client.query("select pg_stat_statements_reset()");
    },
    run: async (text) => {
      await client.query(text);
    },
    isTrue: async (text) => {
      const { rows } = await client.query({ text, rowMode: "array" });
      return (rows as readonly (readonly unknown[])[])[0]?.[0] === true;
    },
    close: () => client.end(),
  };
}
