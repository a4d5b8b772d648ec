/** Statements that PostgreSQL keeps by name: which do, and what another version's step does to them. */

import { sql } from "kysely";
import { expect, it, onTestFinished } from "vitest";
import { openServer } from "../../src/database/postgres-server.ts";
import { findPull, savePull } from "../../src/database/pulls.ts";
import { rowsOf } from "../../src/database/statement.ts";
import { statementNames } from "../../src/database/statement-names.ts";
import { emptyRecord } from "../../src/gate/record/record-changes.ts";
import { silent } from "../support/each-database.ts";
import { freshDatabase } from "../support/fresh-database.ts";

it("a text that comes again has a name, always the same; one that came once has none", () => {
  const names = statementNames();
  const text = "select owner from pulls where number = $1";
  expect(names.perhaps(text)).toBe(null);
  const name = names.perhaps(text);
  expect(name).not.toBe(null);
  expect([names.perhaps(text), names.always(text)]).toEqual([name, name]);
});

it("a text whose columns another version may change has no name, however often it comes", () => {
  for (const text of [
    "select * from pulls where number = $1",
    'select "pulls".* from pulls where number = $1',
    "select epoch, * from checks where head_sha = $1",
    "update pulls set number = $1 returning *",
  ]) {
    const names = statementNames();
    expect([1, 2, 3].map(() => names.perhaps(text))).toEqual([null, null, null]);
  }
  const names = statementNames();
  expect([1, 2].map(() => names.perhaps("select count(*) from pulls where number = $1"))[1]).not.toBe(null);
});

it("names are bounded, however many texts there are; a text that had one keeps it", () => {
  const names = statementNames();
  const all = Array.from({ length: 2_000 }, (_, n) => `select ${n} where $1`);
  const given = all.map((text) => [names.perhaps(text), names.perhaps(text)][1]);
  expect(given.filter((name) => name !== null)).toHaveLength(300);
  expect(names.perhaps("select 7 where $1")).toBe(given[7]);
});

it("a newer version's column, added while this one runs, spoils no statement that is kept by name", async () => {
  const database = await openServer(await freshDatabase(), silent);
  onTestFinished(() => database.close());
  const { db } = database;
  const repository = { id: 1, owner: "KusionStack", name: "kusion" };
  const pull = {
    repository,
    number: 7,
    headSha: "a".repeat(40),
    baseRef: "main",
    state: "open",
    record: emptyRecord(),
  } as const;
  const kept = () => rowsOf<{ n: number }>(db, "select count(*)::int as n from pg_prepared_statements", []);
  for (let n = 0; n < 10; n += 1) {
    await savePull(db, pull);
    expect(await findPull(db, 1, 7)).toEqual(pull);
  }
  expect((await kept())[0]?.n).toBeGreaterThan(1);
  await sql`alter table pulls add column newer text`.execute(db);
  await savePull(db, pull);
  expect(await findPull(db, 1, 7)).toEqual(pull);
});
