import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aDecisionStage, decisionLabels, decisionOn, decisionsOn } from "./decision-stage.ts";
import type { PromotionStage } from "./promotion-stage.ts";
import { aStage, KUSION, labelsOn, REGISTRY, type Stage, saidByRung, statusOn, verdictOn } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await aStage({ registry: `${REGISTRY}reviews: { request: 0 }\n` });
});
afterAll(() => stage.close());

const as = (login: string) => stage.world.as(login);
let branch = 0;

function opened() {
  branch += 1;
  const files = { "pkg/engine/a.go": `package a // ${branch}\n` };
  return as("octo-fan").openPull({ repo: KUSION, title: "x", files, branch: `locked-${branch}` });
}

const writes = () => stage.requests().filter((request) => !request.startsWith("query") && !request.startsWith("GET"));

describe("a locked conversation, in which GitHub takes no comment of an app's and no reaction", () => {
  it("R58: what commands ask for is done there, nothing is tried to be said, and each is answered once it is unlocked", async () => {
    const pull = opened();
    await stage.settled();
    as("SparkYuan").lock(pull);
    const approve = as("hoangndst").comment(pull, "/approve");
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("success: Approved: engine");
    stage.requests();
    const nowhere = as("hoangndst").comment(pull, "/approve nowhere");
    const kind = as("SparkYuan").comment(pull, "/kind bug");
    await stage.settled();
    expect(labelsOn(pull)).toContain("kind/bug");
    expect(writes().filter((request) => /POST .*(comments|reactions)/.test(request))).toEqual([]);
    as("SparkYuan").unlock(pull);
    await stage.settled();
    expect(statusOn(pull)).not.toBeNull();
    expect(saidByRung(pull)).toEqual([expect.stringContaining(`to=comment:${nowhere.id} `)]);
    expect([approve.reactions.length, kind.reactions.length]).toEqual([1, 1]);
    stage.requests();
    as("SparkYuan").lock(pull);
    as("SparkYuan").unlock(pull);
    await stage.settled();
    expect(writes()).toEqual([]);
  });

  it("R58: nothing is answered that was deleted meanwhile", async () => {
    const pull = opened();
    await stage.settled();
    as("SparkYuan").lock(pull);
    const nowhere = as("hoangndst").comment(pull, "/approve nowhere");
    await stage.settled();
    as("hoangndst").deleteComment(nowhere);
    as("SparkYuan").unlock(pull);
    await stage.settled();
    expect(saidByRung(pull)).toEqual([]);
  });

  it("R47: a nomination that could not be shown is shown once it is unlocked, and its windows begin then", async () => {
    const issue = as("hoangndst").openIssue({ repo: KUSION, title: "More to do", body: "" });
    as("SparkYuan").lock(issue);
    as("SparkYuan").comment(issue, "/promote @jemshad approver engine");
    await stage.settled();
    expect(saidByRung(issue)).toEqual([]);
    as("SparkYuan").unlock(issue);
    await stage.settled();
    expect(saidByRung(issue)).toEqual([expect.stringContaining("### Promotion: jemshad to approver of engine")]);
  });
});

const DAY = 86_400_000;

describe("R47: a decision that could not be shown", () => {
  let deciding: PromotionStage;
  beforeAll(async () => {
    deciding = await aDecisionStage();
  });
  afterAll(() => deciding.close());

  it("is open while its conversation is locked, and silence counts from the unlocking on", async () => {
    const { world } = deciding;
    const issue = world.as("octo-fan").openIssue({ repo: KUSION, title: "Which Go?", body: "" });
    world.as("SparkYuan").lock(issue);
    world.as("SparkYuan").comment(issue, "/decide technical We use the newest Go");
    await deciding.settled();
    deciding.pass(8 * DAY);
    world.as("adohe").comment(issue, "/wait until the release");
    await deciding.settled();
    expect([decisionsOn(issue), decisionLabels(issue)]).toEqual([[], []]);
    world.as("SparkYuan").unlock(issue);
    await deciding.settled();
    expect(decisionOn(issue)).toContain("**Open: silence is consent.**");
    expect(decisionOn(issue)).not.toContain("by somebody");
    deciding.pass(7.1 * DAY);
    world.as("octo-fan").comment(issue, "/decide technical Another");
    await deciding.settled();
    expect(decisionLabels(issue)).toEqual(["decision/accepted"]);
  });
});

describe("R86: a registry change whose own conversation is locked", () => {
  it("is closed all the same when what it was opened for holds no longer, and says why above its text", async () => {
    const community = stage.world.repo("KusionStack/.github");
    const rule =
      "roles: { members: {}, contributors: {}, approvers: { promotion: { sponsors: 2 } }, maintainers: {} }\n";
    as("SparkYuan").pushRegistry(community, `${REGISTRY}${rule}`);
    await stage.settled();
    const issue = as("octo-fan").openIssue({ repo: KUSION, title: "More to do", body: "" });
    as("SparkYuan").comment(issue, "/promote @octo-fan approver docs\n/sponsor");
    as("liu-hm19").comment(issue, "/sponsor");
    await stage.settled();
    const change = [...community.subjects.values()].find(({ kind, state }) => kind === "pull" && state === "open");
    if (change === undefined) throw new Error(saidByRung(issue).join("\n"));
    as("SparkYuan").lock(change);
    as("SparkYuan").comment(issue, "/withdraw @octo-fan");
    await stage.settled();
    expect(change.state).toBe("closed");
    expect(change.body).toMatch(/^<!-- rung:note -->/);
  });
});
