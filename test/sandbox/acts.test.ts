import { describe, expect, it } from "vitest";
import { mergeBlockers } from "../../src/sandbox/world/merge-blockers.ts";
import { pullComparison, pullsWithCommit } from "../../src/sandbox/world/pulls.ts";
import { Refusal } from "../../src/sandbox/world/refusal.ts";
import type { WorldEvent } from "../../src/sandbox/world/world.ts";
import { aPullIn, aWorld, KUSION } from "./a-sandbox.ts";

function refusal(act: () => unknown): { status: number; message: string } {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, message: error.message };
    throw error;
  }
  throw new Error("it was not refused");
}

function told(world: ReturnType<typeof aWorld>): string[] {
  const events: string[] = [];
  world.onEvent((event: WorldEvent) =>
    events.push([event.name, event.action].filter((part) => part !== null).join(".")),
  );
  return events;
}

describe("pull requests", () => {
  it("an outsider's lies in their fork, a writer's in the repository", () => {
    const world = aWorld();
    expect(aPullIn(world).headRepo.owner.login).toBe("octo-fan");
    expect(aPullIn(world, { as: "SparkYuan" }).headRepo.owner.login).toBe("KusionStack");
  });

  it("a push tells push and synchronize with the heads before and after", () => {
    const world = aWorld();
    const pull = aPullIn(world);
    const before = pull.headSha;
    let payload: Record<string, unknown> = {};
    world.onEvent((event) => {
      if (event.action === "synchronize") payload = event.payload();
    });
    const after = world.as("octo-fan").push(pull, { files: { "pkg/engine/lock.go": "package engine\n\n// Lock\n" } });
    expect(payload).toMatchObject({ before, after, number: pull.number });
    expect(pull.headSha).toBe(after);
  });

  it("a rebase onto a moved base gives new commits and the same diff", () => {
    const world = aWorld();
    const pull = aPullIn(world);
    const diff = pullComparison(world, pull).files;
    const head = pull.headSha;
    world.as("SparkYuan").commit(world.repo(KUSION), "main", { files: { "docs/new.md": "# New\n" } });
    world.as("octo-fan").rebase(pull);
    expect(pull.headSha).not.toBe(head);
    expect(pullComparison(world, pull).files).toEqual(diff);
    expect(pull.events.map((event) => event.event)).toEqual(["head_ref_force_pushed"]);
  });

  it("merging the base in keeps the diff too, without a force push", () => {
    const world = aWorld();
    const pull = aPullIn(world);
    const diff = pullComparison(world, pull).files;
    world.as("SparkYuan").commit(world.repo(KUSION), "main", { files: { "docs/new.md": "# New\n" } });
    world.as("octo-fan").updateBranch(pull);
    expect(pullComparison(world, pull).files).toEqual(diff);
    expect(world.git.known(pull.headSha).parents).toHaveLength(2);
    expect(pull.events).toEqual([]);
  });

  it("a renamed file shows its old path", () => {
    const world = aWorld();
    const pull = aPullIn(world);
    world.as("octo-fan").rename(pull, "docs/overview.md", "pkg/engine/overview.md");
    const renamed = pullComparison(world, pull).files.find((file) => file.status === "renamed");
    expect(renamed).toMatchObject({ path: "pkg/engine/overview.md", previousPath: "docs/overview.md" });
  });

  it("two of one head are both found by its commit", () => {
    const world = aWorld();
    const first = aPullIn(world);
    const second = world.as("octo-fan").openPullFrom({
      repo: KUSION,
      title: "the same for the release",
      headRepo: first.headRepo,
      headRef: first.headRef,
      base: "release-0.15",
    });
    expect(pullsWithCommit(world, first.repo, first.headSha)).toEqual([first, second]);
  });

  it("retargeting tells the old base's name", () => {
    const world = aWorld();
    const pull = aPullIn(world);
    let payload: Record<string, unknown> = {};
    world.onEvent((event) => {
      payload = event.payload();
    });
    world.as("octo-fan").retarget(pull, "release-0.15");
    expect(payload).toMatchObject({ action: "edited", changes: { base: { ref: { from: "main" } } } });
  });

  it("a head that is already in the base after a push counts as merged", () => {
    const world = aWorld();
    const pull = aPullIn(world);
    world.as("SparkYuan").setBranch(pull.repo, "main", pull.headSha);
    expect(pull.merged?.sha).toBe(pull.headSha);
  });
});

describe("who may do what", () => {
  it("nobody approves their own pull request", () => {
    const world = aWorld();
    const pull = aPullIn(world);
    expect(refusal(() => world.as("octo-fan").approve(pull))).toEqual({
      status: 422,
      message: "Can not approve your own pull request",
    });
  });

  it("an outsider may comment and review, but neither label, merge nor dismiss", () => {
    const world = aWorld();
    const pull = aPullIn(world);
    const fan = world.as("jemshad");
    fan.comment(pull, "nice");
    const review = fan.approve(pull);
    for (const act of [() => fan.label(pull, "kind/bug"), () => fan.merge(pull), () => fan.dismiss(review)]) {
      expect(refusal(act).status).toBe(403);
    }
  });

  it("an archived repository takes nothing", () => {
    const world = aWorld();
    const pull = aPullIn(world);
    world.as("SparkYuan").archive(pull.repo);
    expect(refusal(() => world.as("octo-fan").comment(pull, "hm")).message).toBe(
      "Repository was archived so is read-only.",
    );
  });

  it("a dismissed review is dismissed in the list and in the timeline", () => {
    const world = aWorld();
    const pull = aPullIn(world);
    const review = world.as("hoangndst").approve(pull);
    world.as("SparkYuan").dismiss(review, "too early");
    expect(review.state).toBe("DISMISSED");
    expect(pull.events.at(-1)).toMatchObject({ event: "review_dismissed", detail: { message: "too early" } });
  });

  it("an edited comment remembers when and by whom", () => {
    const world = aWorld();
    const comment = world.as("octo-fan").comment(aPullIn(world), "/approve");
    world.as("SparkYuan").editComment(comment, "/hold");
    expect(comment.edited?.by.login).toBe("SparkYuan");
  });
});

