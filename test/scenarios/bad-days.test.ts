import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { aStage, checkOn, KUSION, type Stage, saidByRung } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await aStage();
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

it("R32: what was said just before the installation was suspended is neither lost nor tried again and again, and is seen to once it is resumed", async () => {
  const pull = open();
  await stage.settled();
  const installation = stage.world.installations[0];
  if (installation === undefined) throw new Error("there is no installation");
  const refused = () => stage.sandbox.journal.since().filter(({ status }) => status === 403).length;
  stage.world.as("hoangndst").reviewComment(pull, { path: "main.go", line: 1, body: "/hold not yet" });
  stage.world.as("hoangndst").comment(pull, "/retitle Another title");
  installation.suspendedAt = stage.world.clock.now();
  await vi.waitFor(() => expect(refused()).toBeGreaterThan(0), { timeout: 60_000, interval: 20 });
  await vi.waitFor(async () => expect((await stage.rung.queue.stats()).running).toBe(0), { timeout: 60_000 });
  expect((await stage.rung.queue.stats()).waiting).toBeGreaterThan(0);
  stage.world.as("SparkYuan").suspend(installation, false);
  await stage.settled();
  expect([pull.title, checkOn(stage, pull)?.title]).toEqual(["Another title", "Held by hoangndst: not yet"]);
});
