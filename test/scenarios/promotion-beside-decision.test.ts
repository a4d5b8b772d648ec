/** A promotion and a decision on one issue: what ends one leaves the other be. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { decisionOn } from "./decision-stage.ts";
import { aPromotionStage, type PromotionStage, registryPulls, status } from "./promotion-stage.ts";

const REGISTRY = `version: 1
areas:
  docs: { repos: [kusion], paths: ["docs/**"] }
roles:
  contributors:
    promotion: { sponsors: { from: maintainers, min: 1 } }
  maintainers: {}
decisions:
  technical: { by: maintainers, lazy: 7d }
maintainers: [SparkYuan, adohe]
`;

let stage: PromotionStage;
beforeAll(async () => {
  stage = await aPromotionStage({ registry: REGISTRY, past: false });
});
afterAll(() => stage.close());

async function promoted(words: string) {
  const issue = await stage.issue();
  await stage.say("SparkYuan", issue, words);
  const [pull] = registryPulls(stage);
  if (pull === undefined) throw new Error("no registry change is open");
  stage.as("adohe").merge(pull);
  await stage.settled();
  expect(status(issue)).toContain("**Done");
  return issue;
}

it("an issue is closed once its promotion is done", async () => {
  const issue = await promoted("/promote @octo-fan contributor docs\n/sponsor");
  expect(issue.state).toBe("closed");
});

it("but not while something is to be decided there, which would rest from then on", async () => {
  const issue = await promoted("/decide We promote more people\n/promote @riven-blade contributor docs\n/sponsor");
  expect(issue.state).toBe("open");
  expect(decisionOn(issue)).not.toContain("rests");
});
