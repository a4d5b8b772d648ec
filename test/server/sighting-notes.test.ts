import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { sightingsOf } from "../../src/database/sightings.ts";
import { sightingNotes } from "../../src/server/sighting-notes.ts";
import { aDatabase } from "../support/a-database.ts";
import { silent } from "../support/each-database.ts";
import { aReviewEvent } from "./webhook/an-event.ts";

let database: Database;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.deleteFrom("sightings").execute();
});

const reviewed = (login: string) => {
  const user = { login, id: login.length, type: "User" };
  const review = { user, submitted_at: "2026-11-20T10:05:00Z" };
  return { ...aReviewEvent("submitted", review), sender: user };
};
const seen = async () => (await sightingsOf(database.db, "KusionStack")).map(({ person }) => person.login);

it("people whom a registry looks for are noted when they do something, and nobody else", async () => {
  const looksFor = (_: number, { login }: { login: string }) => login === "ann";
  const { note, idle } = sightingNotes(database.db, silent, () => ({ looksFor }));
  note("pull_request_review", reviewed("ann"));
  note("pull_request_review", reviewed("deer"));
  await idle();
  expect(await seen()).toEqual(["ann"]);
});

it("what came before the registry was read is noted once that is known", async () => {
  let known: boolean | null = null;
  const { note, idle } = sightingNotes(database.db, silent, () => ({ looksFor: () => known }));
  note("pull_request_review", reviewed("ann"));
  await idle();
  expect(await seen()).toEqual([]);
  known = true;
  await idle();
  expect(await seen()).toEqual(["ann"]);
});

it("where no registry looks for anybody nothing is asked of the database", async () => {
  const closed = new Proxy(database.db, {
    get: () => {
      throw new Error("asked");
    },
  });
  for (const known of [{}, { looksFor: () => false }]) {
    const { note, idle } = sightingNotes(closed, silent, () => known);
    note("pull_request_review", reviewed("ann"));
    await idle();
  }
});
