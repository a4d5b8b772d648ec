/** What the page shows of repositories is written where there is news: a sweep of an organisation tells of its registry's repository each time. */

import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { findRepository, hideRepository } from "../../src/database/repositories.ts";
import type { RegistryBlobs, RegistryHead } from "../../src/github/read/registry-head.ts";
import { repositoryNotes } from "../../src/jobs/repository-notes.ts";
import { createLog } from "../../src/shared/log.ts";
import { aDatabase } from "../support/a-database.ts";

let database: Database;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.close());

const HOME = 100;

function blobs(id: number, hidden = false): RegistryBlobs {
  const name = id === HOME ? ".github" : `repository-${id}`;
  const repository = { id, owner: "o", name, private: hidden, archived: false, defaultBranch: "main" };
  return { repository, root: null, nested: null, commit: "c" };
}

const head = (id: number, homeHidden = false): RegistryHead => ({
  own: blobs(id),
  organisation: blobs(HOME, homeHidden),
});

/** Whenever the row of the registry's repository was written, its version is another. */
async function version(): Promise<string> {
  const { rows } = await sql<{ xmin: string }>`select xmin::text from repositories where id = ${HOME}`.execute(
    database.db,
  );
  return rows[0]?.xmin ?? "";
}

it("the registry's own repository is written once, however many others tell of it, and anew where GitHub says something else", async () => {
  const parts = { db: database.db, enqueue: async () => {}, log: createLog("silent"), watches: [] };
  // Nothing is read: what governs is given.
  const registries: Parameters<typeof repositoryNotes>[0]["registries"] = Object.create(null);
  const notes = repositoryNotes({ ...parts, registries });
  const seen = (id: number, homeHidden?: boolean) => notes.seen(head(id, homeHidden), 1, { kind: "none" });
  await seen(1);
  const first = await version();
  for (const id of [2, 3, 4]) await seen(id);
  expect(await version()).toBe(first);
  expect(await findRepository(database.db, { owner: "o", name: "repository-4" })).toMatchObject({ id: 4 });

  await seen(5, true);
  expect(await findRepository(database.db, { owner: "o", name: ".github" })).toMatchObject({ private: true });
  await seen(6);
  expect(await findRepository(database.db, { owner: "o", name: ".github" })).toMatchObject({ private: false });

  // An event hid it; a sweep looks at everything anew.
  await hideRepository(database.db, HOME);
  notes.forget();
  await seen(7);
  expect(await findRepository(database.db, { owner: "o", name: ".github" })).toMatchObject({ private: false });
});
