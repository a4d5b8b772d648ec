import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { aStage, checkOn, KUSION, labelsOn, reportOn, type Stage, saidByRung, verdictOn } from "./stage.ts";

/** One for all that leave the registry alone: a stage costs a second or two. */
let shared: Stage;
let stage: Stage;
beforeAll(async () => {
  shared = await aStage();
});
beforeEach(() => {
  stage = shared;
});
afterAll(() => shared.close());

const as = (login: string) => stage.world.as(login);
const ENGINE = "pkg/engine/operation/apply.go";

/** By an outsider, settled. */
async function opened(more: Partial<Parameters<ReturnType<typeof as>["openPull"]>[0]> = {}): Promise<Pull> {
  const pull = as("octo-fan").openPull({
    repo: KUSION,
    title: "feat: retry",
    files: { "main.go": "package main\n" },
    ...more,
  });
  await stage.settled();
  return pull;
}

async function approved(more: Parameters<typeof opened>[0] = {}): Promise<Pull> {
  const pull = await opened(more);
  as("hoangndst").approve(pull);
  await stage.settled();
  return pull;
}

describe("an outsider's pull request", () => {
  it("waits, and says who can approve", async () => {
    const pull = await opened();
    expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: kusion");
    expect(reportOn(stage, pull)).toContain("hoangndst");
    expect(saidByRung(pull)).toEqual([]);
  });

  it("R8: an outsider's /approve is refused and told who can", async () => {
    const pull = await opened();
    as("octo-fan-2").comment(pull, "/approve");
    await stage.settled();
    expect(verdictOn(stage, pull)).toMatch(/^in_progress/);
    expect(saidByRung(pull)).toHaveLength(1);
    expect(saidByRung(pull)[0]).toContain("hoangndst");
  });

  it("passes once hoangndst approves, by review or by comment", async () => {
    expect(verdictOn(stage, await approved())).toBe("success: Approved: kusion");
    const other = await opened({ branch: "second" });
    const comment = as("hoangndst").comment(other, "/approve");
    await stage.settled();
    expect(verdictOn(stage, other)).toBe("success: Approved: kusion");
    expect(comment.reactions.map((reaction) => reaction.content)).toEqual(["+1"]);
  });

  it("R2: its author's own /approve never counts", async () => {
    const pull = as("hoangndst").openPull({ repo: KUSION, title: "fix", files: { "main.go": "package x\n" } });
    as("hoangndst").comment(pull, "/approve");
    await stage.settled();
    expect(verdictOn(stage, pull)).toMatch(/^in_progress/);
  });
});

describe("R9: what was approved", () => {
  it("a push that changes the diff lapses the approval and is named", async () => {
    const pull = await approved();
    const sha = as("octo-fan").push(pull, { files: { "main.go": "package changed\n" } });
    await stage.settled();
    expect(verdictOn(stage, pull)).toMatch(/^in_progress: Needs 1 approval/);
    expect(reportOn(stage, pull)).toContain(sha.slice(0, 7));
  });

  it("the same diff rebased keeps it", async () => {
    const pull = await approved();
    as("SparkYuan").commit(stage.kusion, "main", { files: { "other.md": "x\n" } });
    as("octo-fan").rebase(pull);
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("success: Approved: kusion");
  });

  it("R9a: a comment counts for the head of its moment, also when the push comes right after", async () => {
    const pull = await opened();
    as("hoangndst").comment(pull, "/approve");
    as("octo-fan").push(pull, { files: { "main.go": "package sneaky\n" } });
    await stage.settled();
    expect(verdictOn(stage, pull)).toMatch(/^in_progress/);
  });

  it("only the areas whose part changed lapse", async () => {
    const pull = await approved({ files: { [ENGINE]: "package a\n", "docs/a.md": "a\n" } });
    expect(verdictOn(stage, pull)).toMatch(/^success/);
    as("octo-fan").push(pull, { files: { "docs/a.md": "b\n" } });
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: docs");
  });
});

