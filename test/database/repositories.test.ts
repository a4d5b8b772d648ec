import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { saveNominations } from "../../src/database/nominations.ts";
import { savePull } from "../../src/database/pulls.ts";
import {
  findRepository,
  forgetInstallation,
  forgetRepositories,
  governedRepositories,
  hideRepository,
  saveRepository,
} from "../../src/database/repositories.ts";
import { promotionsOnPage, pullOnPage, pullsInList, repositoryCounts } from "../../src/database/shown.ts";
import { emptyRecord } from "../../src/gate/record/record-changes.ts";
import { pullShown } from "../../src/jobs/page/pull-page.ts";
import type { ShownPromotion, ShownRegistry } from "../../src/model/page-data.ts";
import { judged } from "../gate/judged.ts";
import { aLadder, aPull } from "../support/a-pull.ts";
import { onEachDatabase } from "../support/each-database.ts";

const id = 9_007_199_254_740_001;
const kusion = { id, owner: "KusionStack", name: "kusion", private: false, archived: false };
const registry: ShownRegistry = { kind: "broken", path: "roles.yaml", faults: ["line 1: x"] };

const promotion: ShownPromotion = {
  ...{ candidate: "ann", role: "approvers", areas: [], number: 9, stage: "nominated", met: 1, of: 3 },
  ...{ nominatedAt: 5, url: "https://github.test/o/r/issues/9", bodyMarkdown: "**Short**" },
};

onEachDatabase("what the page shows", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  it("a repository comes back by its name in any case, with what is known of its registry", async () => {
    const { db } = database;
    await saveRepository(db, kusion, 7, registry);
    expect(await findRepository(db, { owner: "kusionstack", name: "KUSION" })).toMatchObject({ ...kusion, registry });
    await saveRepository(db, { ...kusion, archived: true }, 7);
    expect(await findRepository(db, kusion)).toMatchObject({ archived: true, registry });
    await saveRepository(db, kusion, 7, null);
    expect(await findRepository(db, kusion)).toMatchObject({ registry: null });
    expect(await governedRepositories(db)).toEqual([]);
  });

  it("hidden at once, and shown again only by GitHub's own word", async () => {
    const { db } = database;
    await saveRepository(db, kusion, 7, registry);
    await hideRepository(db, id);
    expect(await findRepository(db, kusion)).toMatchObject({ private: true });
    await saveRepository(db, kusion, 7);
    expect(await findRepository(db, kusion)).toMatchObject({ private: false });
  });

  it("of two that had one name the last seen is meant, and listed once", async () => {
    const { db } = database;
    await saveRepository(db, { ...kusion, id: 1 }, 7, registry);
    await saveRepository(db, kusion, 7, registry);
    expect(await findRepository(db, kusion)).toMatchObject({ id });
    expect((await governedRepositories(db)).map((one) => one.id)).toEqual([id]);
    await forgetRepositories(db, [1]);
  });

  it("what another version wrote and nobody can read is left out", async () => {
    const { db } = database;
    await db.updateTable("repositories").set({ registry: '{"kind":"strange"}' }).where("id", "=", id).execute();
    expect(await findRepository(db, kusion)).toMatchObject({ registry: null });
    await saveRepository(db, kusion, 7, registry);
  });

  it("open pull requests are counted, and waiting ones among them; a closed one keeps its last verdict", async () => {
    const { db } = database;
    const index = aLadder({ approvers: [{ login: "ann" }] });
    const save = async (number: number, state: "open" | "merged") => {
      const facts = aPull({ number });
      const stored = { repository: kusion, number, headSha: "h1", baseRef: "main", state, record: emptyRecord() };
      await savePull(db, stored, state === "open" ? pullShown(facts, judged(facts, index)) : undefined);
    };
    await save(1, "open");
    await save(2, "open");
    await save(2, "merged");
    await save(3, "merged");
    await saveNominations(
      db,
      { owner: "KusionStack", subjectKey: `${id}#9` },
      new Map([["a", anOpen()]]),
      new Map([["a", promotion]]),
    );
    expect((await repositoryCounts(db, [id, 9])).get(id)).toEqual({ open: 1, waiting: 1, promotions: 1 });
    expect((await pullsInList(db, id)).map(({ number }) => number)).toEqual([1]);
    expect(await pullOnPage(db, id, 2)).toMatchObject({
      state: "merged",
      shown: { verdict: "Needs 1 approval: kusion" },
    });
    expect(await pullOnPage(db, id, 3)).toBeNull();
    expect(await promotionsOnPage(db, id)).toEqual([promotion]);
    expect(await promotionsOnPage(db, 9)).toEqual([]);
  });

  it("what an installation covered goes with it", async () => {
    const { db } = database;
    await saveRepository(db, { ...kusion, id: 2, name: "other" }, 8, registry);
    await forgetInstallation(db, 7);
    expect(await findRepository(db, kusion)).toBeNull();
    expect(await findRepository(db, { owner: "KusionStack", name: "other" })).toMatchObject({ id: 2 });
  });
});

function anOpen() {
  return {
    ...{ candidate: { login: "ann", id: null }, role: "approvers", areas: [] },
    ...{ repository: "KusionStack/kusion", number: 9, url: promotion.url },
  };
}
