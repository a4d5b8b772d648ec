import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { forgetQuiets, quietsOf, saveQuiet } from "../../src/database/growth-quiets.ts";
import { aDatabase } from "../support/a-database.ts";

let database: Database;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await sql`delete from growth_quiets`.execute(database.db);
});

const person = { login: "newt", id: 7 };

it("what was said later stands, in whatever order it comes", async () => {
  const { db } = database;
  expect(await saveQuiet(db, "KusionStack", { person, quiet: false, at: 2_000 })).toBe(true);
  expect(await saveQuiet(db, "kusionstack", { person, quiet: true, at: 1_000 })).toBe(false);
  expect(await quietsOf(db, "KUSIONSTACK")).toEqual([{ person, quiet: false, at: 2_000 }]);
  expect(await quietsOf(db, "other")).toEqual([]);
});

it("of two words of one second the quiet one stands, in whatever order they come", async () => {
  const { db } = database;
  for (const [owner, first] of [["One", true] as const, ["Other", false] as const]) {
    await saveQuiet(db, owner, { person, quiet: first, at: 1_000 });
    await saveQuiet(db, owner, { person, quiet: !first, at: 1_000 });
    expect(await quietsOf(db, owner)).toEqual([{ person, quiet: true, at: 1_000 }]);
  }
});

it("is forgotten when its year is long over", async () => {
  const { db } = database;
  await saveQuiet(db, "KusionStack", { person, quiet: true, at: Date.now() - 370 * 86_400_000 });
  expect(await forgetQuiets(db)).toBe(0);
  await saveQuiet(db, "Other", { person, quiet: true, at: Date.now() - 401 * 86_400_000 });
  expect(await forgetQuiets(db)).toBe(1);
});
