/** Green in the merge queue: a commit's check that outlives the verdicts that it was given for (R39). */

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { App, Pull, Review } from "../../src/sandbox/world/model.ts";
import { aStage, checkOn, KUSION, REGISTRY, type Stage, saidByRung, verdictOn } from "../scenarios/stage.ts";
import { givenUp } from "./given-up.ts";

/** A failed job is tried again after some seconds; a loaded machine gets more. */
const patient = { timeout: 60_000, interval: 20 };

const lateness = givenUp();
let stage: Stage;
let ci: App;
beforeAll(async () => {
  stage = await aStage({
    registry: `${REGISTRY}reviews: { request: 0 }\nlabels: { approved: false, areas: false }\n`,
    log: lateness.log,
  });
  ci = stage.world.addApp("ci", "KusionStack", { permissions: { checks: "write" }, events: [] });
  // A second required check that does not come on the queue's commits, so that the queue waits for it.
  const requiredChecks = ["rung", "ci"].map((context) => ({ context, appId: null }));
  stage.kusion.protections.set("main", { requiredChecks, mergeQueue: true });
});
afterAll(() => stage.close());
afterEach(async () => {
  stage.sandbox.faults.clear();
  for (const { pull } of [...(stage.kusion.queues.get("main") ?? [])]) as("SparkYuan").dequeue(pull);
  await stage.settled();
});

const as = (login: string) => stage.world.as(login);
const isGreen = (sha: string) => checkOn(stage, sha)?.conclusion === "success";
let count = 0;

async function queued() {
  const { pull, review } = await approved();
  const { headSha } = as("SparkYuan").enqueue(pull);
  await stage.settled();
  expect(verdictOn(stage, headSha)).toMatch(/^success/);
  stage.requests();
  return { pull, review, headSha };
}

/** All that the queue asks of a pull request. */
async function approved() {
  count += 1;
  const files = { [`pkg/q${count}.go`]: "package q\n" };
  const pull = as("octo-fan").openPull({ repo: KUSION, title: "x", files, branch: `queued-${count}` });
  const review = as("hoangndst").approve(pull);
  await stage.settled();
  stage.world.as(ci.bot.login, ci).createCheck(stage.kusion, pull.headSha, "ci", { conclusion: "success" });
  return { pull, review };
}

