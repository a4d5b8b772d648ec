import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { saveUnread } from "../../../src/database/readings.ts";
import type { Governing } from "../../../src/github/read/governing-registry.ts";
import type { RegistryBlobs } from "../../../src/github/read/registry-head.ts";
import { readingWatch } from "../../../src/jobs/reading-watch.ts";
import { WATCHED } from "../../../src/jobs/reading-watches.ts";
import type { Job } from "../../../src/model/job.ts";
import { indexed } from "../../../src/registry/registry-index.ts";
import { anIndex } from "../../registry/a-registry.ts";
import { aDatabase } from "../../support/a-database.ts";

let database: Database;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await sql`delete from readings`.execute(database.db);
});

const home = { id: 4, owner: "o", name: ".github" };
const blobs = (id: number, name: string): RegistryBlobs => ({
  repository: { id, owner: "o", name, private: false, archived: false, defaultBranch: "main" },
  ...{ root: "x", nested: null, commit: "c" },
});
const head = { own: blobs(5, "r"), organisation: blobs(4, ".github") };

function governing(oid: string, access = true, more: Partial<Extract<Governing, { kind: "good" }>> = {}): Governing {
  const text = `maintainers: [ann]\n${access ? "access: { teams: { core: maintainers } }\n" : ""}`;
  const sources = [{ repository: { owner: "o", name: ".github" }, path: "roles.yaml", oid }];
  const index = indexed({ ...anIndex(text).registry, sources });
  return { kind: "good", index, stale: null, unreadTeams: [], ...more };
}

function aWatch() {
  const sent: Job[] = [];
  const enqueue = async (jobs: readonly Job[]) => {
    sent.push(...jobs);
  };
  const watch = readingWatch({ db: database.db, enqueue }, WATCHED.access);
  return { sent, seen: (one: Governing) => watch.seen(head, 7, one), forget: watch.forget };
}

const looked = (texts: string) =>
  saveUnread(database.db, { repository: home, installationId: 7, subject: "access", texts }, []);
const aged = (hours: number) =>
  sql`update readings set tried_at = now() - make_interval(hours => ${hours}::int)`.execute(database.db);

describe("a registry that says who should have access", () => {
  it("is looked at in its own repository when it is first met, once for a process", async () => {
    const { sent, seen } = aWatch();
    await seen(governing("a"));
    await seen(governing("a"));
    expect(sent).toEqual([
      { installationId: 7, subject: { kind: "access", repository: home }, cause: "access.look", notes: [] },
    ]);
  });

  it("is left alone where it was looked at today, and looked at again with another text, or after a day", async () => {
    await looked("roles.yaml@a");
    const today = aWatch();
    await today.seen(governing("a"));
    expect(today.sent).toEqual([]);
    await today.seen(governing("b"));
    expect(today.sent).toHaveLength(1);
    await aged(26);
    const later = aWatch();
    await later.seen(governing("a"));
    expect(later.sent).toHaveLength(1);
  });

  it("R31: is looked at again where the database was lost under the process, once a sweep comes by", async () => {
    await looked("roles.yaml@a");
    const { sent, seen, forget } = aWatch();
    await seen(governing("a"));
    await sql`delete from readings`.execute(database.db);
    forget();
    await seen(governing("a"));
    expect(sent).toHaveLength(1);
  });

  it("R67: with faults it is not the one that stands there, and nothing is asked", async () => {
    const { sent, seen } = aWatch();
    await seen(governing("a", true, { stale: { path: "roles.yaml", faults: ["x"], goodSince: 1 } }));
    await seen({ kind: "broken", repository: home, path: "roles.yaml", faults: [] });
    await seen({ kind: "none" });
    expect(sent).toEqual([]);
  });

  it("says nothing of it any more: what was told is closed; one that never did costs nothing", async () => {
    const never = aWatch();
    await never.seen(governing("a", false));
    expect(never.sent).toEqual([]);
    await looked("roles.yaml@a");
    const { sent, seen } = aWatch();
    await seen(governing("b", false));
    expect(sent).toHaveLength(1);
  });
});
