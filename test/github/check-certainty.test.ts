import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { beginEpoch } from "../../src/database/check-epoch.ts";
import { type CheckMemory, checkMemory } from "../../src/database/check-memory.ts";
import type { Database } from "../../src/database/database.ts";
import type { Client } from "../../src/github/client/client.ts";
import { currentChecks } from "../../src/github/read/standing-checks.ts";
import { apply } from "../../src/github/write/apply.ts";
import { byCheckKey, reconcile } from "../../src/github/write/reconcile.ts";
import type { AuditContext } from "../../src/model/audit-context.ts";
import type { CheckEffect } from "../../src/model/effect.ts";
import { createLog } from "../../src/shared/log.ts";
import { dice } from "../chaos/dice.ts";
import { aDatabase } from "../support/a-database.ts";
import { type CheckRuns, checkRuns, type Trouble } from "./check-runs.ts";

const repository = { owner: "o", name: "r", id: 1 };
const NAMES = ["rung", "rung (release-*)"];
const OUTCOMES = ["waiting", "success", "failure", "action_required"] as const;
type Outcome = (typeof OUTCOMES)[number];

const audit: AuditContext = {
  repository,
  number: 3,
  headSha: "h",
  cause: () => ({ deliveries: [], total: 0, said: [], attempt: 1 }),
  decided: null,
  digest: () => "",
};

let database: Database;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.close());

function wantedOn(headSha: string, outcome: Outcome): readonly CheckEffect[] {
  const shown = { title: outcome, summary: "s", text: "", annotations: [] };
  return NAMES.map((name) => ({ kind: "check", repository, headSha, name, outcome, ...shown }));
}

/** A job of one process: what stands, what is missing, and its writing. */
async function job(process: { client: Client; memory: CheckMemory }, headSha: string, outcome: Outcome, isNew = false) {
  const { client, memory } = process;
  const reader = { client, memory, appId: 7 };
  const standing = await currentChecks(reader, { repository, headSha }, { surelyNew: isNew });
  const known = { checks: byCheckKey(headSha, standing), comments: [], botLogin: "rung[bot]" };
  const plan = reconcile(wantedOn(headSha, outcome), known);
  const context = {
    client,
    db: database.db,
    log: createLog("silent"),
    repositoryId: 1,
    appId: 7,
    key: new Uint8Array(32),
    audit,
  };
  const looked = { headSha, checks: standing };
  await apply(plan, { ...context, checkMemory: memory, standing: looked, surelyNew: isNew, rewrite: false });
}

const newest = (github: CheckRuns) => NAMES.map((name) => github.newest(name)?.outcome);

async function copied(headSha: string) {
  return await database.db.selectFrom("checks").selectAll().where("head_sha", "=", headSha).execute();
}

async function restored(headSha: string, rows: Awaited<ReturnType<typeof copied>>): Promise<void> {
  await database.db.deleteFrom("checks").where("head_sha", "=", headSha).execute();
  if (rows.length > 0)
    await database.db
      .insertInto("checks")
      .values([...rows])
      .execute();
}

const EVENTS = ["quiet", "answer lost", "request lost", "killed before", "killed after", "older copy"] as const;
const TROUBLE: Partial<Record<(typeof EVENTS)[number], Trouble>> = {
  "answer lost": "answer-lost",
  "killed after": "answer-lost",
  "request lost": "request-lost",
  "killed before": "request-lost",
};

async function story(seed: number): Promise<void> {
  const one = dice(seed).pick;
  const headSha = `head-${seed}`;
  const github = checkRuns();
  const start = async () => {
    await beginEpoch(database.db);
    return { client: github.client, memory: checkMemory(database.db) };
  };
  let process = await start();
  const copies = [await copied(headSha)];
  const told: string[] = [];
  for (let step = 0; step < 9; step += 1) {
    const [event, outcome] = [one(EVENTS), one(OUTCOMES)];
    told.push(`${event}, ${outcome} wanted`);
    if (event === "older copy") {
      await restored(headSha, one(copies));
      process = await start();
    }
    github.trouble(TROUBLE[event] ?? null, one([0, 1]));
    const ended = await job(process, headSha, outcome, step === 0).then(
      () => "done",
      () => "failed",
    );
    github.trouble(null, 0);
    if (event.startsWith("killed")) process = await start();
    if (ended === "done") expect(newest(github), told.join("\n")).toEqual([outcome, outcome]);
    copies.push(await copied(headSha));
  }
  const last = one(OUTCOMES);
  await job(process, headSha, last);
  expect(newest(github), `${told.join("\n")}\nat last ${last}`).toEqual([last, last]);
}

