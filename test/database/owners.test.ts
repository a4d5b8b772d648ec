/** What is kept under an owner's name is no other account's that takes the name. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { awayAt, saveAway } from "../../src/database/absences.ts";
import type { Database } from "../../src/database/database.ts";
import { claimOwner } from "../../src/database/owners.ts";
import { nameOfRepository, saveRepository } from "../../src/database/repositories.ts";
import { aDatabase } from "../support/a-database.ts";

let database: Database;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.close());

it("a name that another account took tells it nothing of what was said under it before", async () => {
  const { db } = database;
  const away = (owner: string) =>
    saveAway(db, { owner, name: "r" }, { login: "mia", id: 1, type: "User" }, { at: 1, until: null });
  const seen = (id: number, installationId: number) =>
    saveRepository(db, { id, owner: "Acme", name: `r${id}`, private: true, archived: false }, installationId);
  await seen(900, 5);
  await away("acme");
  await away("other");

  await claimOwner(db, { owner: "Acme", accountId: 60, installationId: 6 });
  expect(await awayAt(db, "acme", 2)).toEqual([]);
  expect(await awayAt(db, "other", 2)).toHaveLength(1);
  expect(await nameOfRepository(db, 900)).toBeNull();

  // The same event again takes nothing from the one who has the name now.
  await seen(902, 6);
  await away("acme");
  await claimOwner(db, { owner: "ACME", accountId: 60, installationId: 6 });
  expect(await awayAt(db, "acme", 2)).toHaveLength(1);
  expect(await nameOfRepository(db, 902)).toMatchObject({ owner: "Acme" });
  // Nor does a new installation of the same account.
  await claimOwner(db, { owner: "acme", accountId: 60, installationId: 61 });
  expect(await awayAt(db, "acme", 2)).toHaveLength(1);
});
