import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { changedSince, nextGeneration } from "../../src/database/generations.ts";
import { saveValue } from "../../src/database/key-values.ts";
import { onEachDatabase } from "../support/each-database.ts";

onEachDatabase("what other processes have heard", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.db.deleteFrom("key_values").execute();
  });

  const since = (count: number) => changedSince(database.db, "teams", count);

  it("is counted, with whose it was", async () => {
    expect(await since(0)).toEqual({ count: 0, owners: new Set() });
    for (const owner of ["Ann", "ben", "ANN"]) await nextGeneration(database.db, "teams", owner);
    await nextGeneration(database.db, "registries", "cho");
    expect(await since(0)).toEqual({ count: 3, owners: new Set(["ann", "ben"]) });
    expect(await since(1)).toEqual({ count: 3, owners: new Set(["ben", "ann"]) });
    expect(await since(2)).toEqual({ count: 3, owners: new Set(["ann"]) });
    expect(await since(3)).toEqual({ count: 3, owners: new Set() });
  });

  it("is anybody's where more has changed than is remembered, and where the count went back with the database", async () => {
    for (let n = 0; n < 130; n += 1) await nextGeneration(database.db, "teams", `o${n}`);
    expect((await since(29)).owners).toBeNull();
    expect((await since(30)).owners?.size).toBe(100);
    expect(await since(131)).toEqual({ count: 130, owners: null });
  });

  it("is anybody's where an older version has counted along", async () => {
    await nextGeneration(database.db, "teams", "ann");
    await saveValue(database.db, "generation of teams", { count: 2 });
    expect(await since(1)).toEqual({ count: 2, owners: null });
    await nextGeneration(database.db, "teams", "ben");
    expect(await since(1)).toEqual({ count: 3, owners: null });
    expect(await since(2)).toEqual({ count: 3, owners: new Set(["ben"]) });
  });
});
