import { afterAll, beforeAll, expect, it } from "vitest";
import { awayAt, awayBefore, saveAway, stillAway } from "../../src/database/absences.ts";
import { askedAgainIn, saveAskedAgain } from "../../src/database/access-asked.ts";
import { beginGrant, endGrant, grantsOf } from "../../src/database/access-grants.ts";
import { beginCheck, type CheckRow, checkRows, forgetCheck, saveCheck } from "../../src/database/checks.ts";
import { continuity } from "../../src/database/continuity.ts";
import type { Database } from "../../src/database/database.ts";
import { recentNotes, saveOwnNotes } from "../../src/database/deliveries.ts";
import { findValue, saveValue } from "../../src/database/key-values.ts";
import { groupsAndMemory, groupsWith, saveGroup } from "../../src/database/merge-groups.ts";
import { migrate } from "../../src/database/migrations.ts";
import { findHistories, saveHistories } from "../../src/database/path-histories.ts";
import { findPull, openPulls, type StoredPull, savePull } from "../../src/database/pulls.ts";
import { recall } from "../../src/database/recall.ts";
import { findRegistry, saveRegistry } from "../../src/database/registries.ts";
import {
  addRequests,
  burdens,
  closeRequests,
  dropRequests,
  isCounted,
  saveCount,
} from "../../src/database/review-requests.ts";
import { emptyRecord } from "../../src/gate/record/record-changes.ts";
import { threadKey } from "../../src/model/job.ts";
import { onEachDatabase, silent } from "../support/each-database.ts";

/** Beyond 32 bits: GitHub's ids are, and a bigint must come back as a number from both databases. */
const repositoryId = 9_007_199_254_740_000;

function aStoredPull(over: Partial<StoredPull> = {}): StoredPull {
  return {
    repository: { owner: "KusionStack", name: "kusion", id: repositoryId },
    number: 12,
    headSha: "a1",
    baseRef: "main",
    state: "open",
    record: { ...emptyRecord(), heads: [{ sha: "a1", from: 1, until: 2 }] },
    ...over,
  };
}

