/** A large organisation's teams change all day: teams that no registry names cost nothing. */

import { afterAll, beforeAll, expect, it } from "vitest";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { aStage, REGISTRY, type Stage, verdictOn } from "./stage.ts";

let stage: Stage;
let pull: Pull;
beforeAll(async () => {
  stage = await aStage();
  const files = { "pkg/cmd/x.go": "package x\n" };
  pull = stage.world.as("octo-fan").openPull({ repo: "KusionStack/kusion", title: "feat: x", branch: "x", files });
  await stage.settled();
});
afterAll(() => stage.close());

const spark = () => stage.world.as("SparkYuan");
const team = () => {
  const found = stage.world.teams.find(({ slug }) => slug === "go-reviewer");
  if (found === undefined) throw new Error("the sandbox has no such team");
  return found;
};

it("R21: whoever comes into a team that no registry names, or leaves it, costs no request", async () => {
  stage.world.addMember("KusionStack", "octo-fan");
  stage.requests();
  spark().addToTeam(team(), "octo-fan");
  spark().removeFromTeam(team(), "octo-fan");
  await stage.settled();
  expect(stage.requests()).toEqual([]);
});

it("where a registry names it, all that is open is looked at, and the check says what follows", async () => {
  spark().pushRegistry(
    stage.world.repo("KusionStack/.github"),
    `${REGISTRY}  - { team: KusionStack/go-reviewer, areas: [kusion] }\n`,
  );
  await stage.settled();
  stage.world.as("riven-blade").approve(pull);
  await stage.settled();
  expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: kusion");
  stage.world.addMember("KusionStack", "riven-blade");
  spark().addToTeam(team(), "riven-blade");
  await stage.settled();
  expect(verdictOn(stage, pull)).toBe("success: Approved: kusion");
});