describe("R39: a merge queue's commit is judged again whenever the verdict of one of its pull requests changes", () => {
  it.each([
    ["a hold", ({ pull }: Queued) => void as("SparkYuan").comment(pull, "/hold"), /^failure: Held/],
    ["changes requested", ({ pull }: Queued) => void as("SparkYuan").requestChanges(pull, "no"), /^failure: Changes/],
    ["a dismissal", ({ review }: Queued) => as("SparkYuan").dismiss(review), /^failure: Needs 1 approval/],
  ])("9: %s", async (_what, happens, verdict) => {
    const own = await queued();
    happens(own);
    await stage.settled();
    expect(verdictOn(stage, own.headSha)).toMatch(verdict);
    expect(own.pull.merged).toBeNull();
  });

  it("R86: a `/merge` ends with its comment, though GitHub fails to tell of the queue just then", async () => {
    const { pull } = await queued();
    as("SparkYuan").dequeue(pull);
    await stage.settled();
    const comment = as("hoangndst").comment(pull, "/merge");
    await stage.settled();
    const isQueued = () => stage.kusion.queues.get("main")?.some((entry) => entry.pull === pull) === true;
    expect(isQueued()).toBe(true);
    stage.world.clock.advance(10_000);
    stage.sandbox.faults.add({ kind: "partial", field: "mergeQueueEntry", times: 1, match: "query Pull" });
    as("hoangndst").deleteComment(comment);
    await stage.settled();
    expect(isQueued()).toBe(false);
    expect(saidByRung(pull).filter((body) => body.includes("the comment that asked for it was deleted"))).toHaveLength(
      1,
    );
  });

  it("R37: a hold that no reading shows yet", async () => {
    const own = await queued();
    const at = performance.now();
    stage.sandbox.setLag(() => performance.now() - at + 1_000);
    as("SparkYuan").comment(own.pull, "/hold");
    const before = lateness.times.length;
    await vi.waitFor(() => expect(isGreen(own.headSha)).toBe(false), patient);
    expect(lateness.times).toHaveLength(before);
    stage.sandbox.setLag(0);
    await stage.settled();
    expect(verdictOn(stage, own.headSha)).toMatch(/^failure: Held/);
    expect(own.pull.merged).toBeNull();
  });

  it("R37: a commit that neither the queue nor its history shows yet is judged by the one that it stacks on as well", async () => {
    const below = await queued();
    const { pull } = await approved();
    await stage.settled();
    const at = performance.now();
    stage.sandbox.setLag(() => Math.min(3_000, performance.now() - at));
    const { headSha } = as("SparkYuan").enqueue(pull);
    stage.sandbox.faults.add({ kind: "status", status: 404, match: `...${headSha}`, times: 1 });
    await vi.waitFor(() => expect(verdictOn(stage, headSha)).not.toBeNull(), patient);
    stage.sandbox.setLag(0);
    await stage.settled();
    // Of several it names the first.
    expect(verdictOn(stage, headSha)).toBe(`success: #${below.pull.number}: Approved: kusion`);
  });

  it("R14: what GitHub never tells the contents of does not pass", async () => {
    const { pull } = await approved();
    await stage.settled();
    stage.sandbox.setLag(60_000);
    const { headSha } = as("SparkYuan").enqueue(pull);
    stage.sandbox.faults.add({ kind: "status", status: 404, match: `...${headSha}` });
    await vi.waitFor(() => expect(verdictOn(stage, headSha)).not.toBeNull(), patient);
    stage.sandbox.setLag(0);
    expect(verdictOn(stage, headSha)).toMatch(/^failure: .*GitHub does not tell which pull requests|^cancelled/);
    expect(isGreen(headSha)).toBe(false);
  });

  it("a role taken away", async () => {
    const { pull, headSha } = await queued();
    const registry = stage.world.repo("KusionStack/.github");
    as("SparkYuan").pushRegistry(registry, REGISTRY.replace("hoangndst", "somebody-else"));
    await stage.settled();
    expect(isGreen(headSha)).toBe(false);
    expect(pull.merged).toBeNull();
    as("SparkYuan").pushRegistry(registry, `${REGISTRY}reviews: { request: 0 }\nlabels: { areas: false }\n`);
    await stage.settled();
  });

  it("with the database lost, the queue's commit is found by GitHub's own entry", async () => {
    const { pull, headSha } = await queued();
    const { db } = stage.rung.database;
    for (const table of ["merge_groups", "checks", "pulls"] as const) await db.deleteFrom(table).execute();
    as("SparkYuan").comment(pull, "/hold");
    await stage.settled();
    expect(verdictOn(stage, headSha)).toMatch(/^failure: Held/);
  });

  it("where nothing changed, nothing is read and nothing written there", async () => {
    const { pull } = await queued();
    as("octo-fan").edit(pull, { body: "/cc nobody" });
    await stage.settled();
    expect(stage.requests().filter((request) => /MergeQueue|check-runs/.test(request))).toEqual([]);
  });

  it("given up by the queue, its commit lets nothing through", async () => {
    const { pull, headSha } = await queued();
    as("SparkYuan").dequeue(pull);
    await stage.settled();
    expect(verdictOn(stage, headSha)).toMatch(/^cancelled: Nothing to decide: the merge queue gave this commit up/);
    const run = checkOn(stage, headSha);
    if (run === null) throw new Error("no run");
    stage.requests();
    as("SparkYuan").rerequest(run);
    await stage.settled();
    expect(stage.requests().filter((request) => request.startsWith("PATCH"))).toHaveLength(1);
    expect(isGreen(headSha)).toBe(false);
  });

  it("cannot be read any more: it does not pass", async () => {
    const { pull, headSha } = await queued();
    stage.sandbox.faults.add({ kind: "status", status: 502, match: "query Pull" });
    as("SparkYuan").comment(pull, "/hold");
    await vi.waitFor(() => expect(isGreen(headSha)).toBe(false), patient);
    stage.sandbox.faults.clear();
    await stage.settled();
    expect(pull.merged).toBeNull();
  });
});

describe("R39: Re-run writes, whatever stands", () => {
  const writes = () => stage.requests().filter((request) => /^(POST|PATCH) .*check-runs/.test(request));

  it.each(["run", "suite"] as const)("on a queue's commit (%s)", async (what) => {
    const { headSha } = await queued();
    const run = checkOn(stage, headSha);
    if (run === null) throw new Error("no run");
    as("SparkYuan").rerequest(what === "run" ? run : run.suite);
    await stage.settled();
    expect(writes()).toHaveLength(1);
    expect(verdictOn(stage, headSha)).toMatch(/^success/);
  });

  it("on a head that was left", async () => {
    const pull = as("octo-fan").openPull({
      repo: KUSION,
      title: "x",
      files: { "a.go": "package a\n" },
      branch: "left",
    });
    await stage.settled();
    const run = checkOn(stage, pull);
    if (run === null) throw new Error("no run");
    as("octo-fan").push(pull, { files: { "a.go": "package b\n" } });
    await stage.settled();
    stage.requests();
    as("SparkYuan").rerequest(run);
    await stage.settled();
    expect(writes()).toHaveLength(1);
    expect(verdictOn(stage, run.headSha)).toMatch(/^cancelled: Nothing to decide/);
  });
});

interface Queued {
  readonly pull: Pull;
  readonly review: Review;
}
