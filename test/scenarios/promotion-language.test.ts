/** Ladders as real communities say them, through the whole bot. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  aPromotionStage,
  DAY,
  type PromotionStage,
  registryPulls,
  replies,
  status,
  statuses,
} from "./promotion-stage.ts";

const REGISTRY = `version: 1
areas:
  kusion: { repos: [kusion] }
  karpor: { repos: [karpor] }
roles:
  members: { held: everywhere }
  approvers:
    held: area
    promotion:
      nomination: { by: [self, maintainers], bots: [ladder-bot], pulls: 1 }
      all:
        - { for: karpor, merged-pulls: 20 }
        - sponsors: [{ from: approvers, min: 1, area: anywhere }, { from: maintainers, min: 1 }]
  maintainers:
    held: everywhere
    promotion: { vote: { of: council, min-yes: 2, after: 2d, wait: 1d }, seats: { min: 2 } }
  council: { beside: true, promotion: false }
maintainers: [SparkYuan, adohe]
approvers: [{ login: zoumo, areas: [karpor] }]
council: [SparkYuan, ffforest, wu8685]
`;

let stage: PromotionStage;
beforeAll(async () => {
  stage = await aPromotionStage({ registry: REGISTRY });
});
afterAll(() => stage.close());

describe("a bot that the ladder names", () => {
  it("nominates, and is answered nothing; what else it says is not heard, and other bots are not heard at all", async () => {
    const bots = ["ladder-bot[bot]", "other-bot[bot]"];
    for (const login of bots) stage.world.addActor(login, { type: "Bot" });
    const issue = await stage.issue();
    await stage.say("other-bot[bot]", issue, "/promote @hoangndst approver kusion");
    expect(statuses(issue)).toEqual([]);
    await stage.say("ladder-bot[bot]", issue, "/promote @hoangndst approver kusion\n/withdraw");
    expect(status(issue)).toContain("nominated by ladder");
    await stage.say("ladder-bot[bot]", issue, "/withdraw");
    await stage.say("ladder-bot[bot]", issue, "/promote @adohe approver kusion");
    expect(statuses(issue)).toHaveLength(1);
    expect(replies(issue)).toEqual([]);
  });
});

describe("a role that is held for areas", () => {
  it("asks which, and asks of each area what is its own", async () => {
    const issue = await stage.issue();
    await stage.say("SparkYuan", issue, "/promote @jemshad approver");
    expect(replies(issue).at(-1)).toContain("The role approvers is held for areas, so say which");
    await stage.say("SparkYuan", issue, "/promote @jemshad approver kusion");
    expect(status(issue)).toMatch(/20 merged pull requests in KusionStack \(for karpor only\) \| not asked here/);
    await stage.say("SparkYuan", issue, "/sponsor");
    expect(status(issue)).toMatch(/Next/);
    expect(status(issue)).not.toContain("Registry change");
    await stage.say("zoumo", issue, "/sponsor");
    expect(status(issue)).toMatch(/1 of 1: zoumo/);
  });
});

describe("a seat that the ladder wants kept", () => {
  it("is told of to whoever leaves it, and to those who merge", async () => {
    const issue = await stage.issue();
    await stage.say("adohe", issue, "/step-down maintainer");
    const concern = "Of maintainers that leaves 1, and the ladder wants 2 at least.";
    expect(replies(issue).at(-1)).toContain(concern);
    const pull = registryPulls(stage).find(({ title }) => title.includes("steps down"));
    expect(pull?.body).toContain(`**Mind:** ${concern}`);
    if (pull !== undefined) stage.as("SparkYuan").close(pull);
    await stage.settled();
  });
});

describe("a vote of a council beside the ladder", () => {
  it("opens later, stays open, and counts the council's people alone", async () => {
    const issue = await stage.issue();
    await stage.say("SparkYuan", issue, "/promote @jemshad maintainer");
    await stage.say("ffforest", issue, "/vote yes");
    expect(status(issue)).toContain("the vote opens on");
    stage.pass(2 * DAY + 60_000);
    for (const login of ["ffforest", "wu8685"]) await stage.say(login, issue, "/vote yes");
    await stage.say("adohe", issue, "/vote yes");
    expect(status(issue)).toContain("2 of 2 yes: ffforest, wu8685");
    expect(status(issue)).toContain("the vote stays open until");
  });
});
