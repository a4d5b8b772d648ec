/** What is old goes while the process runs, again and again, and nothing is begun once it ends. */

import { sql } from "kysely";
import { expect, it, vi } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { startPruning } from "../../src/server/pruning.ts";
import { createLog } from "../../src/shared/log.ts";
import { aDatabase } from "../support/a-database.ts";

const log = createLog("silent");

async function anOldEntry({ db }: Database): Promise<void> {
  await sql`insert into audit (at, version, repository, repository_id, cause, what, detail, why, digest)
    values (now() - interval '500 days', '', 'o/r', 1, '{}', '', '{}', '[]', '')`.execute(db);
}

async function entries({ db }: Database): Promise<number> {
  return (await db.selectFrom("audit").select("id").execute()).length;
}

it("forgets old entries of the audit, and those that have become old since", async () => {
  const database = await aDatabase();
  await anOldEntry(database);
  const stop = startPruning({ db: database.db, auditDays: 400, log, firstMs: 1, everyMs: 5 });
  await vi.waitFor(async () => expect(await entries(database)).toBe(0), 60_000);
  await anOldEntry(database);
  await vi.waitFor(async () => expect(await entries(database)).toBe(0), 60_000);
  await stop();
  await anOldEntry(database);
  expect(await entries(database)).toBe(1);
  await database.close();
});

it("ends before it has begun where the process ends so soon", async () => {
  const database = await aDatabase();
  await anOldEntry(database);
  await startPruning({ db: database.db, auditDays: 400, log })();
  expect(await entries(database)).toBe(1);
  await database.close();
});
