/**
 * Statements that are given many things at once, with many: what waits and what is held against it are multiplied where the planner
 * errs. Those that forget find much to forget.
 */

import { randomUUID } from "node:crypto";
import { forgetAudit } from "../../src/database/audit-entries.ts";
import { keepAnswers, keptAnswers, knownActs } from "../../src/database/command-actions.ts";
import type { Database } from "../../src/database/database.ts";
import { longForgotten, markFailed, park, toldAndFailed } from "../../src/database/deliveries.ts";
import { forgetOld } from "../../src/database/forget-old.ts";
import { saveOpenProposal, takeProposalsAbout } from "../../src/database/open-proposals.ts";
import { findHistories, saveHistories } from "../../src/database/path-histories.ts";
import { brokenAmong } from "../../src/database/repositories.ts";
import { addRequests, closeAnswered, saveCount } from "../../src/database/review-requests.ts";
import { saveSeen, unseenAmong } from "../../src/database/seen-deliveries.ts";
import { repositoryCounts } from "../../src/database/shown.ts";
import { saveSightings } from "../../src/database/sightings.ts";
import { openOfVouched, vouchMemory } from "../../src/database/vouches.ts";
import type { Boss } from "../../src/queue/boss.ts";
import type { About } from "./every-statement.ts";

const MANY = 100;
const AT = Date.UTC(2026, 0, 1);

/** Of what waits there: `fillWork` has put it in. */
export async function inBatches(database: Database, boss: Boss, about: About): Promise<void> {
  const { db } = database;
  await work(database, boss);
  await memory(database, about);
  await reviewing(database, about);
  await forgetAudit(db, 1);
  await forgetOld(db, 1);
}

async function work({ db }: Database, boss: Boss): Promise<void> {
  await longForgotten(db, "subjects", 0);
  const claims = [...(await boss.claim(16, [])), ...(await boss.claim(16, ["pull:7"]))];
  const ids = await idsOf(db);
  await boss.touch(claims);
  await markFailed(db, ids, { error: "no", retryInSeconds: 60, failures: 1 });
  await toldAndFailed(
    db,
    null,
    many((number) => number),
  );
  await boss.settle(claims, ids);
  await db.transaction().execute(async (trx) => {
    await boss.remove(
      trx,
      many(() => randomUUID()),
    );
  });
  await park(db, ids, "no");
  await boss.unpark(ids);
  await boss.unpark(null);
  await saveSeen(
    db,
    many(() => randomUUID()),
  );
  await unseenAmong(db, [...ids, ...many(() => randomUUID())].slice(0, MANY));
}

async function idsOf(db: Database["db"]): Promise<readonly string[]> {
  const rows = await db.selectFrom("deliveries").select("id").where("handled_at", "is", null).limit(MANY).execute();
  return rows.map(({ id }) => id);
}

async function memory({ db }: Database, { repository, installationId }: About): Promise<void> {
  const people = many((number) => ({ login: `somebody-${number}`, id: 20_000_000 + number, type: "User" as const }));
  const [who] = people;
  if (who === undefined) throw new Error("there is nobody");
  const { owner, name, id } = repository;
  await saveSightings(
    db,
    people.map((person) => ({ owner, person, at: AT, url: null })),
  );
  await saveOpenProposal(db, who, { installationId, subject: { kind: "pull", repository, number: 1 } });
  await takeProposalsAbout(
    db,
    people.map((person) => ({ owner, person })),
  );
  const keys = many((number) => `comment:${number}`);
  const said = { kind: "reply", repository: { owner, name }, number: 1, to: "comment:1", body: "Yes." } as const;
  await keepAnswers(db, new Map(keys.map((key) => [key, said])));
  await keptAnswers(db, keys);
  await knownActs(db, keys);
  const vouches = vouchMemory(db);
  await vouches.save(id, who, { person: who, by: who, at: AT });
  await openOfVouched(db, id, [AT]);
  const repositories = await db.selectFrom("repositories").select("id").limit(MANY).execute();
  await repositoryCounts(
    db,
    repositories.map((one) => one.id),
  );
  await brokenAmong(
    db,
    repositories.map((one) => one.id),
  );
}

async function reviewing({ db }: Database, { repository: { id }, number }: About): Promise<void> {
  const people = many((at) => ({ login: `somebody-${at}`, id: at }));
  await addRequests(db, id, number, people);
  await closeAnswered(
    db,
    people.map((who) => ({ repositoryId: id, number, who })),
  );
  await saveCount(
    db,
    id,
    many((at) => ({ number: at, people: people.slice(0, 2) })),
  );
  const paths = many((at) => `src/change-${at}.go`);
  await saveHistories(
    db,
    id,
    paths.map((path) => ({ path, touches: [] })),
  );
  await findHistories(db, id, paths);
}

function many<T>(make: (number: number) => T): readonly T[] {
  return Array.from({ length: MANY }, (_, number) => make(number));
}
