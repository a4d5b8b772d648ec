/** Statements whose webhooks arrive before that of the question that they are about. */

import { afterAll, beforeAll, expect, it } from "vitest";
import type { Issue } from "../../src/sandbox/world/model.ts";
import { decisionOn } from "./decision-stage.ts";
import { aPromotionStage, type PromotionStage, status } from "./promotion-stage.ts";

const REGISTRY = `version: 1
roles:
  contributors:
    promotion: { sponsors: { from: maintainers, min: 2 } }
  maintainers: {}
decisions:
  direction: { by: maintainers, vote: { share: 2/3, window: 7d } }
maintainers: [SparkYuan, adohe, ffforest]
`;

let stage: PromotionStage;
beforeAll(async () => {
  stage = await aPromotionStage({ registry: REGISTRY, past: false });
});
afterAll(() => stage.close());

/** GitHub has it, and its webhook goes astray; what is returned hands it over. */
async function withoutWebhook(login: string, on: Issue, words: string): Promise<() => Promise<void>> {
  const { webhooks } = stage.sandbox;
  stage.sandbox.deliver({ drop: 1 });
  await stage.say(login, on, words);
  const lost = webhooks.log.findLast(({ status }) => status === 0);
  if (lost === undefined) throw new Error("nothing was lost");
  return async () => {
    webhooks.redeliver(lost);
    await stage.settled();
  };
}

it("R81, R23: a sponsor's word counts though it was heard, and answered, before the nomination that it is for", async () => {
  const issue = await stage.issue();
  const promote = await withoutWebhook("SparkYuan", issue, "/promote @octo-fan contributor");
  await stage.say("adohe", issue, "/sponsor");
  await promote();
  expect(status(issue)).toContain("1 of 2: adohe");
});

it("R92, R23: so do votes in a decision that was opened before them", async () => {
  const issue = await stage.issue();
  const decide = await withoutWebhook("SparkYuan", issue, "/decide We use tabs");
  await stage.say("adohe", issue, "/vote yes");
  await stage.say("ffforest", issue, "/vote no");
  await decide();
  expect(decisionOn(issue)).toMatch(/Yes: 1 of 2 needed \| No: 1 /);
});

it("R81: what was refused before a nomination was made stays refused", async () => {
  const issue = await stage.issue();
  await stage.say("adohe", issue, "/sponsor");
  await stage.say("SparkYuan", issue, "/promote @riven-blade contributor");
  expect(status(issue)).toContain("**0 of 2**");
});