describe("R20: the required check", () => {
  it("blocks merging until the pinned app's own check passes", () => {
    const world = aWorld();
    const pull = aPullIn(world);
    const [app] = world.apps;
    const other = world.addApp("impostor", "octo-fan", { permissions: { checks: "write" }, events: [] });
    const merge = () => world.as("SparkYuan").merge(pull);
    expect(refusal(merge)).toEqual({ status: 405, message: 'Required status check "rung" is expected.' });
    world.as(other.bot.login, other).createCheck(pull.repo, pull.headSha, "rung", { conclusion: "success" });
    expect(refusal(merge).status).toBe(405);
    const bot = world.as("rung[bot]", app ?? null);
    const run = bot.createCheck(pull.repo, pull.headSha, "rung", { status: "in_progress" });
    expect(refusal(merge).status).toBe(405);
    bot.updateCheck(run, { conclusion: "success" });
    expect(mergeBlockers(world, pull)).toEqual([]);
    merge();
    expect(pull.merged?.by.login).toBe("SparkYuan");
    expect(world.tip(pull.repo, "main")).toBe(pull.merged?.sha);
  });

  it("people cannot write checks", () => {
    const world = aWorld();
    const pull = aPullIn(world);
    expect(refusal(() => world.as("SparkYuan").createCheck(pull.repo, pull.headSha, "rung")).status).toBe(403);
  });

  it("the latest run of a name counts: a later failure blocks again", () => {
    const world = aWorld();
    const pull = aPullIn(world);
    const bot = world.as("rung[bot]", world.apps[0] ?? null);
    bot.createCheck(pull.repo, pull.headSha, "rung", { conclusion: "success" });
    bot.createCheck(pull.repo, pull.headSha, "rung", { conclusion: "failure" });
    expect(mergeBlockers(world, pull)).toEqual(['Required status check "rung" is expected.']);
  });

  it("auto-merge merges once the check passes", () => {
    const world = aWorld();
    const pull = aPullIn(world);
    world.as("SparkYuan").enableAutoMerge(pull);
    world
      .as("rung[bot]", world.apps[0] ?? null)
      .createCheck(pull.repo, pull.headSha, "rung", { conclusion: "success" });
    expect(pull.merged?.by.login).toBe("SparkYuan");
  });
});

describe("the merge queue", () => {
  function queued() {
    const world = aWorld();
    const app = world.apps[0] ?? null;
    const bot = world.as("rung[bot]", app);
    const pulls = [aPullIn(world), aPullIn(world, { as: "jemshad", files: { "docs/more.md": "# More\n" } })];
    const [first] = pulls;
    if (first === undefined || app === null) throw new Error("the world is empty");
    first.repo.protections.set("main", { requiredChecks: [{ context: "rung", appId: app.id }], mergeQueue: true });
    for (const pull of pulls) bot.createCheck(pull.repo, pull.headSha, "rung", { conclusion: "success" });
    const events = told(world);
    const entries = pulls.map((pull) => world.as("SparkYuan").enqueue(pull));
    return { world, bot, pulls, entries, events };
  }

  it("each entry's commit builds on the one before, and asks for its checks", () => {
    const { entries, events } = queued();
    expect(entries[1]?.baseSha).toBe(entries[0]?.headSha);
    expect(entries[0]?.headRef).toMatch(/^refs\/heads\/gh-readonly-queue\/main\/pr-1-[0-9a-f]{40}$/);
    expect(events.filter((event) => event === "merge_group.checks_requested")).toHaveLength(2);
  });

  it("merges in order: a later entry's green check waits for the first", () => {
    const { bot, pulls, entries } = queued();
    const [first, second] = entries;
    if (first === undefined || second === undefined) throw new Error("nothing is queued");
    bot.createCheck(first.pull.repo, second.headSha, "rung", { conclusion: "success" });
    expect(pulls.map((pull) => pull.merged !== null)).toEqual([false, false]);
    bot.createCheck(first.pull.repo, first.headSha, "rung", { conclusion: "success" });
    expect(pulls.map((pull) => pull.merged !== null)).toEqual([true, true]);
  });

  it("a failed check throws the entry out and builds the others anew", () => {
    const { bot, entries, pulls } = queued();
    const [first, second] = entries;
    if (first === undefined || second === undefined) throw new Error("nothing is queued");
    const before = second.headSha;
    bot.createCheck(first.pull.repo, first.headSha, "rung", { conclusion: "failure" });
    expect(first.pull.repo.queues.get("main")).toEqual([second]);
    expect(second.headSha).not.toBe(before);
    expect(pulls[0]?.events.at(-1)).toMatchObject({ event: "removed_from_merge_queue" });
  });

  it("a push takes the pull request out", () => {
    const { world, pulls } = queued();
    const [first] = pulls;
    if (first === undefined) throw new Error("nothing is queued");
    world.as("octo-fan").touch(first);
    expect(first.repo.queues.get("main")?.map((entry) => entry.pull)).toEqual(pulls.slice(1));
  });
});

describe("the same acts", () => {
  it("give the same shas and ids by a stepping clock", () => {
    const played = () => {
      const world = aWorld();
      const pull = aPullIn(world);
      world.as("octo-fan").touch(pull);
      return { head: pull.headSha, comment: world.as("jemshad").comment(pull, "hm").id };
    };
    expect(played()).toEqual(played());
  });
});
