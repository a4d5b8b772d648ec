import { afterAll, beforeAll, expect, it } from "vitest";
import { registryText } from "../../src/sandbox/kusionstack.ts";
import { aPromotionStage, type PromotionStage, registryPulls, replies, status } from "./promotion-stage.ts";

/** KusionStack's registry as it is, but for contributors: their two sponsors must not share an employer. */
const REGISTRY = registryText().replace(
  "sponsors: { from: approvers, min: 2 }",
  "sponsors: { from: approvers, min: 2, employers: distinct }",
);

let stage: PromotionStage;
beforeAll(async () => {
  stage = await aPromotionStage({ registry: REGISTRY });
});
afterAll(() => stage.close());

it("hoangndst becomes a maintainer by 8 of 12 votes, and not by 7", async () => {
  const issue = await stage.issue();
  await stage.say("SparkYuan", issue, "/promote @hoangndst maintainer kusion");
  const yes = ["SparkYuan", "liu-hm19", "zoumo", "wu8685", "elliotxx", "Eikykun", "ffforest"];
  for (const login of yes) await stage.say(login, issue, "/vote yes");
  await stage.say("adohe", issue, "/vote no");
  await stage.say("hoangndst", issue, "/vote yes");
  expect(replies(issue).at(-1)).toContain("you cannot vote on your own promotion");
  expect(status(issue)).toContain("7 of 8 yes");
  expect(status(issue)).toContain("1 no, 0 abstained, 12 may vote");
  expect(registryPulls(stage)).toEqual([]);
  await stage.say("ruquanzhao", issue, "/vote yes");
  const [pull] = registryPulls(stage);
  if (pull === undefined) throw new Error(status(issue));
  stage.as("SparkYuan").merge(pull);
  await stage.settled();
  expect(status(issue)).toContain("**Done:** hoangndst is a maintainer of kusion");
  expect(stage.registry().match(/login: hoangndst/g)).toHaveLength(1);
});

it("two sponsors of the same employer are one too few where the rule says so", async () => {
  const issue = await stage.issue();
  await stage.say("SparkYuan", issue, "/promote @jemshad contributor kusion\n/sponsor");
  await stage.say("adohe", issue, "/sponsor");
  expect(status(issue)).toContain(
    "2 of 2: SparkYuan (AntGroup), adohe (AntGroup); sponsors of at least two employers are asked for",
  );
  expect(registryPulls(stage)).toEqual([]);
  await stage.say("hoangndst", issue, "/sponsor");
  expect(registryPulls(stage)).toHaveLength(1);
});
