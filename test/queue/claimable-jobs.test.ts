/** What a claim reads, however much waits: the planner has never seen the table with rows in it. */

import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import pg from "pg";
import { expect, it } from "vitest";
import { openServer } from "../../src/database/postgres-server.ts";
import { type Boss, startBoss } from "../../src/queue/boss.ts";
import { createLog } from "../../src/shared/log.ts";
import { planOf } from "../scale/plans.ts";
import { freshDatabase } from "../support/fresh-database.ts";

const RUNNING = 150;
const LIMIT = 16;

it.each([400, 20_000])(
  "of %i that wait a claim looks at what it takes, with and without crowds that are left out",
  async (count) => {
    const url = await freshDatabase();
    const log = createLog("silent");
    const opened = await openServer(url, log);
    const statements: { readonly text: string; readonly values: readonly unknown[] }[] = [];
    const noted: typeof opened.prepared = (text, values) => {
      statements.push({ text, values });
      return opened.prepared(text, values);
    };
    const boss = await startBoss({ ...opened, prepared: noted }, log);
    await store(boss, RUNNING);
    for (let taken = 0; taken < RUNNING; ) taken += (await boss.claim(LIMIT, [])).length;
    await sql`alter table pgboss.job_common set (autovacuum_enabled = off)`.execute(opened.db);
    await sql`
    insert into pgboss.job_common (id, name, singleton_key, data, policy, group_id, created_on)
    select gen_random_uuid(), name, 'pull:1#' || 1000000 + n, jsonb_build_object('subject', 'pull:1#' || 1000000 + n), policy,
      'pull:' || n % 100, created_on + n * interval '1 ms'
    from (select * from pgboss.job_common limit 1) one, generate_series(1, ${sql.lit(count)}) n`.execute(opened.db);
    statements.length = 0;
    expect(await boss.claim(LIMIT, [])).toHaveLength(LIMIT);
    expect(await boss.claim(LIMIT, ["pull:1", "pull:2"])).toHaveLength(LIMIT);
    expect(statements).toHaveLength(2);
    const client = new pg.Client(url);
    await client.connect();
    for (const { text, values } of statements) {
      const { rows } = await planOf(client, text, values);
      expect(rows.get("pgboss.job_common")).toBeLessThan(20 * LIMIT);
    }
    await client.end();
    await boss.stop();
    await opened.close();
  },
);

it("R53: taking away the jobs that a run took along does not look at all that waits anew for each job that waits", async () => {
  const log = createLog("silent");
  const opened = await openServer(await freshDatabase(), log);
  const boss = await startBoss(opened, log);
  await sql`alter table pgboss.job_common set (autovacuum_enabled = off)`.execute(opened.db);
  await store(boss, 400);
  const ids = await sql<{ id: string }>`select id from pgboss.job_common order by created_on limit 20`.execute(
    opened.db,
  );
  const read = await opened.db.transaction().execute(async (trx) => {
    await boss.remove(
      trx,
      ids.rows.map(({ id }) => id),
    );
    const { rows } = await sql<{ read: number }>`
      select (seq_tup_read + coalesce(idx_tup_fetch, 0))::integer as read from pg_stat_xact_user_tables
      where relid = 'pgboss.job_common'::regclass`.execute(trx);
    return rows[0]?.read;
  });
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThan(5 * 400);
  const left = await sql<{ count: number }>`select count(*)::integer as count from pgboss.job_common`.execute(
    opened.db,
  );
  expect(left.rows).toEqual([{ count: 380 }]);
  await boss.stop();
  await opened.close();
});

async function store(boss: Boss, count: number): Promise<void> {
  const jobs = Array.from({ length: count }, (_, number) => {
    const repository = { owner: "o", name: "r", id: 1 };
    const job = {
      installationId: 1,
      subject: { kind: "pull" as const, repository, number },
      cause: "sweep",
      notes: [],
    };
    const id = randomUUID();
    return { id, event: "rung", job, subjectKey: `pull:1#${number}`, jobId: id };
  });
  await boss.store(jobs);
}
