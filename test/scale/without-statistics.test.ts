/**
 * Every statement is carried out on a database whose planner knows nothing of its tables: the embedded one never looks at them by itself,
 * and a server only after a while. None may hold each row of a table against each other one for it, since everything else waits meanwhile.
 */

import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startBoss } from "../../src/queue/boss.ts";
import type { Sandbox } from "../../src/sandbox/start.ts";
import { createLog } from "../../src/shared/log.ts";
import { type About, everyStatement } from "./every-statement.ts";
import { busiest, copyOf, countsOf, filled, isExplained, open } from "./filled.ts";
import { effortOf } from "./plans.ts";
import { type Recorded, recording } from "./recording.ts";
import { sizesAt } from "./sizes.ts";
import { inBatches } from "./statements-in-batches.ts";

const sizes = sizesAt(0.003);
/** Of what waits. */
const WAITING = 600;

/** How often a statement may look at each row of the tables that it reads. */
const TIMES = 10;
/** Rows of small tables, and of the system's own. */
const FEW = 200;

const silent = createLog("silent");

let sandbox: Sandbox;
let client: pg.Client;
let statements: readonly Recorded[];
let counts: ReadonlyMap<string, number>;

beforeAll(async () => {
  const world = await filled(sizes);
  const { broad, url } = world;
  sandbox = world.sandbox;
  const about = busiest(broad);
  await fill(url, about);
  const untouched = await copyOf(url);
  const asked = recording(await open(url));
  const boss = await startBoss(asked.database, silent);
  await inBatches(asked.database, boss, about);
  await boss.stop();
  await everyStatement(asked.database, about);
  await asked.database.close();
  statements = onceEach(asked.statements);
  client = new pg.Client(untouched);
  await client.connect();
  counts = await countsOf(client);
});

afterAll(async () => {
  await client.end();
  await sandbox.close();
});

/** Work that waits, people who were vouched for, and old texts of registries. */
async function fill(url: string, { repository, installationId }: About): Promise<void> {
  const database = await open(url);
  const boss = await startBoss(database, silent);
  const waiting = Array.from({ length: WAITING }, (_, number) => {
    const job = { installationId, subject: { kind: "pull", repository, number }, cause: "a.cause", notes: [] } as const;
    const id = randomUUID();
    return { id, event: "rung", job, subjectKey: `pull:${repository.id}#${number}`, jobId: id };
  });
  await boss.store(waiting);
  await boss.stop();
  await sql`
    insert into vouches (repository_id, account_id, login, by_id, by_login, at)
    select ${repository.id}::bigint, 30000000 + n, ${repository.owner} || '-contributor-' || n, 1, 'somebody', now() - n * interval '1 day'
    from generate_series(1, ${sql.lit(WAITING)}) n`.execute(database.db);
  await sql`
    insert into registries (key, oid, text, good, seen_at)
    select 'blob:' || n || ':old', 'old', '', false, now() - interval '1 year' from generate_series(1, ${sql.lit(WAITING)}) n
    union all select 'good:' || n, 'new', '', true, now() from generate_series(1, ${sql.lit(WAITING)}) n
    on conflict do nothing`.execute(database.db);
  await database.close();
}

function onceEach(all: readonly Recorded[]): readonly Recorded[] {
  const explained = all.filter(isExplained);
  return [...new Map(explained.toReversed().map((one) => [`${one.site} ${one.text}`, one])).values()];
}

const OURS = "oid in (select relid from pg_stat_user_tables)";

/** What the planner believes of every table: as after a look at each that found it so. */
async function believe(what: string): Promise<void> {
  await client.query("delete from pg_statistic where starelid in (select relid from pg_stat_user_tables)");
  await client.query(`update pg_class set ${what}, relallvisible = 0 where relkind in ('r', 'p') and ${OURS}`);
  await client.query(`
    update pg_class set relpages = 0, reltuples = 0
    where relkind in ('i', 'I') and oid in (select indexrelid from pg_stat_user_indexes)`);
}

async function wasteful(): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { site, text, values } of statements) {
    const { looks, tables, text: plan } = await effortOf(client, text, values);
    const rows = tables.reduce((sum, table) => sum + (counts.get(table) ?? 0), FEW + countOf(values));
    if (looks > TIMES * rows) found.push(`${site}: ${looks} looks at ${tables.join(", ")}\n${text}\n${plan}`);
  }
  return found;
}

/** Of all that a statement was given. */
function countOf(values: readonly unknown[]): number {
  return values.reduce<number>((sum, value) => sum + (Array.isArray(value) ? value.length : rowsIn(value)), 0);
}

function rowsIn(value: unknown): number {
  if (typeof value !== "string" || !value.startsWith("[")) return 1;
  const rows: unknown = JSON.parse(value);
  return Array.isArray(rows) ? rows.length : 1;
}

it("R53: no statement looks at each row of its tables many times where they were never analyzed", async () => {
  await believe("relpages = 0, reltuples = -1");
  expect(await wasteful()).toEqual([]);
});

it("R53: no statement looks at each row of its tables many times where they were last seen almost empty", async () => {
  await believe("relpages = greatest(1, pg_relation_size(oid) / 8192), reltuples = 0");
  expect(await wasteful()).toEqual([]);
});
