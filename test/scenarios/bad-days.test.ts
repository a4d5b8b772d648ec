import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { createLog } from "../../src/shared/log.ts";
import { aDatabase } from "../support/a-database.ts";
import { aStage, checkOn, KUSION, type Stage, saidByRung } from "./stage.ts";

let stage: Stage;
let database: Database;
const lines: string[] = [];
beforeEach(async () => {
  database = await aDatabase();
  lines.length = 0;
  stage = await aStage({
    log: createLog("warn", { write: (line) => void lines.push(line) }),
    openDatabase: async () => database,
  });
});
afterEach(() => stage.close());

const open = () =>
  stage.world.as("octo-fan").openPull({ repo: KUSION, title: "x", files: { "main.go": "package x\n" } });

describe("R29: GitHub misbehaves, the subject ends in the right state", () => {
  it.each([
    { kind: "status" as const, status: 502, times: 2 },
    { kind: "reset" as const, times: 2 },
    { kind: "partial" as const, field: "reviews", times: 1 },
    { kind: "secondary-limit" as const, retryAfter: 1, times: 1 },
    { kind: "reset-after" as const, match: "check-runs", times: 1 },
  ])("$kind", async (fault) => {
    const pull = open();
    await stage.settled();
    stage.sandbox.faults.add(fault);
    stage.world.as("hoangndst").approve(pull);
    await stage.settled();
    expect(checkOn(stage, pull)?.conclusion).toBe("success");
  });

  it("R30: a reply whose answer was lost is not made twice", async () => {
    const pull = open();
    await stage.settled();
    stage.sandbox.faults.add({ kind: "reset-after", match: "POST", times: 1 });
    stage.world.as("someone").comment(pull, "/approve");
    await stage.settled();
    expect(saidByRung(pull)).toHaveLength(1);
  });

  it("R30: a check whose answer was lost is not made twice", async () => {
    stage.sandbox.faults.add({ kind: "reset-after", match: "POST /repos/KusionStack/kusion/check-runs", times: 1 });
    const pull = open();
    await stage.settled();
    const runs = [...stage.kusion.checkRuns.values()].flat().filter((run) => run.headSha === pull.headSha);
    expect(runs).toHaveLength(1);
  });
});

describe("R32: what was said just before is neither lost nor tried again and again, and is seen to once it can be", () => {
  const theInstallation = () => {
    const installation = stage.world.installations[0];
    if (installation === undefined) throw new Error("there is no installation");
    return installation;
  };
  const owner = () => stage.world.as("SparkYuan");
  const given = (isGiven: boolean) =>
    isGiven
      ? owner().installOn(theInstallation(), stage.kusion)
      : owner().uninstallFrom(theInstallation(), stage.kusion);

  it.each<[string, (isBack: boolean) => void]>([
    ["the installation was suspended", (isBack) => owner().suspend(theInstallation(), !isBack)],
    ["the repository was archived", (isBack) => owner().archive(stage.kusion, !isBack)],
    [
      "the repository, a private one, was taken from the app",
      (isBack) => {
        stage.kusion.private = true;
        given(isBack);
      },
    ],
    ["the repository, a public one that is still read, was taken from the app", given],
  ])("%s", async (_what, turn) => {
    const by = stage.world.as("hoangndst");
    const [pull, issue] = [open(), by.openIssue({ repo: KUSION, title: "One" })];
    await stage.settled();
    by.reviewComment(pull, { path: "main.go", line: 1, body: "/hold not yet" });
    by.comment(pull, "/retitle Another title");
    by.comment(issue, "/retitle Another one");
    turn(false);
    await vi.waitFor(async () => expect(await waitingLong()).toEqual({ waiting: 3, failures: 0 }), patient);
    const { last } = stage.sandbox.journal;
    const { parked, running, lagSeconds } = await stage.rung.queue.stats();
    expect({ parked, running, lagSeconds }).toEqual({ parked: 0, running: 0, lagSeconds: 0 });
    expect(stage.sandbox.journal.since(last)).toEqual([]);
    // One for the place, whatever was said there.
    expect(lines.length).toBeLessThanOrEqual(1);
    turn(true);
    await stage.settled();
    expect(checkOn(stage, pull)?.title).toBe("Held by hoangndst: not yet");
    expect([pull.title, issue.title]).toEqual(["Another title", "Another one"]);
  });
});

const patient = { timeout: 60_000, interval: 50 };

/** Of deliveries that are tried again in more than half an hour: how many, and how many failures of theirs count towards parking. */
async function waitingLong() {
  const rows = await database.db
    .selectFrom("deliveries")
    .select(["failures"])
    .where("handled_at", "is", null)
    .where("retry_at", ">", sql<Date>`now() + interval '30 minutes'`)
    .execute();
  return { waiting: rows.length, failures: rows.reduce((sum, { failures }) => sum + failures, 0) };
}
