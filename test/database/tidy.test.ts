/** How the embedded database is kept small: it does by itself what a server does beside its work. */

import { sql } from "kysely";
import { expect, it } from "vitest";
import { openMemory } from "../../src/database/embedded.ts";
import { aMemory } from "../support/a-memory.ts";

it("R53: while it is tidied, everything else has its turn after each table", async () => {
  const { db, tidy } = await aMemory();
  const ended: string[] = [];
  const tidied = tidy().then(() => ended.push("tidied"));
  for (let turn = 1; turn <= 3; turn += 1) {
    await sql`select 1`.execute(db);
    ended.push(`turn ${turn}`);
  }
  await tidied;
  expect(ended).toEqual(["turn 1", "turn 2", "turn 3", "tidied"]);
});

it("every table is looked at, the queue's and the system's own as well", async () => {
  const { db, tidy } = await aMemory();
  await sql`insert into key_values (key, value) values ('one', '{}'), ('other', '{}')`.execute(db);
  await sql`delete from key_values where key = 'one'`.execute(db);
  await tidy();
  const unseen = await sql`
    select oid::regclass::text from pg_class where relkind in ('r', 'p') and reltuples < 0`.execute(db);
  expect(unseen.rows).toEqual([]);
  const found = await sql`select reltuples::integer as count from pg_class where oid = 'key_values'::regclass`.execute(
    db,
  );
  expect(found.rows).toEqual([{ count: 1 }]);
});

it("it can be closed in the midst of it", async () => {
  const database = await openMemory();
  const tidied = database.tidy();
  await sql`select 1`.execute(database.db);
  await database.close();
  await tidied;
});
