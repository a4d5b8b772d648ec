/** People of a registry whom GitHub does not know are waited for by nobody (R44, R84). */

import { afterAll, beforeAll, expect, it } from "vitest";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { aStage, KUSION, reportOn, type Stage, verdictOn } from "./stage.ts";

const REGISTRY = `approval: { min: 2 }
areas:
  kusion: { repos: [kusion] }
maintainers: [SparkYuan]
approvers:
  - { login: nobody-there, areas: [kusion] }
  - { login: hoangndst, areas: [kusion] }
`;

let stage: Stage;
let pull: Pull;
beforeAll(async () => {
  stage = await aStage({ registry: REGISTRY });
  pull = stage.world.as("hoangndst").openPull({ repo: KUSION, title: "feat: it", files: { "it.go": "x\n" } });
  await stage.settled();
});
afterAll(() => stage.close());

it("R44: once GitHub was asked for reviewers, the quickest way names nobody who is no account", () => {
  expect(reportOn(stage, pull)).not.toMatch(/nobody-there.* can approve/);
});

it("R44: from the next event on they stand in no row, and where too few are left that is said", async () => {
  stage.world.as("SparkYuan").approve(pull);
  await stage.settled();
  const report = reportOn(stage, pull);
  expect(report).toContain("**Nobody can finish this:** too few people may approve `kusion`.");
  expect(report).not.toContain("nobody-there");
});

it("R44: they stay out of every row for as long as GitHub does not know them, however often reviewers are chosen", async () => {
  for (const _ of ["first", "second"]) {
    stage.world.as("hoangndst").comment(pull, "/reroll");
    await stage.settled();
    stage.world.as("SparkYuan").approve(pull);
    await stage.settled();
    expect(reportOn(stage, pull)).not.toContain("nobody-there");
  }
});

it("R44: once there is such an account, the next choice of reviewers finds it", async () => {
  stage.world.anyone("nobody-there");
  stage.world.as("hoangndst").comment(pull, "/reroll");
  await stage.settled();
  stage.world.as("SparkYuan").approve(pull);
  await stage.settled();
  expect(reportOn(stage, pull)).toContain("nobody-there");
});

it("whoever is there after all, and approves, counts", async () => {
  stage.world.as("nobody-there").approve(pull);
  await stage.settled();
  expect(verdictOn(stage, pull)).toBe("success: Approved: kusion");
});
