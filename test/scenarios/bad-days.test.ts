import { afterEach, beforeEach, describe, expect, it } from "vitest";
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
