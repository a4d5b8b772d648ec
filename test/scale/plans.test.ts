/** Every statement that Rung asks a database for is explained on one that holds a great deal: it finds what it looks for by an index. */

import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startBoss } from "../../src/queue/boss.ts";
import type { Sandbox } from "../../src/sandbox/start.ts";
import { createLog } from "../../src/shared/log.ts";
import { dice } from "../chaos/dice.ts";
import { aDay } from "./day.ts";
import { type About, everyStatement } from "./every-statement.ts";
import { busiest, copyOf, countsOf, filled, isExplained, lives, open } from "./filled.ts";
import { type Plan, planOf } from "./plans.ts";
import { type Recorded, recording } from "./recording.ts";
import { seededTables } from "./seed.ts";
import { statementSites } from "./sites.ts";
import { sizesAt } from "./sizes.ts";

const sizes = sizesAt(0.01);

/** Functions that look at all of a table, or of a large repository, on purpose. */
const MAINTENANCE: Readonly<Record<string, string>> = {
  forgetOld: "what is old goes four times a day, a part at a time, and nobody waits for it",
  makeAllDue: "a clock has jumped: all that waits for its time is looked at",
  openedEarlier:
    "a newcomer's first pull request is looked for among all of its repository, once for each that a stranger opens",
  findAudit: "asked by hand: the entries of a whole repository may be sorted for it",
  longForgotten: "a last resort, six times an hour: every subject that waits is held against the jobs there are",
  governedRepositories: "the page's first view lists all that anybody may see, a short row each",
};

/** Tables that hold no more in a large organisation than in a small one. */
const SMALL: Readonly<Record<string, string>> = {
  leases: "a row for each kind of round",
  owners: "a row for each owner",
  pauses: "those of the last day",
  kysely_migration: "a row for each step of the tables' history",
  kysely_migration_lock: "one row",
};

/** Of the queue's library this one alone holds work; the others are about queues, of which there is one, and processes. */
const WORK = "pgboss.job_common";

const isSmall = (table: string) => table in SMALL || (table.startsWith("pgboss.") && table !== WORK);

/** Rows of a table that a statement may look at, where it holds more than that. */
const FEW = 30;
const SHARE = 0.06;

interface Looked extends Recorded {
  readonly plan: Plan;
}

let sandbox: Sandbox;
let looked: readonly Looked[];
let counts: ReadonlyMap<string, number>;

beforeAll(async () => {
  const world = await filled(sizes);
  const { broad, url } = world;
  sandbox = world.sandbox;
  // Explained where they were not carried out, so that what may be done once can be tried.
  const untouched = await copyOf(url);
  await backlog(untouched, busiest(broad));
  const day = aDay(broad, dice(1));
  const served = recording(await open(url));
  await lives(sandbox, served, () => {
    for (let act = 0; act < 40; act += 1) day.act();
  });
  const asked = recording(await open(url));
  await everyStatement(asked.database, busiest(broad));
  await asked.database.close();
  const client = new pg.Client(untouched);
  await client.connect();
  counts = await countsOf(client);
  looked = await plansOf(client, [...served.statements, ...asked.statements]);
  await client.end();
});

afterAll(() => sandbox.close());

/** Work that waits for its time, as after a limit of GitHub's. */
async function backlog(url: string, { repository, installationId }: About): Promise<void> {
  const database = await open(url);
  const boss = await startBoss(database, createLog("silent"));
  const later = Array.from({ length: 150 }, (_, number) => {
    const subject = { kind: "pull", repository, number } as const;
    const id = randomUUID();
    const job = { installationId, subject, cause: "pull_request.opened", notes: [] };
    return { id, event: "rung", job, subjectKey: `pull:${repository.id}#${number}`, jobId: id, inSeconds: 86_400 };
  });
  await boss.store(later);
  await boss.stop();
  await sql`analyze`.execute(database.db);
  await database.close();
}

const EACH = 1;

/** Of each text with each site one, with the values they came with. */
async function plansOf(client: pg.Client, statements: readonly Recorded[]): Promise<readonly Looked[]> {
  const seen = new Map<string, number>();
  const plans: Looked[] = [];
  for (const one of statements) {
    const key = `${one.site} ${one.text}`;
    const times = seen.get(key) ?? 0;
    seen.set(key, times + 1);
    if (times >= EACH || !isExplained(one)) continue;
    plans.push({ ...one, plan: await planOf(client, one.text, one.values) });
  }
  return plans;
}

function isMaintenance({ by }: Recorded): boolean {
  return by.some((name) => name in MAINTENANCE);
}

function shown({ site, text, plan }: Looked, what: readonly unknown[]): string {
  return `${site}: ${what.join(" ")}\n${text}\n${plan.text}`;
}

it("each statement of the sources has its plan looked at", () => {
  const seen = new Set(looked.map(({ site }) => site));
  expect(statementSites().filter((site) => !seen.has(site))).toEqual([]);
});

it("no statement reads a table from one end to the other that grows with what there is", () => {
  const scanning = looked.filter((one) => !isMaintenance(one) && !one.plan.scanned.every(isSmall));
  expect(scanning.map((one) => shown(one, one.plan.scanned))).toEqual([]);
});

it("no statement looks at more than a small part of such a table, by whatever index", () => {
  const wide = looked.flatMap((one) => {
    if (isMaintenance(one)) return [];
    const many = [...one.plan.rows].filter(
      ([table, rows]) => !isSmall(table) && rows > Math.max(FEW, SHARE * (counts.get(table) ?? 0)),
    );
    return many.length === 0 ? [] : [shown(one, many)];
  });
  expect(wide).toEqual([]);
});

it("each table is filled before, or holds no more in a large organisation than in a small one", () => {
  const empty = [...counts].filter(([table, count]) => count < FEW && !isSmall(table));
  expect(empty).toEqual([]);
  expect([...seededTables(sizes)].filter((table) => !counts.has(table))).toEqual([]);
});
