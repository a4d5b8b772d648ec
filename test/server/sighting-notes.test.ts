import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { forgetOpenProposal, saveOpenProposal } from "../../src/database/open-proposals.ts";
import { sightingsOf } from "../../src/database/sightings.ts";
import type { Job } from "../../src/model/job.ts";
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
  jobs = [];
});

const reviewed = (login: string) => {
  const user = { login, id: login.length, type: "User" };
  const review = { user, submitted_at: "2026-11-20T10:05:00Z" };
  return { ...aReviewEvent("submitted", review), sender: user };
};
let jobs: readonly Job[] = [];
const enqueue = async (more: readonly Job[]) => {
  jobs = [...jobs, ...more];
};
const seen = async () => (await sightingsOf(database.db, "KusionStack")).map(({ person }) => person.login);

it("people whom a registry looks for are noted when they do something, and nobody else", async () => {
  const looksFor = (_: number, { login }: { login: string }) => login === "ann";
  const notes = sightingNotes(database.db, silent, { known: () => ({ looksFor }), enqueue });
  notes.note("pull_request_review", reviewed("ann"));
  notes.note("pull_request_review", reviewed("deer"));
  await notes.idle();
  expect(await seen()).toEqual(["ann"]);
});

it("what came before the registry was read is noted once that is known", async () => {
  let known: boolean | null = null;
  const notes = sightingNotes(database.db, silent, { known: () => ({ looksFor: () => known }), enqueue });
  notes.note("pull_request_review", reviewed("ann"));
  await notes.idle();
  expect(await seen()).toEqual([]);
  known = true;
  await notes.idle();
  expect(await seen()).toEqual(["ann"]);
});

it("where no registry looks for anybody nothing is asked of the database", async () => {
  const closed = new Proxy(database.db, {
    get: () => {
      throw new Error("asked");
    },
  });
  for (const known of [{}, { looksFor: () => false }]) {
    const notes = sightingNotes(closed, silent, { known: () => known, enqueue });
    notes.note("pull_request_review", reviewed("ann"));
    await notes.idle();
  }
});

it("the pull request that asks somebody is looked at once they do something there, and nobody else's; one that is closed is not", async () => {
  const subject = (number: number) => ({
    kind: "pull" as const,
    repository: { owner: "KusionStack", name: ".github", id: 7 },
    number,
  });
  const asked = (number: number) => ({ installationId: 1, subject: subject(number) });
  const elsewhere = { kind: "pull" as const, repository: { owner: "other", name: ".github", id: 8 }, number: 1 };
  await saveOpenProposal(database.db, { login: "Ann", id: null }, asked(1));
  await saveOpenProposal(database.db, { login: "ann", id: 3 }, asked(2));
  await saveOpenProposal(database.db, { login: "ann", id: 4 }, asked(3));
  await saveOpenProposal(database.db, { login: "ann", id: 3 }, asked(4));
  await saveOpenProposal(database.db, { login: "ann", id: 3 }, { installationId: 1, subject: elsewhere });
  await forgetOpenProposal(database.db, subject(4));
  const notes = sightingNotes(database.db, silent, { known: () => ({ looksFor: () => true }), enqueue });
  notes.note("pull_request_review", reviewed("ann"));
  await notes.idle();
  expect(jobs).toHaveLength(2);
  expect(jobs.map((job) => job.subject)).toEqual(expect.arrayContaining([subject(1), subject(2)]));
  notes.note("pull_request_review", reviewed("ann"));
  await notes.idle();
  expect(jobs).toHaveLength(2);
});
