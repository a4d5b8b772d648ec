import { afterAll, beforeAll, expect, it } from "vitest";
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

const reviewed = (login: string) => {
  const user = { login, id: login.length, type: "User" };
  return { ...aReviewEvent("submitted", { user }), sender: user };
};
const [owner = ""] = reviewed("ann").repository.full_name.split("/");

it("people whom a registry looks for are noted when they do something, and nobody else", async () => {
  const { note, idle } = sightingNotes(database.db, silent);
  const looksFor = (_: number, { login }: { login: string }) => login === "ann";
  note("pull_request_review", reviewed("ann"), { looksFor });
  note("pull_request_review", reviewed("dee"), { looksFor });
  await idle();
  expect((await sightingsOf(database.db, owner)).map(({ person }) => person.login)).toEqual(["ann"]);
});

it("where no registry looks for anybody nothing is asked of the database", async () => {
  const closed = new Proxy(database.db, {
    get: () => {
      throw new Error("asked");
    },
  });
  const { note, idle } = sightingNotes(closed, silent);
  for (const known of [{}, { looksFor: () => false }]) note("pull_request_review", reviewed("ann"), known);
  await idle();
});
