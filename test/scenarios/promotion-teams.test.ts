/** Promotions whose electors and sponsors are members of a team that GitHub does not tell of for a while. */

import { afterAll, beforeAll, expect, it } from "vitest";
import type { Team } from "../../src/sandbox/world/model.ts";
import { aPromotionStage, DAY, type PromotionStage, registryPulls, status } from "./promotion-stage.ts";

const REGISTRY = `version: 1
areas:
  kusion: { repos: [kusion] }
roles:
  contributors: { promotion: { sponsors: { from: maintainers, min: 1 } } }
  approvers: { promotion: { vote: { of: maintainers, share: majority, window: 3d }, notice: 6d } }
  maintainers: {}
maintainers: [SparkYuan, adohe, { team: KusionStack/go-reviewer }]
`;
const MEMBERS = ["zoumo", "wu8685", "elliotxx"];

let stage: PromotionStage;
let team: Team;
beforeAll(async () => {
  stage = await aPromotionStage({ registry: REGISTRY, past: false });
  const found = stage.world.teams.find(({ slug }) => slug === "go-reviewer");
  if (found === undefined) throw new Error("the sandbox has no such team");
  team = found;
  for (const login of MEMBERS) {
    stage.world.addMember("KusionStack", login);
    stage.as("SparkYuan").addToTeam(team, login);
  }
  await stage.settled();
});
afterAll(() => stage.close());

const silence = async () => {
  stage.sandbox.faults.add({ kind: "without-permission", permission: "members" });
  await stage.stop();
};
const end = async () => {
  await stage.stop();
  stage.sandbox.faults.clear();
};

it("R70: a vote that ends meanwhile is neither lost nor carried, and is decided by those who voted once they are known again", async () => {
  const issue = await stage.issue();
  await stage.say("SparkYuan", issue, "/promote @jemshad approver kusion");
  for (const login of [...MEMBERS, "SparkYuan"]) await stage.say(login, issue, "/vote yes");
  await silence();
  stage.pass(7 * DAY);
  await stage.start();
  expect(status(issue)).toContain(
    "**Cannot tell yet:** who may take part cannot be told without the members of kusionstack/go-reviewer: the app may not read members of teams.",
  );
  expect(status(issue)).not.toContain("holds no role");
  expect(registryPulls(stage)).toEqual([]);
  await end();
  await stage.start();
  expect(status(issue)).toMatch(/4 of \d yes: zoumo, wu8685, elliotxx, SparkYuan/);
  expect(registryPulls(stage).map(({ title }) => title)).toEqual(["Promote jemshad to approver of kusion"]);
});

it("what is merged meanwhile is done, and nothing is said to hold no longer", async () => {
  const issue = await stage.issue();
  await stage.say("SparkYuan", issue, "/promote @octo-fan contributor kusion");
  await stage.say("zoumo", issue, "/sponsor");
  const pull = registryPulls(stage).find(({ title }) => title.includes("octo-fan"));
  if (pull === undefined) throw new Error(status(issue));
  await silence();
  await stage.start();
  stage.as("SparkYuan").merge(pull);
  await stage.settled();
  expect(status(issue)).toContain("**Done:** octo-fan is a contributor of kusion");
  expect(status(issue)).not.toMatch(/no longer held|held no longer/i);
  await end();
  await stage.start();
});
