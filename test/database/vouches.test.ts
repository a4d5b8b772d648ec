import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { openedEarlier, savePull } from "../../src/database/pulls.ts";
import { forgetUnvouched, openOfVouched, saveNoVouch, saveVouch, vouchOf } from "../../src/database/vouches.ts";
import { emptyRecord } from "../../src/gate/record/record-changes.ts";
import { aDatabase } from "../support/a-database.ts";

let database: Database;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await sql`delete from vouches`.execute(database.db);
});

const person = { login: "newt", id: 7 };
const ann = { login: "ann", id: 1 };

it("a vouch is for one repository and for good, whatever a search finds afterwards", async () => {
  const { db } = database;
  expect(await vouchOf(db, 5, 7)).toBe("unknown");
  await saveVouch(db, 5, { person, by: ann, at: 1_000 });
  await saveNoVouch(db, 5, person);
  await saveVouch(db, 5, { person, by: { login: "ben", id: 2 }, at: 2_000 });
  expect(await vouchOf(db, 5, 7)).toBe(true);
  expect(await vouchOf(db, 6, 7)).toBe("unknown");
  expect((await sql`select by_login from vouches`.execute(db)).rows).toEqual([{ by_login: "ann" }]);
  await forgetUnvouched(db);
  expect(await vouchOf(db, 5, 7)).toBe(true);
});

it("that nobody is known to have is believed for a day, and ended by a vouch", async () => {
  const { db } = database;
  await saveNoVouch(db, 5, person);
  expect(await vouchOf(db, 5, 7)).toBe(false);
  await sql`update vouches set at = now() - interval '25 hours'`.execute(db);
  expect(await vouchOf(db, 5, 7)).toBe("unknown");
  await saveNoVouch(db, 5, person);
  expect(await vouchOf(db, 5, 7)).toBe(false);
  await saveVouch(db, 5, { person, by: ann, at: 1_000 });
  expect(await vouchOf(db, 5, 7)).toBe(true);
});

it("of those vouched for at a moment, the open pull requests there are known", async () => {
  const { db } = database;
  const repository = { id: 5, owner: "o", name: "r" };
  for (const [number, author, state] of [
    [1, "Newt", "open"],
    [2, "newt", "closed"],
    [3, "other", "open"],
  ] as const) {
    const pull = { repository, number, headSha: "h", baseRef: "main", state, record: emptyRecord() };
    await savePull(db, pull, { author } as never);
  }
  await saveVouch(db, 5, { person, by: ann, at: 1_500 });
  expect(await openOfVouched(db, 5, [1_500, 9])).toEqual([1]);
  expect(await openOfVouched(db, 5, [9])).toEqual([]);
});

it("R4: theirs are those of the account, whatever it was called when they were last looked at", async () => {
  const { db } = database;
  const repository = { id: 6, owner: "o", name: "r" };
  for (const [number, author, authorId] of [
    [1, "newt-before", 7],
    [2, "newt", 8],
    [3, "newt", undefined],
  ] as const) {
    const pull = { repository, number, headSha: "h", baseRef: "main", state: "open" as const, record: emptyRecord() };
    await savePull(db, pull, { author, ...(authorId !== undefined && { authorId }) } as never);
  }
  await saveVouch(db, 6, { person, by: ann, at: 1_500 });
  expect(await openOfVouched(db, 6, [1_500])).toEqual([1, 3]);
  expect(await openedEarlier(db, 6, 2, { login: "newt-now", id: 7 })).toBe(true);
  expect(await openedEarlier(db, 6, 3, { login: "newt", id: 9 })).toBe(false);
});
