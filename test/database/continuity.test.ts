import { expect, it } from "vitest";
import { continuity } from "../../src/database/continuity.ts";
import { onEachDatabase } from "../support/each-database.ts";

onEachDatabase("R78: what the database surely knows", (open) => {
  it("begins with the process, and goes on while the database is the same one", async () => {
    const { db, close } = await open();
    const memory = continuity(db);
    await memory.seen(1_000);
    expect(await memory.since(5_000)).toBe(1_000);
    expect(await memory.doing("a", true)).toBe(true);
    expect(await memory.since(9_000)).toBe(1_000);
    expect(await continuity(db).since(9_000)).toBe(9_000);
    await close();
  });

  it("begins anew with another database, or an older copy of it", async () => {
    const { db, close } = await open();
    const memory = continuity(db);
    await memory.since(1_000);
    const copy = await db.selectFrom("key_values").selectAll().execute();
    await memory.doing("a", true);
    await db.deleteFrom("key_values").execute();
    await db
      .insertInto("key_values")
      .values(copy.map(({ key, value }) => ({ key, value: JSON.stringify(value) })))
      .execute();
    expect(await memory.since(5_000)).toBe(5_000);
    await db.deleteFrom("key_values").execute();
    expect(await memory.since(9_000)).toBe(9_000);
    await close();
  });

  it("what another process did counts as well, and what this one did is not new to it", async () => {
    const { db, close } = await open();
    const [one, other] = [continuity(db), continuity(db)];
    await one.since(1_000);
    await other.since(1_000);
    await other.doing("b", true);
    expect(await one.since(5_000)).toBe(1_000);
    await one.doing("a", true);
    expect(await one.doing("a", true)).toBe(false);
    expect(await one.doing("a", false)).toBe(true);
    await close();
  });

  it("covers what came after its first time, and what GitHub was asked about since, until another database is found", async () => {
    const { db, close } = await open();
    const memory = continuity(db);
    expect(memory.covers(9_000)).toBe(false);
    await memory.seen(1_000);
    expect([memory.covers(1_000), memory.covers(2_000)]).toEqual([false, true]);
    memory.caughtUp("a", "as stored");
    expect(memory.isCaughtUp("a", "as stored")).toBe(true);
    expect(memory.isCaughtUp("a", "otherwise")).toBe(false);
    await db.deleteFrom("key_values").execute();
    await memory.since(5_000);
    expect(memory.isCaughtUp("a", "as stored")).toBe(false);
    expect([memory.covers(5_000), memory.covers(6_000)]).toEqual([false, true]);
    await close();
  });
});
