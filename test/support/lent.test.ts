/** What goes from test to test is as if it were new, and a test that has closed it can no longer use it. */

import { sql } from "kysely";
import { expect, it } from "vitest";
import { saveAudit } from "../../src/database/audit-entries.ts";
import type { Database } from "../../src/database/database.ts";
import { saveValue } from "../../src/database/key-values.ts";
import { aDatabase } from "./a-database.ts";

const nameOf = async ({ db }: Database) =>
  (await sql<{ name: string }>`select current_database() as name`.execute(db)).rows[0]?.name;

/** Whether the next one is the same, and empty. */
async function isLentAgain(database: Database): Promise<boolean> {
  const name = await nameOf(database);
  await database.close();
  const next = await aDatabase();
  const [again, values] = [await nameOf(next), await next.db.selectFrom("key_values").selectAll().execute()];
  expect(values).toEqual([]);
  await next.close();
  return again === name;
}

it("is lent again, empty", async () => {
  const database = await aDatabase();
  await saveValue(database.db, "a", {});
  expect(await isLentAgain(database)).toBe(true);
});

it("is of no use once it is closed, in any way", async () => {
  const database = await aDatabase();
  await database.close();
  const uses = [
    () => database.db.selectFrom("pulls").selectAll().execute(),
    () => sql`select 1`.execute(database.db),
    () => database.db.transaction().execute((trx) => trx.selectFrom("pulls").selectAll().execute()),
    () => database.boss.executeSql("select 1"),
    () => database.prepared("select 1", []),
    () => database.transaction((query) => query("select 1", [])),
    () => database.exclusive.run("a", async () => {}),
  ];
  for (const use of uses) await expect(use()).rejects.toThrow("this database is closed");
});

it("counts from the beginning again", async () => {
  const entry = {
    repository: "o/r",
    repositoryId: 1,
    number: 1,
    headSha: null,
    cause: { deliveries: [], total: 0, said: [], attempt: 1 },
    what: "judged",
    detail: {},
  };
  const idOfFirst = async (database: Database) => {
    await saveAudit(database.db, [{ ...entry, why: [], digest: "" }]);
    const [first] = await database.db.selectFrom("audit").select("id").execute();
    await database.close();
    return first?.id;
  };
  const name = await aDatabase();
  expect(await idOfFirst(name)).toBe(await idOfFirst(await aDatabase()));
});

it.each([
  "create table left_behind ()",
  "alter table away add column left_behind text",
  "alter table away drop column said_in",
  "alter table away alter column until type text",
  "create index left_behind on away (until)",
  "alter table away add constraint left_behind check (login <> '')",
  "create function left_behind() returns int language sql return 1",
  "alter table audit drop constraint audit_pkey",
])("is not lent again after: %s", async (statement) => {
  const changed = await aDatabase();
  await sql.raw(statement).execute(changed.db);
  expect(await isLentAgain(changed)).toBe(false);
});

it("is not lent again with a lock that somebody holds", async () => {
  const locked = await aDatabase();
  const { promise, resolve } = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const task = locked.exclusive.run("a", async () => {
    held.resolve();
    await promise;
  });
  await held.promise;
  expect(await isLentAgain(locked)).toBe(false);
  resolve();
  await task;
});
