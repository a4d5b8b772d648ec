import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { askedAgainIn, saveAskedAgain } from "../../src/database/access-asked.ts";
import { accessChanges, saveAccessChange } from "../../src/database/access-changes.ts";
import { beginGrant, grantsOf } from "../../src/database/access-grants.ts";
import { beginCheck } from "../../src/database/checks.ts";
import { beginAct, keepAnswers, keptAnswers, knownActs } from "../../src/database/command-actions.ts";
import type { Database } from "../../src/database/database.ts";
import { forgetOld, KEPT_DAYS } from "../../src/database/forget-old.ts";
import { findPull, savePull } from "../../src/database/pulls.ts";
import { saveRegistry } from "../../src/database/registries.ts";
import { forgetSeen } from "../../src/database/seen-deliveries.ts";
import { emptyRecord } from "../../src/gate/record/record-changes.ts";
import { onEachDatabase } from "../support/each-database.ts";

const repository = { owner: "KusionStack", name: "kusion", id: 31 };

onEachDatabase("what is too old to be needed", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    for (const table of [
      "pulls",
      "checks",
      "acts",
      "deliveries",
      "merge_groups",
      "access_grants",
      "access_asked",
      "access_changes",
    ] as const)
      await database.db.deleteFrom(table).execute();
  });

  /** Every row there is now was last touched so many days ago. */
  async function aged(days: number): Promise<void> {
    const { db } = database;
    const then = sql`now() - make_interval(days => ${days}::int)`;
    await sql`update pulls set updated_at = ${then}`.execute(db);
    await sql`update checks set written_at = ${then}`.execute(db);
    await sql`update acts set begun_at = ${then}`.execute(db);
  }

  async function aPull(number: number, state: "open" | "closed" | "merged", ...heads: readonly string[]) {
    await savePull(database.db, {
      repository,
      number,
      headSha: heads.at(-1) ?? "",
      baseRef: "main",
      state,
      record: { ...emptyRecord(), heads: heads.map((sha, at) => ({ sha, from: at, until: at + 1 })) },
    });
  }

  async function aCheck(headSha: string, repositoryId = repository.id): Promise<void> {
    await beginCheck(database.db, { repositoryId, headSha, name: "rung" });
  }

  async function anAct(key: string): Promise<void> {
    const seen = { state: "open", title: "x", draft: false, labels: null } as const;
    const by = { login: "ann", id: 1, type: "User" } as const;
    await beginAct(database.db, key, { act: { kind: "title", title: "x" }, by, seen });
  }

  async function aDelivery(id: string, handled: "handled" | "waiting" | "parked", days: number): Promise<void> {
    await sql`
      insert into deliveries (id, event, installation_id, subject_key, job, job_id, received_at, handled_at, parked_at)
      values (${id}, 'issue_comment', 1, 'x', '{}', gen_random_uuid(), now() - make_interval(days => ${days}::int),
        ${handled === "handled" ? sql`now()` : null}, ${handled === "parked" ? sql`now()` : null})`.execute(
      database.db,
    );
  }

  const commits = async () =>
    (await database.db.selectFrom("checks").select("head_sha").orderBy("head_sha").execute()).map(
      (row) => row.head_sha,
    );

  it("closed and merged pull requests untouched for long are forgotten, open ones never", async () => {
    const { db } = database;
    await aPull(1, "open", "a");
    await aPull(2, "closed", "b");
    await aPull(3, "merged", "c");
    await aged(KEPT_DAYS + 1);
    await aPull(4, "merged", "d");
    expect(await forgetOld(db)).toEqual({ pulls: 2, checks: 0, actions: 0, grants: 0, accessChanges: 0, sightings: 0 });
    expect(await findPull(db, repository.id, 1)).not.toBeNull();
    expect(await findPull(db, repository.id, 2)).toBeNull();
    expect(await findPull(db, repository.id, 3)).toBeNull();
    expect(await findPull(db, repository.id, 4)).not.toBeNull();
  });

  it("nothing goes before its time", async () => {
    await aPull(2, "closed", "b");
    await aCheck("b");
    await anAct("31#2/comment:1/0");
    await aged(KEPT_DAYS - 1);
    expect(await forgetOld(database.db)).toEqual({
      pulls: 0,
      checks: 0,
      actions: 0,
      grants: 0,
      accessChanges: 0,
      sightings: 0,
    });
  });

  it("R75: a check stays as long as its commit was a head of a pull request that is remembered, of the same repository", async () => {
    await aPull(1, "open", "left", "present");
    await aPull(2, "closed", "gone");
    for (const sha of ["left", "present", "gone", "nobody's"]) await aCheck(sha);
    await aCheck("present", repository.id + 1);
    await aged(KEPT_DAYS + 1);
    await aCheck("young");
    expect(await forgetOld(database.db)).toMatchObject({ pulls: 1, checks: 3 });
    expect(await commits()).toEqual(["left", "present", "young"]);
  });

  it("the check of a pull request that closed lately stays, however old it is", async () => {
    await aCheck("b");
    await aged(KEPT_DAYS + 1);
    await aPull(2, "merged", "b");
    expect(await forgetOld(database.db)).toMatchObject({ checks: 0 });
    expect(await commits()).toEqual(["b"]);
  });

  it("who was added to a team, and who was to be asked once more, is forgotten with the years", async () => {
    const { db } = database;
    const by = { login: "ann", id: 1, type: "User" } as const;
    const old = Date.now() - (KEPT_DAYS + 1) * 86_400_000;
    const eve = { owner: "KusionStack", id: 5, login: "eve" };
    await beginGrant(db, { ...eve, team: "old", at: old });
    await beginGrant(db, { ...eve, team: "young", at: Date.now() });
    await saveAskedAgain(db, "KusionStack", 5, { by, at: old });
    await saveAskedAgain(db, "KusionStack", 6, { by, at: Date.now() });
    expect(await forgetOld(db)).toMatchObject({ grants: 2 });
    expect((await grantsOf(db, "KusionStack")).map(({ team }) => team)).toEqual(["young"]);
    expect((await askedAgainIn(db, "KusionStack")).map(({ id }) => id)).toEqual([6]);
  });

  it("R69: who was given access is forgotten with the years; that somebody left, or was taken out, is not", async () => {
    const { db } = database;
    const age = (days: number) => Date.now() - days * 24 * 60 * 60_000;
    for (const [id, what, days] of [
      [1, "added", KEPT_DAYS + 1],
      [2, "removed", KEPT_DAYS + 1],
      [3, "added", KEPT_DAYS - 1],
    ] as const) {
      const by = { id: 9, login: "ann" };
      const change = { what, where: { kind: "team", team: "core" }, person: { id, login: `p${id}` }, by } as const;
      await saveAccessChange(db, { owner: "O", change, heard: Date.now(), now: age(days) });
    }
    expect(await forgetOld(db)).toMatchObject({ accessChanges: 1 });
    expect((await accessChanges(db, "o")).map(({ person }) => person.id)).toEqual([2, 3]);
  });

  it("R39: the check of a commit that a merge queue still waits for stays", async () => {
    const { db } = database;
    for (const [sha, ended] of [
      ["waits", false],
      ["ended", true],
    ] as const) {
      await sql`
        insert into merge_groups (repository_id, head_sha, head_ref, base_sha, base_ref, pulls, ended)
        values (31, ${sha}, 'q', 'b', 'main', '[]', ${ended})`.execute(db);
      await aCheck(sha);
    }
    await aged(KEPT_DAYS + 1);
    await forgetOld(db);
    expect(await commits()).toEqual(["waits"]);
  });

  it("R30: what a line had done is forgotten with the years, but not while a delivery from before may ask for it again", async () => {
    const { db } = database;
    const old = ["31#2/comment:1/0", "31#2/comment:1"];
    const kept = async () => [...(await knownActs(db, old)).keys(), ...(await keptAnswers(db, old)).keys()];
    await anAct("31#2/comment:1/0");
    await keepAnswers(
      db,
      new Map([["31#2/comment:1", { kind: "reply", repository, number: 2, to: "comment:1", body: "done" }]]),
    );
    await aged(KEPT_DAYS + 1);
    for (const waits of ["waiting", "parked"] as const) {
      await aDelivery(waits, waits, KEPT_DAYS + 2);
      expect(await forgetOld(db), waits).toMatchObject({ actions: 0 });
      expect(await kept()).toEqual(old);
      await db.deleteFrom("deliveries").execute();
    }
    // One handled asks no more, and one that came afterwards began nothing before.
    await aDelivery("done", "handled", KEPT_DAYS + 2);
    await aDelivery("new", "waiting", 1);
    expect(await forgetOld(db)).toMatchObject({ actions: 2 });
    expect(await kept()).toEqual([]);
  });

  it("what is kept for days or weeks goes with them in whatever repository it lies, and where nothing is saved any more", async () => {
    const { db } = database;
    const ago = (days: number) => sql`now() - make_interval(days => ${days}::int)`;
    for (const [name, days] of [
      ["old", 1],
      ["young", -1],
    ] as const) {
      const rows = [
        sql`insert into merge_groups (repository_id, head_sha, head_ref, base_sha, base_ref, pulls, updated_at)
          values (31, ${name}, 'q', 'b', 'main', '[]', ${ago(7 + days)})`,
        sql`insert into path_histories (repository_id, path, touches, read_at) values (31, ${name}, '[]', ${ago(30 + days)})`,
        sql`insert into review_requests (repository_id, number, login, open, asked_at) values (31, 1, ${name}, false, ${ago(90 + days)})`,
        sql`insert into seen_deliveries (id, seen_at) values (${name}, ${ago(4 + days)})`,
      ];
      for (const row of rows) await row.execute(db);
    }
    await sql`insert into review_requests (repository_id, number, login, open, asked_at) values (31, 1, 'waits', true, ${ago(200)})`.execute(
      db,
    );
    await sql`insert into pauses (installation_id, asked_at, seconds, secondary) values
      (1, ${ago(2)}, 60, true), (2, ${ago(2)}, 86400, true), (3, ${ago(0)}, 60, true)`.execute(db);
    await forgetOld(db);
    const kept = await sql<{ text: string }>`
      select 'group ' || head_sha as text from merge_groups union all select 'path ' || path from path_histories
      union all select 'request ' || login from review_requests union all select 'seen ' || id from seen_deliveries
      union all select 'pause ' || installation_id from pauses order by text`.execute(db);
    expect(kept.rows.map(({ text }) => text)).toEqual([
      ...["group young", "path young", "pause 2", "pause 3", "request waits", "request young", "seen young"],
    ]);
  });

  it("R19: a registry's text goes a month after it was read, but for the one that governs and the last good one", async () => {
    const { db } = database;
    for (const [key, oid] of [
      ["blob:31:a", "a"],
      ["blob:31:b", "b"],
      ["good:31", "b"],
      ["blob:32:b", "b"],
    ] as const)
      await saveRegistry(db, { key, oid, text: "", good: key.startsWith("good") });
    await sql`update registries set seen_at = now() - interval '31 days'`.execute(db);
    await saveRegistry(db, { key: "blob:31:c", oid: "c", text: "", good: false });
    await forgetOld(db);
    const kept = await db.selectFrom("registries").select("key").orderBy("key").execute();
    expect(kept.map(({ key }) => key)).toEqual(["blob:31:b", "blob:31:c", "good:31"]);
  });

  it("however much is old, it goes part by part", async () => {
    const { db } = database;
    await sql`insert into seen_deliveries (id, seen_at)
      select 'many ' || n, now() - interval '5 days' from generate_series(1, 10001) n`.execute(db);
    expect(await forgetSeen(db)).toBe(10_001);
  });
});
