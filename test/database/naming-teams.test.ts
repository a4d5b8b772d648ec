import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { mayNameTeams, saveRegistry } from "../../src/database/registries.ts";
import { saveRepository } from "../../src/database/repositories.ts";
import { onEachDatabase } from "../support/each-database.ts";

onEachDatabase("whether registries of an owner may name teams", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  it("is taken for granted of an owner of whom no registry is known", async () => {
    expect(await mayNameTeams(database.db, "nobody")).toBe(true);
  });

  it.each([
    [false, "approvers: [ann]"],
    [true, "approvers: [{ team: my-org/engine }]"],
    [true, "extends: community"],
    [true, String.raw`approvers: [{ "te\x61m": my-org/engine }]`],
  ])("is %s of %s", async (may, text) => {
    const id = 1_000 + text.length;
    const owner = `Owner-${id}`;
    await saveRepository(database.db, { id, owner, name: "kusion", private: false, archived: false }, 1);
    await saveRegistry(database.db, { key: `good:${id}`, oid: "a", text, good: true }, 0);
    expect(await mayNameTeams(database.db, owner.toLowerCase())).toBe(may);
  });
});
