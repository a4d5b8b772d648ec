import { expect, it } from "vitest";
import { sendDirectly } from "../../src/database/direct.ts";
import { rowsOf } from "../../src/database/statement.ts";
import { aDatabase } from "../support/a-database.ts";

it("a written statement goes past the query builder, and by a transaction's own connection within one", async () => {
  const { db, close } = await aDatabase();
  const asked: unknown[] = [];
  expect(await rowsOf(db, "select $1::int as n", [1])).toEqual([{ n: 1 }]);
  sendDirectly(db, async (text, values) => {
    asked.push([text, values]);
    return { rows: [{ n: 2 }] };
  });
  expect(await rowsOf(db, "select $1::int as n", [1])).toEqual([{ n: 2 }]);
  expect(asked).toEqual([["select $1::int as n", [1]]]);
  const within = await db.transaction().execute((trx) => rowsOf(trx, "select $1::int as n", [3]));
  expect(within).toEqual([{ n: 3 }]);
  await close();
});
