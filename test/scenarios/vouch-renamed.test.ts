/** A newcomer whose account bears another name since they opened something. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { aStage, KUSION, REGISTRY, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await aStage({
    registry: `${REGISTRY}reviews: { request: 1, from: approvers }\nnewcomers: { reviews: after-vouch }\n`,
  });
});
afterAll(() => stage.close());

it("R4: reviewers are asked on what a newcomer opened under an earlier name, once somebody vouches for the one of now", async () => {
  const { world } = stage;
  const pull = world.as("octo-fan").openPull({ repo: KUSION, title: "feat: it", files: { "it.go": "x\n" } });
  await stage.settled();
  expect(pull.requestedReviewers).toEqual([]);
  const actor = world.actor("octo-fan");
  world.actors.delete("octo-fan");
  actor.login = "octo-now";
  world.actors.set("octo-now", actor);
  world.as("SparkYuan").openIssue({ repo: KUSION, title: "Hello", body: "/vouch @octo-now" });
  await stage.settled();
  expect(pull.requestedReviewers).toHaveLength(1);
});
