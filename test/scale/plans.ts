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
  return await takenBack(client, async () => {
    // A small table is read whole where that costs less: here it counts whether it must be.
    await client.query("set local enable_seqscan to off");
    const before = await countsOf(client);
    // As a statement is carried out that is prepared: without a look at its values.
    await client.query("set local plan_cache_mode to force_generic_plan");
    await client.query(`prepare looked_at as ${text}`);
    const { rows } = await client.query<{ "QUERY PLAN": string }>(
      `explain (analyze, costs off, timing off, summary off, buffers off) execute looked_at${given(values)}`,
    );
    const read = risen(before, await countsOf(client));
    return {
      scanned: read.filter(({ scans }) => scans > 0).map(({ name }) => name),
      rows: new Map(read.filter((one) => one.rows > 0).map((one) => [one.name, one.rows])),
      text: rows.map((row) => row["QUERY PLAN"]).join("\n"),
    };
  });
}

export interface Effort {
  /** Rows that any part of the plan looked at, as often as it did: those that it had looked at before as well. */
  readonly looks: number;
  /** Tables that were read. */
  readonly tables: readonly string[];
  readonly text: string;
}

/** Of the two ways in which a prepared statement is planned, the one that costs more; carried out as planned, and taken back. */
export async function effortOf(client: pg.Client, text: string, values: readonly unknown[]): Promise<Effort> {
  const blindly = await effortBy(client, "force_generic_plan", text, values);
  const byValues = await effortBy(client, "force_custom_plan", text, values);
  return blindly.looks > byValues.looks ? blindly : byValues;
}

async function effortBy(client: pg.Client, mode: string, text: string, values: readonly unknown[]): Promise<Effort> {
  return await takenBack(client, async () => {
    const before = await countsOf(client);
    await client.query(`set local plan_cache_mode to ${mode}`);
    await client.query(`prepare looked_at as ${text}`);
    const { rows } = await client.query<{ "QUERY PLAN": readonly [{ readonly Plan: Node }] }>(
      `explain (analyze, format json, costs off, timing off, summary off, buffers off) execute looked_at${given(values)}`,
    );
    const read = risen(before, await countsOf(client)).filter((one) => one.rows > 0);
    const plan = rows[0]?.["QUERY PLAN"][0].Plan;
    if (plan === undefined) throw new Error("there is no plan");
    // What functions read is in no plan.
    const fetched = read.reduce((sum, one) => sum + one.rows, 0);
    const looks = Math.max(fetched, looksOf(plan));
    return { looks, tables: read.map(({ name }) => name), text: JSON.stringify(plan, null, 1) };
  });
}

interface Node {
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly Plans?: readonly Node[];
}

/** With what was looked at and left out. */
function looksOf(node: Node): number {
  const removed = Object.entries(node).flatMap(([key, value]) => (key.startsWith("Rows Removed") ? Number(value) : []));
  const each = [node["Actual Rows"], ...removed].reduce((sum, one) => sum + one, 0);
  return (node.Plans ?? []).reduce((sum, one) => sum + looksOf(one), node["Actual Loops"] * each);
}

async function takenBack<T>(client: pg.Client, look: () => Promise<T>): Promise<T> {
  await client.query("begin");
  try {
    return await look();
  } finally {
    await client.query("rollback");
    await client.query("deallocate all");
  }
}

function given(values: readonly unknown[]): string {
  return values.length === 0 ? "" : `(${values.map(literal).join(", ")})`;
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

function risen(
  before: ReadonlyMap<string, Counts>,
  after: ReadonlyMap<string, Counts>,
): readonly ({ readonly name: string } & Counts)[] {
  return [...after].map(([name, { scans, rows }]) => ({
    name,
    scans: scans - (before.get(name)?.scans ?? 0),
    rows: rows - (before.get(name)?.rows ?? 0),
  }));
}
