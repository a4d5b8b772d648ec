import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aStage, checkOn, KUSION, type Stage, saidByRung, verdictOn } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await aStage({ registry: null });
});
afterEach(() => stage.close());

it("R19: without a registry anywhere Rung is silent; once one is there it looks at what is open", async () => {
  const { world } = stage;
  const pull = world.as("octo-fan").openPull({ repo: KUSION, title: "x", files: { "main.go": "package x\n" } });
  world.as("octo-fan").comment(pull, "/approve");
  await stage.settled();
  expect(verdictOn(stage, pull)).toBeNull();
  expect(saidByRung(pull)).toEqual([]);
  const text = "maintainers: [SparkYuan, liu-hm19]\napprovers: [hoangndst]\n";
  world.as("SparkYuan").pushRegistry(world.repo(KUSION), text);
  await stage.settled();
  expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: kusion");
});

const REGISTRY = "maintainers: [SparkYuan, liu-hm19]\napprovers: [hoangndst]\n";
describe("R19: where the first registry has faults", () => {
  it("what only it could answer on an issue is told so, once, and does something once it is mended", async () => {
    const { world } = stage;
    world.as("SparkYuan").pushRegistry(stage.kusion, "maintainers: [SparkYuan]\naprovers: [hoangndst]\n");
    const issue = world.as("SparkYuan").openIssue({ repo: KUSION, title: "A promotion", body: "" });
    world.as("SparkYuan").comment(issue, "/promote @octo-fan approver");
    world.as("SparkYuan").comment(issue, "Nothing to anybody");
    world.as("SparkYuan").comment(issue, "/label bug");
    await stage.settled();
    expect(saidByRung(issue)).toEqual([
      expect.stringContaining(
        "roles.yaml has 1 fault (line 2), and no good version of it is known, so nothing was done.",
      ),
    ]);
    world.as("SparkYuan").pushRegistry(stage.kusion, REGISTRY);
    await stage.settled();
    expect(saidByRung(issue)).toHaveLength(1);
    world.as("SparkYuan").comment(issue, "/promote @octo-fan approver");
    await stage.settled();
    expect(saidByRung(issue).at(-1)).toContain("Promotion: octo-fan to approver");
  });
});

const GONE = "cancelled: Nothing to decide by: there is no roles.yaml any more";

const required = (context: string) => ({ context, appId: null });

describe("R5, R19: once the registry is taken away", () => {
  async function opened(branch: string) {
    const files = { [`${branch}.go`]: "package x\n" };
    const pull = stage.world.as("octo-fan").openPull({ repo: KUSION, title: branch, branch, files });
    await stage.settled();
    return pull;
  }
  async function setRegistry(text: string | null) {
    stage.world.as("SparkYuan").pushRegistry(stage.kusion, text);
    await stage.settled();
  }

  it("no approval stands, nobody waits without knowing for what, and nothing is said where nothing was", async () => {
    await setRegistry(REGISTRY);
    const [approved, waiting] = [await opened("approved"), await opened("waiting")];
    stage.world.as("hoangndst").approve(approved);
    await stage.settled();
    expect(verdictOn(stage, approved)).toBe("success: Approved: kusion");
    await setRegistry(null);
    expect([approved, waiting].map((pull) => verdictOn(stage, pull))).toEqual([GONE, GONE]);
    const later = await opened("later");
    expect(verdictOn(stage, later)).toBeNull();
    await setRegistry(REGISTRY);
    expect([approved, waiting, later].map((pull) => verdictOn(stage, pull))).toEqual([
      "success: Approved: kusion",
      "in_progress: Needs 1 approval: kusion",
      "in_progress: Needs 1 approval: kusion",
    ]);
  });

  it("R21: it is said once, and what follows there costs no write", async () => {
    await setRegistry(REGISTRY);
    const pull = await opened("once");
    await setRegistry(null);
    const said = checkOn(stage, pull);
    stage.requests();
    stage.world.as("hoangndst").approve(pull);
    await stage.settled();
    expect(stage.requests()).toEqual(["query Pull"]);
    expect(checkOn(stage, pull)).toEqual(said);
  });

  it("the check of a registry that only advised stays, as it never blocked", async () => {
    await setRegistry(`${REGISTRY}mode: advise\n`);
    const pull = await opened("advised");
    await setRegistry(null);
    expect(verdictOn(stage, pull)).toMatch(/^neutral: /);
  });

  it("R86: what GitHub was to merge by itself at Rung's word is not merged", async () => {
    stage.kusion.protections.set("main", { requiredChecks: [required("rung")], mergeQueue: false });
    await setRegistry(REGISTRY);
    const pull = await opened("ordered");
    stage.world.as("hoangndst").comment(pull, "/merge");
    await stage.settled();
    expect(pull.autoMerge).not.toBeNull();
    await setRegistry(null);
    expect(pull.autoMerge).toBeNull();
    expect(saidByRung(pull).join("\n")).toContain("no `roles.yaml` says here any more who may merge");
  });

  it("R39: a merge queue's commit does not pass either", async () => {
    const ci = stage.world.addApp("ci", "KusionStack", { permissions: { checks: "write" }, events: [] });
    // The second one does not come on the queue's commit, so that the queue waits.
    stage.kusion.protections.set("main", { requiredChecks: ["rung", "ci"].map(required), mergeQueue: true });
    await setRegistry(REGISTRY);
    const pull = await opened("queued");
    stage.world.as("hoangndst").approve(pull);
    await stage.settled();
    stage.world.as(ci.bot.login, ci).createCheck(stage.kusion, pull.headSha, "ci", { conclusion: "success" });
    const { headSha } = stage.world.as("SparkYuan").enqueue(pull);
    await stage.settled();
    expect(verdictOn(stage, headSha)).toMatch(/^success: /);
    await setRegistry(null);
    expect(verdictOn(stage, headSha)).toBe(GONE);
  });
});
