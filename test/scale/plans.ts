/** Reads the plan of a statement: what it reads of which table, and whether it needs all of it. */
import pg from "pg";

export interface Plan {
  /** Tables that are read from one end to the other. */
  readonly scanned: readonly string[];
  /** Rows that were looked at, by table: those of functions as well. */
  readonly rows: ReadonlyMap<string, number>;
  readonly text: string;
}

/** Carried out, and taken back. */
export async function planOf(client: pg.Client, text: string, values: readonly unknown[]): Promise<Plan> {
  await client.query("begin");
  try {
    // A small table is read whole where that costs less: here it counts whether it must be.
    await client.query("set local enable_seqscan to off");
    const before = await countsOf(client);
    // As a statement is carried out that is prepared: without a look at its values.
    await client.query("set local plan_cache_mode to force_generic_plan");
    await client.query(`prepare looked_at as ${text}`);
    const given = values.length === 0 ? "" : `(${values.map(literal).join(", ")})`;
    const { rows } = await client.query<{ "QUERY PLAN": string }>(
      `explain (analyze, costs off, timing off, summary off, buffers off) execute looked_at${given}`,
    );
    const after = await countsOf(client);
    const rise = (name: string, of: keyof Counts) => (after.get(name)?.[of] ?? 0) - (before.get(name)?.[of] ?? 0);
    const read = [...after.keys()].map((name) => ({ name, scans: rise(name, "scans"), rows: rise(name, "rows") }));
    return {
      scanned: read.filter(({ scans }) => scans > 0).map(({ name }) => name),
      rows: new Map(read.filter((one) => one.rows > 0).map((one) => [one.name, one.rows])),
      text: rows.map((row) => row["QUERY PLAN"]).join("\n"),
    };
  } finally {
    await client.query("rollback");
    await client.query("deallocate all");
  }
}

/** Of no type, so that it takes the one that is asked for. */
function literal(value: unknown): string {
  if (value === null || value === undefined) return "null";
  return pg.escapeLiteral(textOf(value));
}

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `{${value.map((one) => JSON.stringify(textOf(one))).join(",")}}`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

interface Counts {
  readonly scans: number;
  readonly rows: number;
}

async function countsOf(client: pg.Client): Promise<ReadonlyMap<string, Counts>> {
  const { rows } = await client.query<{ name: string; scans: string; rows: string }>(`
    select relid::regclass::text as name, seq_scan as scans, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as rows
    from pg_stat_xact_user_tables`);
  return new Map(rows.map(({ name, ...counts }) => [name, { scans: Number(counts.scans), rows: Number(counts.rows) }]));
}
