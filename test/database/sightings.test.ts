import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { forgetSightings, saveSightings, sightingsOf } from "../../src/database/sightings.ts";
import { onEachDatabase } from "../support/each-database.ts";

onEachDatabase("when people were last seen", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await sql`delete from sightings`.execute(database.db);
  });

  const ann = { login: "ann", id: 7 };
  const seen = (at: number, url: string | null = null, owner = "KusionStack") => ({ owner, person: ann, at, url });

  it("is the last of it, in whatever order it comes, for each owner", async () => {
    const { db } = database;
    await saveSightings(db, [seen(3_000, "https://x/3"), seen(1_000)]);
    await saveSightings(db, [seen(2_000, "https://x/2"), seen(9_000, null, "other")]);
    expect(await sightingsOf(db, "kusionstack")).toEqual([{ person: ann, at: 3_000, url: "https://x/3" }]);
    await saveSightings(db, [{ ...seen(4_000), person: { login: "Ann-renamed", id: 7 } }]);
    expect(await sightingsOf(db, "KusionStack")).toEqual([
      { person: { login: "Ann-renamed", id: 7 }, at: 4_000, url: null },
    ]);
  });

  it("is forgotten with the years, after which it is searched for", async () => {
    const { db } = database;
    const day = 86_400_000;
    await saveSightings(db, [seen(Date.now() - 1_099 * day), seen(Date.now() - 1_101 * day, null, "other")]);
    expect(await forgetSightings(db)).toBe(1);
    expect(await sightingsOf(db, "other")).toEqual([]);
    expect(await sightingsOf(db, "KusionStack")).toHaveLength(1);
  });
});