describe("R75: what was written is known, or is looked up", () => {
  it("after lost answers, lost requests, kills and restored databases every quiet job leaves the newest runs as wanted", async () => {
    for (let seed = 1; seed <= 40; seed += 1) await story(seed);
  }, 120_000);

  it("51: a run of a restored database is not written while a newer one stays green", async () => {
    const github = checkRuns();
    const process = { client: github.client, memory: checkMemory(database.db) };
    await job(process, "restored", "waiting", true);
    const old = await copied("restored");
    for (const outcome of ["success", "waiting", "success"] as const) await job(process, "restored", outcome);
    await restored("restored", old);
    await beginEpoch(database.db);
    await job({ client: github.client, memory: checkMemory(database.db) }, "restored", "waiting");
    expect(newest(github)).toEqual(["waiting", "waiting"]);
  });

  it("what a killed process had on its way to GitHub is looked for until it can arrive no more", async () => {
    const github = checkRuns();
    const headSha = "on-its-way";
    const first = { client: github.client, memory: checkMemory(database.db) };
    await job(first, headSha, "waiting", true);
    github.trouble("on-its-way", 0);
    await expect(job(first, headSha, "success")).rejects.toThrow("reset");
    github.trouble(null, 0);
    await beginEpoch(database.db);
    const memory = checkMemory(database.db);
    const second = { client: github.client, memory };
    await job(second, headSha, "waiting");
    github.arrive();
    expect(newest(github)).toEqual(["success", "waiting"]);
    await job(second, headSha, "waiting");
    expect(newest(github)).toEqual(["waiting", "waiting"]);
    expect(await memory.confirm(1, headSha, (await memory.on(1, headSha)).checks)).toBeGreaterThan(0);
  });

  it("what was begun long ago is believed once it was looked up, and so is what this process began itself", async () => {
    const memory = checkMemory(database.db);
    const row = { repositoryId: 1, headSha: "begun", name: "rung" };
    const run = { ...row, checkRunId: 4, digest: "d", outcome: "waiting" };
    await memory.begin(row);
    expect(await memory.confirm(1, "begun", [run])).toBe(0);
    await memory.begin(row);
    const another = checkMemory(database.db);
    await database.db
      .updateTable("checks")
      .set({ written_at: new Date(Date.now() - 60_000) })
      .where("head_sha", "=", "begun")
      .execute();
    expect(await another.confirm(1, "begun", [run])).toBe(0);
    expect(await another.on(1, "begun")).toEqual({ checks: [run], certainty: "sure" });
  });

  it("a database that is set back while the process runs is noticed", async () => {
    const github = checkRuns();
    const process = { client: github.client, memory: checkMemory(database.db) };
    await job(process, "set-back", "waiting", true);
    const old = await copied("set-back");
    await job(process, "set-back", "success");
    await restored("set-back", old);
    await job(process, "set-back", "waiting");
    expect(newest(github)).toEqual(["waiting", "waiting"]);
    await job(process, "set-back", "success");
    await restored("set-back", []);
    await job(process, "set-back", "waiting", true);
    expect(newest(github)).toEqual(["waiting", "waiting"]);
  });

  it("costs one look-up a commit after a start, and nothing more", async () => {
    const github = checkRuns();
    let process = { client: github.client, memory: checkMemory(database.db) };
    await job(process, "costs", "waiting", true);
    expect(github.asked()).toEqual(["POST", "POST"]);
    await job(process, "costs", "waiting");
    await job(process, "costs", "success");
    expect(github.asked()).toEqual(["PATCH", "PATCH"]);
    await beginEpoch(database.db);
    process = { client: github.client, memory: checkMemory(database.db) };
    await job(process, "costs", "success");
    expect(github.asked()).toEqual(["GET"]);
    await job(process, "costs", "success");
    expect(github.asked()).toEqual([]);
  });

  it("what was written in this life is known, although a reading shows none on the head", async () => {
    const github = checkRuns();
    const process = { client: github.client, memory: checkMemory(database.db) };
    const byReading = true;
    await job(process, "unshown", "waiting", byReading);
    await job(process, "unshown", "success", byReading);
    expect(github.asked()).toEqual(["POST", "POST", "PATCH", "PATCH"]);
    github.trouble("answer-lost", 0);
    await expect(job(process, "unshown", "waiting", byReading)).rejects.toThrow();
    github.trouble(null, 0);
    github.asked();
    await job(process, "unshown", "waiting", byReading);
    expect(github.asked()[0]).toBe("GET");
    expect(newest(github)).toEqual(["waiting", "waiting"]);
  });

  it("what another process wrote since the start is believed", async () => {
    const github = checkRuns();
    const [first, second] = [0, 1].map(() => ({ client: github.client, memory: checkMemory(database.db) }));
    if (first === undefined || second === undefined) throw new Error("two processes");
    await job(first, "replicas", "waiting", true);
    await job(second, "replicas", "success");
    await job(first, "replicas", "failure");
    expect(github.asked()).toEqual(["POST", "POST", "PATCH", "PATCH", "PATCH", "PATCH"]);
  });
});

describe("R39: Re-run", () => {
  it("a run that it opened again is not taken for the finished one whose digest it kept", async () => {
    const github = checkRuns();
    const process = { client: github.client, memory: checkMemory(database.db) };
    await job(process, "again", "success", true);
    github.reopen();
    await beginEpoch(database.db);
    await job(process, "again", "success");
    expect(newest(github)).toEqual(["success", "success"]);
  });
});
