import { afterAll, beforeAll, expect, it } from "vitest";
import {
  decisionsHere,
  forgetOpenDecisions,
  knownDecisions,
  saveDecisions,
} from "../../src/database/community-decisions.ts";
import type { Database } from "../../src/database/database.ts";
import type { ShownDecision } from "../../src/model/decision-data.ts";
import { aDatabase } from "../support/a-database.ts";

let database: Database;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.close());

const NOON = Date.parse("2026-11-23T12:00:00Z");

function shown(text: string, endedAt: number | null, with_: Partial<ShownDecision> = {}): ShownDecision {
  return {
    kind: "direction",
    text,
    state: endedAt === null ? "open" : "accepted",
    repository: "KusionStack/kusion",
    number: 7,
    url: "https://github.test/c/1",
    private: false,
    openedBy: "ann",
    openedAt: NOON,
    endsAt: null,
    endedAt,
    votes: null,
    objections: 0,
    bodyMarkdown: "",
    ...with_,
  };
}

function saved(id: string, one: ShownDecision, comment: number | null = 11) {
  return { id, comment, record: { of: id }, registry: "kusionstack/.github", shown: one };
}

const place = { repositoryId: 31, number: 7, owner: "KusionStack" };
const texts = async (...asked: Parameters<typeof knownDecisions> extends [unknown, ...infer Rest] ? Rest : never) =>
  (await knownDecisions(database.db, ...asked)).map(({ text }) => text);

it("lists open ones first, then the one that ended last; by owner, repository and registry, however they are spelt", async () => {
  const { db } = database;
  await saveDecisions(db, place, [
    saved("a", shown("first", NOON + 1)),
    saved("b", shown("open", null)),
    saved("c", shown("second", NOON + 2)),
  ]);
  await saveDecisions(db, { ...place, repositoryId: 32, owner: "Other" }, [saved("a", shown("foreign", NOON))]);
  expect(await texts({ owner: "kusionstack" })).toEqual(["open", "second", "first"]);
  expect(await texts({ repositoryId: 32 })).toEqual(["foreign"]);
  expect(await texts({ registry: "kusionstack/.github" })).toHaveLength(4);
});

it("keeps what ended where it is not told of again, and forgets what was open and is not there any more", async () => {
  const { db } = database;
  await saveDecisions(db, place, [saved("c", shown("second, again", NOON + 2), null)]);
  expect(await texts({ repositoryId: 31 })).toEqual(["second, again", "first"]);
  expect(await decisionsHere(db, place)).toEqual([
    { id: "a", comment: 11, record: { of: "a" } },
    { id: "c", comment: null, record: { of: "c" } },
  ]);
});

it("of a subject that is gone forgets what was open alone", async () => {
  const { db } = database;
  await saveDecisions(db, place, [saved("d", shown("open", null))]);
  await forgetOpenDecisions(db, place);
  expect(await texts({ repositoryId: 31 })).toEqual(["second, again", "first"]);
});
