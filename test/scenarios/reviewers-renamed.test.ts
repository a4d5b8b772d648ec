/** Reviewers whom the registry pins by id under a name that they bear no more. */

import { afterEach, expect, it } from "vitest";
import { kusionStack } from "../../src/sandbox/kusionstack.ts";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { renamed } from "./renamed.ts";
import { aStage, KUSION, REGISTRY, reportOn, type Stage, saidByRung, statusOn, verdictOn } from "./stage.ts";

const { id } = kusionStack({ registry: REGISTRY, empty: true }).actor("hoangndst");
const PINNED = REGISTRY.replace("{ login: hoangndst,", `{ login: hoangndst, id: ${id},`);

let stage: Stage;
afterEach(() => stage.close());
const as = (login: string) => stage.world.as(login);
const asked = (pull: Pull) => pull.requestedReviewers.map(({ login }) => login);

async function staged(more: string): Promise<void> {
  stage = await aStage({ registry: `${PINNED}${more}` });
}

const rename = (from: string, to: string) => renamed(stage.world, from, to);

async function opened(): Promise<Pull> {
  const pull = as("octo-fan").openPull({ repo: KUSION, title: "feat: it", files: { "it.go": "x\n" } });
  await stage.settled();
  return pull;
}

it("R4, R44: whoever is pinned by id is asked by the name of now, and stays among those who can approve", async () => {
  await staged("reviews: { request: 3, from: approvers }\n");
  rename("hoangndst", "hoang-now");
  const pull = await opened();
  expect(asked(pull)).toContain("hoang-now");
  expect(statusOn(pull)).toContain("**hoang-now** (approver of kusion");
  expect(statusOn(pull)).not.toContain("no account");
  as("SparkYuan").comment(pull, "/hold");
  await stage.settled();
  expect(reportOn(stage, pull)).toContain("1 of SparkYuan, liu-hm19, hoangndst");
});

it("R4: nobody else is asked who bears that name by now", async () => {
  await staged("reviews: { request: 3, from: approvers }\n");
  rename("hoangndst", "hoang-now");
  stage.world.anyone("hoangndst");
  const pull = await opened();
  expect(new Set(asked(pull))).toEqual(new Set(["SparkYuan", "hoang-now", "liu-hm19"]));
});

it("R4, R44: an account that is gone is not there again because somebody else took its name", async () => {
  await staged("reviews: { request: 3, from: approvers }\n");
  stage.world.actors.delete("hoangndst");
  stage.world.anyone("hoangndst");
  const pull = await opened();
  expect(new Set(asked(pull))).toEqual(new Set(["SparkYuan", "liu-hm19"]));
  expect(statusOn(pull)).toContain("hoangndst is no account on GitHub");
  as("octo-fan").comment(pull, "/reroll");
  await stage.settled();
  expect(asked(pull)).not.toContain("hoangndst");
  expect(reportOn(stage, pull)).not.toContain("hoangndst");
});

it("R4: whose approval a push ended is asked again under another name as well", async () => {
  await staged("reviews: { request: 1, from: maintainers }\n");
  const pull = await opened();
  as("hoangndst").approve(pull);
  await stage.settled();
  expect(verdictOn(stage, pull)).toBe("success: Approved: kusion");
  rename("hoangndst", "hoang-now");
  as("octo-fan").push(pull, { files: { "it.go": "y\n" } });
  await stage.settled();
  expect(asked(pull)).toContain("hoang-now");
  expect(saidByRung(pull)).toEqual([]);
});

it("R87: whose name GitHub does not tell is not asked, and nobody else is kept from it", async () => {
  await staged("reviews: { request: 3, from: approvers }\n");
  rename("hoangndst", "hoang-now");
  stage.sandbox.faults.add({ kind: "status", status: 403, match: "/user/", times: 100 });
  const pull = await opened();
  expect(new Set(asked(pull))).toEqual(new Set(["SparkYuan", "liu-hm19"]));
  expect(statusOn(pull)).toContain("hoangndst has another name on GitHub, which it did not tell");
  expect(reportOn(stage, pull)).toContain("hoangndst");
});
