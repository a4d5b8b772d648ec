/**
 * What is open on an issue is looked at when the registry that judges it changes, and when its repository moves, without anybody saying
 * a word.
 */

import { afterAll, beforeAll, expect, it } from "vitest";
import type { Issue } from "../../src/sandbox/world/model.ts";
import { aDecisionStage, DAY, DECIDING, decisionLabels, decisionOn } from "./decision-stage.ts";
import { type PromotionStage, status } from "./promotion-stage.ts";

const REGISTRY = `${DECIDING}roles:
  approvers: { promotion: { vote: { of: maintainers, share: 2/3 } } }
  maintainers: {}
`;
const WITHOUT_ONE = REGISTRY.replace(", { login: wu8685, areas: [community] }", "");

let stage: PromotionStage;
beforeAll(async () => {
  stage = await aDecisionStage(REGISTRY);
});
afterAll(() => stage.close());

async function after(act: () => void): Promise<void> {
  act();
  await stage.settled();
}

async function registryIs(text: string): Promise<void> {
  const home = stage.world.repo("KusionStack/.github");
  await after(() => stage.as("SparkYuan").pushRegistry(home, text));
}

async function asked(words: string, ...said: readonly string[]): Promise<Issue> {
  const issue = await stage.issue("What shall we do?");
  await stage.say("SparkYuan", issue, words);
  for (const login of said) await stage.say(login, issue, "/vote yes");
  return issue;
}

it("R94: whoever loses the role drops out of a vote at once, and where the rest is enough it has passed", async () => {
  const issue = await asked("/decide direction We shrink", "SparkYuan", "adohe");
  stage.pass(4 * DAY);
  expect(decisionOn(issue)).toContain("Yes: 2 of 3 needed");
  await registryIs(WITHOUT_ONE);
  expect(decisionOn(issue)).toContain("**Accepted");
  expect(decisionLabels(issue)).toEqual(["decision/accepted"]);
  await registryIs(REGISTRY);
});

it("a promotion's vote likewise", async () => {
  const issue = await asked("/promote @octo-fan approver community", "SparkYuan", "adohe");
  expect(status(issue)).toContain("2 of 3 yes");
  await registryIs(WITHOUT_ONE);
  expect(status(issue)).not.toContain("One more yes is needed");
  await registryIs(REGISTRY);
});

it("a role that gets another name leaves nobody who decides, which is said at once instead of the promise of before", async () => {
  const issue = await asked("/decide technical We drop Go 1.20");
  expect(decisionOn(issue)).toContain("silence is consent");
  await registryIs(REGISTRY.replaceAll("maintainers", "leads"));
  expect(decisionOn(issue)).toContain("nobody may decide it any more");
  expect(decisionOn(issue)).not.toContain("It is accepted on");
  await registryIs(REGISTRY);
  expect(decisionOn(issue)).toContain("silence is consent");
});

it("what ended while its repository was archived is told when it is none any more", async () => {
  const issue = await asked("/decide technical We drop Go 1.21");
  const community = stage.world.repo("KusionStack/community");
  await after(() => stage.as("SparkYuan").archive(community));
  stage.pass(8 * DAY);
  await after(() => stage.as("SparkYuan").archive(community, false));
  expect(decisionOn(issue)).toContain("**Accepted");
});

it("a change of the registry asks GitHub of nothing more where nothing is open", async () => {
  const calm = await aDecisionStage(REGISTRY);
  const home = calm.world.repo("KusionStack/.github");
  calm.requests();
  calm.as("SparkYuan").pushRegistry(home, `${REGISTRY}# a word\n`);
  await calm.settled();
  expect(calm.requests().filter((request) => /issue|talked/i.test(request))).toEqual([]);
  await calm.close();
});
