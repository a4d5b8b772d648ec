import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { forgetMentions, takeMention } from "../../src/database/mentions.ts";
import { onEachDatabase } from "../support/each-database.ts";

onEachDatabase("naming somebody who did not ask for it", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await sql`delete from mentions`.execute(database.db);
  });

  const DAY = 86_400_000;
  const NOW = Date.UTC(2026, 10, 30);
  const take = (about: string, days: number, person: { login: string; id: number | null } = { login: "ann", id: 7 }) =>
    takeMention(database.db, { person, about, at: NOW + days * DAY });

  it("is done once in thirty days, whatever it is about; trying the same again is the same mention", async () => {
    expect(await take("one", 0)).toBe(true);
    expect(await take("one", 0)).toBe(true);
    expect(await take("another", 29)).toBe(false);
    expect(await take("another", 30)).toBe(true);
    expect(await take("one", 31)).toBe(false);
  });

  it("is counted for each person, by id where it is known, else by login without case", async () => {
    expect(await take("one", 0)).toBe(true);
    expect(await take("two", 0, { login: "ben", id: null })).toBe(true);
    expect(await take("three", 1, { login: "Ben", id: null })).toBe(false);
    expect(await take("three", 1, { login: "renamed", id: 7 })).toBe(false);
  });

  it("of two processes one is told yes", async () => {
    const answers = await Promise.all(["a", "b", "c"].map((about) => take(about, 0)));
    expect(answers.filter((isYes) => isYes)).toHaveLength(1);
  });

  it("is forgotten with the years", async () => {
    await sql`insert into mentions (person, about, at) values ('#1', 'x', now() - make_interval(days => 361)), ('#2', 'x', now())`.execute(
      database.db,
    );
    expect(await forgetMentions(database.db)).toBe(1);
  });
});
