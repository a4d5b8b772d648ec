import { afterEach, beforeEach, expect, it } from "vitest";
import { aStage, KUSION, type Stage, saidByRung, verdictOn } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await aStage({ registry: null });
});
afterEach(() => stage.close());

it("R19: without a registry anywhere Rung is silent; once one is there it looks at what is open", async () => {
  const { world } = stage;
  const pull = world.as("octo-fan").openPull({ repo: KUSION, title: "x", files: { "main.go": "package x\n" } });
  world.as("octo-fan").comment(pull, "/approve");
  await stage.settled();
  expect(verdictOn(stage, pull)).toBeNull();
  expect(saidByRung(pull)).toEqual([]);
  const text = "maintainers: [SparkYuan, liu-hm19]\napprovers: [hoangndst]\n";
  world.as("SparkYuan").pushRegistry(world.repo(KUSION), text);
  await stage.settled();
  expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: kusion");
});