describe("blocking", () => {
  it("R15b: /hold blocks whoever approved, and /hold cancel releases", async () => {
    const pull = await approved();
    as("SparkYuan").comment(pull, "/hold for the release branch");
    await stage.settled();
    expect(verdictOn(stage, pull)).toMatch(/^action_required: Held by SparkYuan/);
    as("SparkYuan").comment(pull, "/hold cancel");
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("success: Approved: kusion");
  });

  it("R7: a hold outlives the deletion of its comment", async () => {
    const pull = await approved();
    const comment = as("SparkYuan").comment(pull, "/hold");
    await stage.settled();
    as("SparkYuan").deleteComment(comment);
    await stage.settled();
    expect(verdictOn(stage, pull)).toMatch(/^action_required/);
  });

  it("R11: changes requested by a maintainer block, until dismissed", async () => {
    const pull = await approved();
    const review = as("liu-hm19").requestChanges(pull, "Please add a test.");
    await stage.settled();
    expect(verdictOn(stage, pull)).toMatch(/^failure: Changes requested by liu-hm19/);
    as("SparkYuan").dismiss(review);
    await stage.settled();
    expect(verdictOn(stage, pull)).toMatch(/^success/);
  });

  it("a draft keeps its approvals and waits", async () => {
    const pull = await approved();
    as("octo-fan").convertToDraft(pull);
    await stage.settled();
    expect(verdictOn(stage, pull)).toMatch(/^in_progress: Draft/);
    as("octo-fan").markReady(pull);
    await stage.settled();
    expect(verdictOn(stage, pull)).toMatch(/^success/);
  });
});