onEachDatabase("the stores", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => {
    await database.close();
  });

  it("a pull request comes back as it was saved, and is replaced as a whole", async () => {
    const { db } = database;
    expect(await findPull(db, repositoryId, 12)).toBeNull();
    await savePull(db, aStoredPull());
    expect(await findPull(db, repositoryId, 12)).toEqual(aStoredPull());
    const moved = aStoredPull({
      headSha: "b2",
      repository: { owner: "KusionStack", name: "renamed", id: repositoryId },
    });
    await savePull(db, moved);
    expect(await findPull(db, repositoryId, 12)).toEqual(moved);
  });

  it("R17: pull requests are found by their head while they are open", async () => {
    const { db } = database;
    await savePull(db, aStoredPull({ number: 20, headSha: "same" }));
    await savePull(db, aStoredPull({ number: 21, headSha: "same" }));
    await savePull(db, aStoredPull({ number: 22, headSha: "same", state: "merged" }));
    expect((await openPulls(db, repositoryId, "same")).map((pull) => pull.number)).toEqual([20, 21]);
    expect(await openPulls(db, repositoryId, "none")).toEqual([]);
    expect((await openPulls(db, repositoryId)).map((pull) => pull.number)).toEqual([12, 20, 21]);
  });

  it("R21: a check is remembered by commit and name", async () => {
    const { db } = database;
    const check = {
      repositoryId,
      headSha: "a1",
      name: "rung",
      checkRunId: 8_000_000_000,
      digest: "d1",
      outcome: "waiting",
    };
    await saveCheck(db, check);
    await saveCheck(db, { ...check, name: "rung (release-*)" });
    await saveCheck(db, { ...check, digest: "d2", outcome: "success" });
    expect(await checkRows(db, repositoryId, "a1")).toMatchObject([
      { ...check, digest: "d2", outcome: "success" },
      { ...check, name: "rung (release-*)" },
    ]);
    await forgetCheck(db, check);
    expect((await checkRows(db, repositoryId, "a1")).map(({ name }) => name)).toEqual(["rung (release-*)"]);
  });

  it("R4: whoever was renamed while away is back by their own word, in whatever order the words come", async () => {
    const { db } = database;
    const as = (login: string, id = 71) => ({ login, id, type: "User" }) as const;
    const words = [
      { who: as("Pia"), said: { at: 1_000, until: null } },
      { who: as("pia-now"), said: { at: 3_000, until: "back" as const } },
    ];
    for (const [owner, order] of [
      ["renamed", words],
      ["renamed-late", words.toReversed()],
    ] as const) {
      const where = { owner, name: "kusion" };
      for (const { who, said } of order) await saveAway(db, where, who, said);
      expect(await awayAt(db, owner, 2_000_000)).toEqual([]);
      const recalled = await recall(db, { repositoryId, owner, number: 1, headSha: "none" }, "pull:5#1", 20);
      expect(stillAway(recalled.absences, 2_000_000)).toEqual([]);
      expect(await awayBefore(db, where, as("pia-now"), 3_000)).toEqual({ until: null });
      // Another account that has the old name by now is back for itself alone.
      await saveAway(db, where, as("pia-now"), { at: 4_000, until: null });
      await saveAway(db, where, as("Pia", 72), { at: 5_000, until: "back" });
      expect((await awayAt(db, owner, 2_000_000)).map(({ login, id }) => [login, id])).toEqual([["pia-now", 71]]);
    }
  });

  it("R17, R37, R75: what is recalled of a pull request at once is what each store tells by itself", async () => {
    const { db } = database;
    const headSha = "recalled";
    for (const number of [31, 32, 33]) await savePull(db, aStoredPull({ number, headSha }));
    await savePull(db, aStoredPull({ number: 34, headSha, state: "closed" }));
    const check = { repositoryId, headSha, checkRunId: 8_000_000_000, digest: "d", outcome: "waiting" };
    await saveCheck(db, { ...check, name: "rung (release-*)" });
    await beginCheck(db, { repositoryId, headSha, name: "rung" });
    const owner = { owner: "KusionStack", name: "kusion" };
    const ann = { login: "Ann", id: 7, type: "User" } as const;
    await saveAway(db, owner, ann, { at: 1_700_000_000_000, until: 1_800_000_000_123 });
    await saveAway(db, owner, { ...ann, login: "Ben", id: 8 }, { at: 1_700_000_000_000, until: null });
    const subject = { kind: "pull", repository: { ...owner, id: repositoryId }, number: 32 } as const;
    const note = { kind: "head", sha: headSha, before: null, at: 5 } as const;
    const job = { installationId: 7, subject, cause: "own", notes: [note] };
    await saveOwnNotes(db, job, threadKey(subject));
    await saveOwnNotes(db, { ...job, notes: [{ ...note, at: 6 }] }, threadKey(subject));
    const recalled = await recall(
      db,
      { repositoryId, owner: owner.owner, number: 32, headSha },
      threadKey(subject),
      20,
    );
    const ages = ({ age: _, ...row }: CheckRow) => row;
    expect({ ...recalled, checks: recalled.checks.map(ages) }).toEqual({
      headSha,
      notes: await recentNotes(db, threadKey(subject), 20),
      absences: await awayAt(db, owner.owner, 1_750_000_000_000),
      twins: [31, 33].map((number) => ({ number, record: aStoredPull().record })),
      checks: (await checkRows(db, repositoryId, headSha)).map(ages),
    });
    expect(recalled.notes).toHaveLength(2);
    expect(recalled.absences).toHaveLength(2);
    const nothing = { repositoryId: 5, owner: "nobody", number: 1, headSha: "none" };
    expect(await recall(db, nothing, "pull:5#1", 20)).toEqual({
      ...{ headSha: "none", notes: [], absences: [], twins: [], checks: [] },
    });
  });

  it("R39, R78: the merge queue's commits and the database's own memory come together", async () => {
    const { db } = database;
    const group = { headSha: "g", headRef: "refs/heads/q", baseSha: "b", baseRef: "refs/heads/main" };
    const stored = { ...group, pulls: [{ number: 41, digest: "d" }], ended: false };
    await saveGroup(db, repositoryId, stored);
    await saveGroup(db, repositoryId, { ...stored, headSha: "over", ended: true });
    await continuity(db).since(1);
    const { groups, memory } = await groupsAndMemory(db, repositoryId, 41);
    expect([groups, await groupsWith(db, repositoryId, 41)]).toEqual([[stored], [stored]]);
    expect(memory).toEqual(await findValue(db, "memory"));
    expect((await groupsAndMemory(db, repositoryId, 42)).groups).toEqual([]);
  });

  it("R19: a registry's text is kept with whether it was good, and when it was seen", async () => {
    const { db } = database;
    expect(await findRegistry(db, "KusionStack/kusion:roles.yaml")).toBeNull();
    const text = { key: "KusionStack/kusion:roles.yaml", oid: "o1", text: "maintainers: [ann]\n", good: true };
    await saveRegistry(db, text, 1_700_000_000_000);
    expect(await findRegistry(db, text.key)).toEqual({ ...text, seenAt: 1_700_000_000_000 });
    await saveRegistry(db, { ...text, good: false });
    const later = await findRegistry(db, text.key);
    expect(later?.good).toBe(false);
    expect(later?.seenAt).toBeGreaterThan(1_700_000_000_000);
  });

  it("a value of the app's own comes back", async () => {
    const { db } = database;
    expect(await findValue(db, "recovery")).toBeNull();
    await saveValue(db, "recovery", { through: "abc" });
    await saveValue(db, "recovery", { through: "def" });
    expect(await findValue(db, "recovery")).toEqual({ through: "def" });
  });

  it("who is asked to review: counted once, then kept by events; answered requests stay somebody's turn", async () => {
    const { db } = database;
    const ann = { login: "Ann", id: 8_000_000_001 };
    const ben = { login: "ben", id: null };
    expect(await isCounted(db, repositoryId)).toBe(false);
    await saveCount(db, repositoryId, [
      { number: 1, people: [ann, ben] },
      { number: 2, people: [ann] },
    ]);
    expect(await isCounted(db, repositoryId)).toBe(true);
    const shown = async (except = 99) =>
      (await burdens(db, repositoryId, except))
        .map(({ who, open, turns }) => `${who.login} ${who.id}: ${open} of ${turns}`)
        .toSorted();
    expect(await shown()).toEqual(["ann 8000000001: 2 of 2", "ben null: 1 of 1"]);
    expect(await shown(2)).toEqual(["ann 8000000001: 1 of 1", "ben null: 1 of 1"]);
    await addRequests(db, repositoryId, 3, [ann]);
    await addRequests(db, repositoryId, 3, [{ login: "ANN", id: null }]);
    await closeRequests(db, repositoryId, 1, [ann]);
    await dropRequests(db, repositoryId, 1, [ben]);
    await closeRequests(db, repositoryId, 2, null);
    expect(await shown()).toEqual(["ann 8000000001: 1 of 3"]);
    await saveCount(db, repositoryId, [{ number: 2, people: [ann] }]);
    expect(await shown()).toEqual(["ann 8000000001: 1 of 3"]);
  });

  it("R4: requests end, and turns count, by account where it is known, whatever it was called when it was asked", async () => {
    const { db } = database;
    const repositoryId = 77;
    const [before, now, taker] = [
      { login: "pia", id: 71 },
      { login: "pia-now", id: 71 },
      { login: "pia", id: 72 },
    ];
    const shown = async () =>
      (await burdens(db, repositoryId, 99)).map(({ who, open, turns }) => `${who.id}: ${open} of ${turns}`);
    for (const number of [1, 2, 3, 4]) await addRequests(db, repositoryId, number, [before]);
    await closeRequests(db, repositoryId, 1, [taker]);
    await dropRequests(db, repositoryId, 1, [taker]);
    expect(await shown()).toEqual(["71: 4 of 4"]);
    await closeRequests(db, repositoryId, 1, [now]);
    await closeRequests(db, repositoryId, 2, [now]);
    await dropRequests(db, repositoryId, 3, [now]);
    expect(await shown()).toEqual(["71: 1 of 3"]);
    await addRequests(db, repositoryId, 5, [now]);
    expect(await shown()).toEqual(["71: 2 of 4"]);
    await closeRequests(db, repositoryId, 4, [{ login: "PIA", id: null }]);
    expect(await shown()).toEqual(["71: 1 of 4"]);
  });

  it("who knows a path comes back, and is replaced", async () => {
    const { db } = database;
    const touches = [{ login: "ann", id: 1, wrote: 2, reviewed: 0 }];
    await saveHistories(db, repositoryId, [{ path: "a.go", touches }]);
    await saveHistories(db, repositoryId, [
      { path: "a.go", touches: [] },
      { path: "b.go", touches },
    ]);
    const found = await findHistories(db, repositoryId, ["a.go", "b.go", "c.go"]);
    expect(new Map(found.map(({ path, touches: list }) => [path, list]))).toEqual(
      new Map([
        ["a.go", []],
        ["b.go", touches],
      ]),
    );
    expect(await findHistories(db, 1, ["a.go"])).toEqual([]);
  });

  it("an addition to a team is begun before it is ended, and a new try of it counts from its own beginning", async () => {
    const { db } = database;
    const eve = { owner: "KusionStack", team: "Kusion-Approvers", id: repositoryId, login: "eve", at: 1_000 };
    await beginGrant(db, eve);
    const row = { team: "kusion-approvers", id: repositoryId, login: "eve" };
    expect(await grantsOf(db, "kusionSTACK")).toMatchObject([{ ...row, outcome: null }]);
    await endGrant(db, eve, { kind: "invited" });
    const [ended] = await grantsOf(db, "KusionStack");
    expect(ended).toMatchObject({ ...row, begunAt: 1_000, outcome: { kind: "invited" } });
    await beginGrant(db, { ...eve, login: "eve-2", at: 2_000 });
    const [again] = await grantsOf(db, "KusionStack");
    expect(again).toMatchObject({ ...row, login: "eve-2", begunAt: 2_000, outcome: null });
    expect(await grantsOf(db, "elsewhere")).toEqual([]);
  });

  it("R69: who is to be asked once more stands as it was said last, in whatever order it comes", async () => {
    const { db } = database;
    const said = (login: string, at: number) => ({ by: { login, id: 1, type: "User" as const }, at });
    await saveAskedAgain(db, "KusionStack", repositoryId, said("ann", 2_000));
    await saveAskedAgain(db, "KusionStack", repositoryId, said("ben", 1_000));
    expect(await askedAgainIn(db, "kusionstack")).toEqual([{ id: repositoryId, by: "ann", at: 2_000 }]);
    await saveAskedAgain(db, "KusionStack", repositoryId, said("cho", 3_000));
    expect(await askedAgainIn(db, "kusionstack")).toEqual([{ id: repositoryId, by: "cho", at: 3_000 }]);
    expect(await askedAgainIn(db, "elsewhere")).toEqual([]);
  });

  it("several processes may bring the tables up to date at once, and again", async () => {
    await Promise.all([migrate(database.db, silent), migrate(database.db, silent), migrate(database.db, silent)]);
    expect(await findValue(database.db, "recovery")).toEqual({ through: "def" });
  });
});
