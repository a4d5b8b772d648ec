import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { changedSince } from "../../src/database/generations.ts";
import type { RegistryBlobs, RegistryHead } from "../../src/github/read/registry-head.ts";
import { registryWatch } from "../../src/jobs/registry-watch.ts";
import type { Job } from "../../src/model/job.ts";
import { aDatabase } from "../support/a-database.ts";

let database: Database;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await sql`truncate key_values`.execute(database.db);
});

function blobs(root: string | null): RegistryBlobs {
  const repository = { id: 5, owner: "o", name: "r", private: false, archived: false, defaultBranch: "main" };
  return { repository, root, nested: null, commit: "c" };
}

const head = (root: string | null): RegistryHead => ({ own: blobs(root), organisation: null });

function aWatch() {
  const sent: Job[] = [];
  const enqueue = async (jobs: readonly Job[]) => {
    sent.push(...jobs);
  };
  return { sent, ...registryWatch({ db: database.db, enqueue }) };
}

describe("R5, R31: a registry that changed while its push was not heard of", () => {
  it("is noticed by any snapshot, once for all processes, and not when it is first seen", async () => {
    const [one, other] = [aWatch(), aWatch()];
    await one.seen(7, head("a"), 1);
    await other.seen(7, head("a"), 2);
    expect([...one.sent, ...other.sent]).toEqual([]);
    await one.seen(7, head("b"), 3);
    await other.seen(7, head("b"), 4);
    await one.seen(7, head("b"), 5);
    expect([...one.sent, ...other.sent].map(({ subject, cause }) => [subject.kind, cause])).toEqual([
      ["registry", "registry.seen"],
    ]);
    expect((await changedSince(database.db, "registries", 0)).count).toBe(1);
  });

  it("is noticed after a restart", async () => {
    await aWatch().seen(7, head("a"), 1);
    const restarted = aWatch();
    await restarted.seen(7, head(null), 2);
    expect(restarted.sent).toHaveLength(1);
  });

  it("what the push's own job has noted is no news, nor is a snapshot older than what is known", async () => {
    const watch = aWatch();
    await watch.seen(7, head("a"), 1);
    await watch.note(blobs("b"), 10);
    await watch.seen(7, head("b"), 11);
    await aWatch().seen(7, head("a"), 9);
    expect(watch.sent).toEqual([]);
  });
});