describe("where it goes", () => {
  it("R12: a rename across areas needs both", async () => {
    const pull = await opened({ files: {}, renames: { [ENGINE]: "docs/apply.md" } });
    expect(verdictOn(stage, pull)).toMatch(/^in_progress: Needs/);
    as("jemshad").approve(pull);
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: engine");
    as("hoangndst").approve(pull);
    await stage.settled();
    expect(verdictOn(stage, pull)).toMatch(/^success/);
  });

  it("R16: a retarget to a branch with stronger rules takes the pass away at once, under that branch's own check too", async () => {
    // The same tip on both branches: the diff is the same, only the rules differ.
    as("SparkYuan").setBranch(stage.kusion, "release-0.15", stage.world.tip(stage.kusion, "main") ?? null);
    const pull = await approved();
    as("octo-fan").retarget(pull, "release-0.15");
    await stage.settled();
    expect(verdictOn(stage, pull)).toMatch(/^in_progress: Needs 1 approval/);
    expect(verdictOn(stage, pull, "rung (release-*)")).toMatch(/^in_progress/);
    as("SparkYuan").approve(pull);
    await stage.settled();
    expect(verdictOn(stage, pull, "rung (release-*)")).toMatch(/^success/);
    as("octo-fan").retarget(pull, "main");
    await stage.settled();
    expect(verdictOn(stage, pull, "rung (release-*)")).toMatch(/^cancelled/);
  });

  it("R17: of two pull requests with one head, neither passes before both would", async () => {
    const first = await approved({ branch: "shared" });
    expect(verdictOn(stage, first)).toMatch(/^success/);
    const { headRepo, headRef } = first;
    const second = as("octo-fan").openPullFrom({
      repo: KUSION,
      title: "to the release",
      headRepo,
      headRef,
      base: "release-0.15",
    });
    await stage.settled();
    expect(second.headSha).toBe(first.headSha);
    expect(verdictOn(stage, first)).toMatch(/^in_progress: #\d+: Needs 2 approvals/);
    as("hoangndst").approve(second);
    as("SparkYuan").approve(second);
    await stage.settled();
    expect(verdictOn(stage, first)).toMatch(/^success/);
    as("octo-fan").push(second, { files: { "main.go": "package z\n" } });
    await stage.settled();
    expect(verdictOn(stage, first)).toMatch(/^in_progress/);
  });

  it("R17: a pull request that shared its head is freed when the other one closes or moves on", async () => {
    for (const leave of ["close", "push"] as const) {
      const first = await approved({ branch: `freed-by-${leave}` });
      const { headRepo } = first;
      const headRef = `twin-${leave}`;
      headRepo?.refs.set(`refs/heads/${headRef}`, first.headSha);
      const second = as("octo-fan").openPullFrom({ repo: KUSION, title: leave, headRepo, headRef, base: "main" });
      as("SparkYuan").comment(second, "/hold");
      await stage.settled();
      expect(verdictOn(stage, first)).toMatch(/^action_required/);
      if (leave === "close") as("octo-fan").close(second);
      else as("octo-fan").push(second, { files: { "other.go": "package other\n" } });
      await stage.settled();
      expect(verdictOn(stage, first)).toMatch(/^success/);
    }
  });

  it("R17, R31: also of one that nobody remembers yet, since its first events were lost", async () => {
    for (const leave of ["close", "push"] as const) {
      const first = await approved({ branch: `freed-unknown-by-${leave}` });
      const { headRepo } = first;
      const headRef = `unknown-twin-${leave}`;
      headRepo?.refs.set(`refs/heads/${headRef}`, first.headSha);
      stage.sandbox.deliver({ drop: 100 });
      const second = as("octo-fan").openPullFrom({ repo: KUSION, title: leave, headRepo, headRef, base: "main" });
      await stage.settled();
      stage.sandbox.deliver({ drop: 0 });
      as("SparkYuan").requestChanges(first, "not yet");
      as("SparkYuan").approve(first);
      await stage.settled();
      expect(verdictOn(stage, first)).toMatch(/^in_progress: #\d+: Needs 1 approval/);
      if (leave === "close") as("octo-fan").close(second);
      else as("octo-fan").push(second, { files: { "another.go": "package another\n" } });
      await stage.settled();
      expect(verdictOn(stage, first)).toMatch(/^success/);
    }
  });

  it("R18: a merge queue's commit is answered by the pull requests in it", async () => {
    const first = await approved({ files: { "one.go": "package one\n" } });
    const second = await approved({ files: { "docs/two.md": "two\n" } });
    const main = stage.kusion.protections.get("main");
    stage.kusion.protections.set("main", { requiredChecks: main?.requiredChecks ?? [], mergeQueue: true });
    const entries = [first, second].map((pull) => ({ ...as("SparkYuan").enqueue(pull) }));
    await stage.settled();
    for (const entry of entries) expect(verdictOn(stage, entry.headSha)).toMatch(/^success/);
    expect([first.merged, second.merged].every(Boolean)).toBe(true);
  });

  it("R18: a hold that came after the queueing fails the commit", async () => {
    const pull = await approved({ files: { "three.go": "package three\n" } });
    stage.sandbox.deliver({ paused: true });
    const entry = { ...as("SparkYuan").enqueue(pull) };
    as("SparkYuan").comment(pull, "/hold");
    stage.sandbox.deliver({ paused: false });
    await stage.settled();
    expect(verdictOn(stage, entry.headSha)).toMatch(/^failure: Held by SparkYuan/);
  });
});

describe("the registry", () => {
  beforeEach(async () => {
    stage = await aStage();
  });
  afterEach(() => stage.close());

  const takeover = (text: string) => `${text}  - { login: octo-fan }\n`.replace("approvers:", "maintainers2:");

  it("R1: a pull request that makes its author a maintainer needs maintainers and never helps itself", async () => {
    const own = stage.world.repo(KUSION);
    as("SparkYuan").pushRegistry(own, "maintainers: [SparkYuan, liu-hm19]\napprovers: [hoangndst]\n");
    await stage.settled();
    const text = "maintainers: [SparkYuan, liu-hm19, octo-fan]\napprovers: [hoangndst]\n";
    const pull = await opened({ files: { "roles.yaml": text } });
    as("octo-fan").comment(pull, "/approve");
    as("hoangndst").approve(pull);
    await stage.settled();
    expect(verdictOn(stage, pull)).toMatch(/^in_progress/);
    expect(reportOn(stage, pull)).toMatch(/octo-fan/);
    as("SparkYuan").approve(pull);
    await stage.settled();
    expect(verdictOn(stage, pull)).toMatch(/^success/);
  });

  it("a proposed registry with faults is blocked, with the faults on their lines", async () => {
    const pull = await opened({ files: { "roles.yaml": takeover("approvers: []\n") } });
    expect(checkOn(stage, pull)?.conclusion).toBe("failure");
    expect(checkOn(stage, pull)?.annotations.length).toBeGreaterThan(0);
  });

  it("R19: broken on the default branch, the last good version keeps gating and the fault is shown", async () => {
    const pull = await opened();
    as("SparkYuan").pushRegistry(stage.world.repo("KusionStack/.github"), "aprovers: [octo-fan]\n");
    await stage.settled();
    expect(reportOn(stage, pull)).toContain("last good version");
    as("hoangndst").approve(pull);
    await stage.settled();
    expect(checkOn(stage, pull)?.conclusion).toBe("success");
  });

  it("R5: a role taken away takes its approvals along", async () => {
    const pull = await approved();
    as("SparkYuan").pushRegistry(stage.world.repo("KusionStack/.github"), "maintainers: [SparkYuan, liu-hm19]\n");
    await stage.settled();
    expect(verdictOn(stage, pull)).toMatch(/^in_progress/);
  });
});

describe("what it costs", () => {
  const WRITE = expect.stringMatching(/^(POST|PATCH) .*check-runs/);

  it("warm, an approving review costs one read, one check write, and one write for all the labels that it brings", async () => {
    await approved({ branch: "warms-up", files: { "warm.go": "package warm\n" } });
    const pull = await opened();
    stage.requests();
    as("hoangndst").approve(pull);
    await stage.settled();
    const labels = "/repos/{owner}/{repo}/issues/{issue_number}/labels";
    expect(stage.requests()).toEqual(["query Pull", WRITE, `POST ${labels}`]);
    expect(labelsOn(pull)).toEqual(["approved", "area/kusion", "lgtm"]);
    as("octo-fan").push(pull, { files: { "main.go": "package changed\n" } });
    await stage.settled();
    expect(stage.requests().filter((request) => request.includes("abels"))).toEqual([
      "mutation removeLabelsFromLabelable",
    ]);
    expect(labelsOn(pull)).toEqual(["area/kusion"]);
  });

  it("R21: an ordinary comment and Rung's own echoes cost nothing", async () => {
    const pull = await approved();
    stage.requests();
    as("octo-fan").comment(pull, "Thanks, that helps a lot.");
    await stage.settled();
    expect(stage.requests()).toEqual([]);
  });

  it("R21: an unchanged verdict writes nothing", async () => {
    const pull = await approved();
    stage.requests();
    as("SparkYuan").approve(pull);
    as("jemshad").review(pull, "COMMENT", "Looks fine");
    await stage.settled();
    const before = checkOn(stage, pull)?.summary;
    stage.requests();
    as("jemshad").review(pull, "COMMENT", "Still fine");
    await stage.settled();
    expect(checkOn(stage, pull)?.summary).toBe(before);
    expect(stage.requests().filter((request) => !request.startsWith("query"))).toEqual([]);
  });

  it("a push over a green head that needs the diffs compared costs two more reads, and one write for the head it leaves; two for asking again", async () => {
    const pull = await approved();
    stage.requests();
    as("octo-fan").push(pull, { files: { "main.go": "package y\n" } });
    await stage.settled();
    const made = stage.requests();
    expect(made.filter((request) => request.startsWith("query"))).toHaveLength(1);
    const asking = /requested_reviewers|PATCH .*issues\/comments/;
    expect(made.filter((request) => asking.test(request))).toHaveLength(2);
    expect(made.filter((request) => !/labels/i.test(request) && !asking.test(request)).length).toBeLessThanOrEqual(5);
  });
});
