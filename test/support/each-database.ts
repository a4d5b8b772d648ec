/** The same tests against both databases: embedded in memory, and a PostgreSQL server. */
import { sql } from "kysely";
import { afterAll, beforeAll, describe } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { openMemory } from "../../src/database/embedded.ts";
import { openServer } from "../../src/database/postgres-server.ts";
import { createLog } from "../../src/shared/log.ts";
import { aPostgres, type TestPostgres } from "./a-postgres.ts";

export const silent = createLog("silent");

/** `open` gives an empty database at each call; whoever calls closes it before the next call. */
export function onEachDatabase(name: string, tests: (open: () => Promise<Database>) => void): void {
  describe(`${name}, embedded`, () => {
    // Starting one takes seconds; emptying it does not.
    let memory: Database | null = null;
    beforeAll(async () => {
      memory = await openMemory();
    }, 120_000);
    afterAll(async () => {
      await memory?.close();
    });
    tests(async () => {
      if (memory === null) throw new Error("the embedded database has not started");
      const database = memory;
      return { ...database, close: () => emptied(database) };
    });
  });
  describe(`${name}, on a PostgreSQL server`, () => {
    let postgres: TestPostgres | null = null;
    beforeAll(async () => {
      postgres = await aPostgres();
    });
    afterAll(async () => {
      await postgres?.stop();
    });
    tests(async () => {
      if (postgres === null) throw new Error("PostgreSQL has not started");
      return await openServer(await postgres.freshDatabase(), silent);
    });
  });
}

async function emptied({ db }: Database): Promise<void> {
  await sql`truncate deliveries, pulls, checks, merge_groups, registries, key_values, looks, acts, away, leases, seen_deliveries, pauses, audit, nominations, repositories`.execute(
    db,
  );
  const queue = await sql<{ found: boolean }>`select to_regclass('pgboss.job') is not null as found`.execute(db);
  if (queue.rows[0]?.found) await sql`delete from pgboss.job`.execute(db);
}
