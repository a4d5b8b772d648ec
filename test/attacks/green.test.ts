/** Green that nobody gave: checks that outlive what they were given for. */

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { ghesUrls } from "../../src/environment/github-environment.ts";
import { openGitHub } from "../../src/github/client/client.ts";
import { createProcessor } from "../../src/jobs/process.ts";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { createLog } from "../../src/shared/log.ts";
import { aStage, checkOn, KUSION, REGISTRY, type Stage, verdictOn } from "../scenarios/stage.ts";

/** A failed job is tried again after some seconds; a loaded machine gets more. */
const patient = { timeout: 60_000, interval: 20 };

let stage: Stage;
beforeAll(async () => {
  stage = await aStage({ registry: `${REGISTRY}reviews: { request: 0 }\nlabels: { approved: false, areas: false }\n` });
});
afterAll(() => stage.close());
afterEach(() => stage.sandbox.faults.clear());

const as = (login: string) => stage.world.as(login);
const PATCH = "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}";
const POST = "POST /repos/{owner}/{repo}/check-runs";
let count = 0;

async function opened(): Promise<Pull> {
  count += 1;
  const files = { [`pkg/a${count}.go`]: "package a\n" };
  const pull = as("octo-fan").openPull({ repo: KUSION, title: "x", files, branch: `green-${count}` });
  await stage.settled();
  return pull;
}

async function approved(): Promise<Pull> {
  const pull = await opened();
  as("hoangndst").approve(pull);
  await stage.settled();
  expect(verdictOn(stage, pull)).toMatch(/^success/);
  stage.requests();
  return pull;
}

/** Whether GitHub would let a merge through. */
const isGreen = (at: Pull | string) => ["success", "neutral", "skipped"].includes(checkOn(stage, at)?.conclusion ?? "");

describe("R75: a write whose answer is lost", () => {
  it("0: the approval is taken back meanwhile, and the check does not stay green", async () => {
    const pull = await opened();
    stage.sandbox.faults.add({ kind: "reset-after", match: "PATCH /repos/KusionStack/kusion/check-runs", times: 1 });
    const word = as("hoangndst").comment(pull, "/approve");
    await vi.waitFor(() => expect(isGreen(pull)).toBe(true), patient);
    as("hoangndst").deleteComment(word);
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: kusion");
  });

  it("51: a row of an older copy is not written while a newer run stays green", async () => {
    const pull = await opened();
    const { db } = stage.rung.database;
    const ofHead = () => db.selectFrom("checks").selectAll().where("head_sha", "=", pull.headSha).execute();
    const old = await ofHead();
    const first = as("hoangndst").approve(pull);
    await stage.settled();
    as("SparkYuan").dismiss(first);
    await stage.settled();
    const second = as("hoangndst").approve(pull);
    await stage.settled();
    await db.deleteFrom("checks").where("head_sha", "=", pull.headSha).execute();
    await db
      .insertInto("checks")
      .values([...old])
      .execute();
    as("SparkYuan").dismiss(second);
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: kusion");
  });
});

describe("R38: a green check belongs to one pull request, its base and now", () => {
  it("7: a head that is pushed over loses it before anything is read, for one write more", async () => {
    const pull = await approved();
    const left = pull.headSha;
    as("octo-fan").push(pull, { files: { "pkg/more.go": "package more\n" } });
    await stage.settled();
    expect(verdictOn(stage, left)).toMatch(/^cancelled: Nothing to decide/);
    const requests = stage.requests();
    expect(requests.slice(0, 2)).toEqual([PATCH, "query Pull"]);
    expect(requests.filter((request) => request.includes("check-runs"))).toEqual([PATCH, POST]);
    as("SparkYuan").requestChanges(pull, "Not like this.");
    await stage.settled();
    as("octo-fan").pushCommit(pull, left);
    expect(isGreen(left)).toBe(false);
    await stage.settled();
    expect(verdictOn(stage, left)).toMatch(/^failure: Changes requested/);
  });

  it("a head that comes back with nothing against it is judged again, and passes", async () => {
    const pull = await approved();
    const left = pull.headSha;
    as("octo-fan").push(pull, { files: { "pkg/more.go": "package more\n" } });
    await stage.settled();
    as("octo-fan").pushCommit(pull, left);
    await stage.settled();
    expect(verdictOn(stage, left)).toMatch(/^success/);
  });

  it("closed and opened again, it is judged before it passes", async () => {
    const pull = await approved();
    as("octo-fan").close(pull);
    await stage.settled();
    expect(isGreen(pull)).toBe(false);
    as("SparkYuan").comment(pull, "/hold");
    await stage.settled();
    as("octo-fan").reopen(pull);
    expect(isGreen(pull)).toBe(false);
    await stage.settled();
    expect(verdictOn(stage, pull)).toMatch(/^action_required: Held/);
  });

  it("a second pull request with a green head is judged before it passes", async () => {
    const first = await approved();
    const { headRepo, headSha } = first;
    headRepo?.refs.set("refs/heads/second", headSha);
    stage.sandbox.faults.add({ kind: "status", status: 502, match: "query Pull", times: 1 });
    const second = as("octo-fan").openPullFrom({ repo: KUSION, title: "y", headRepo, headRef: "second", base: "main" });
    await vi.waitFor(() => expect(verdictOn(stage, second)).toBe("cancelled: Being judged again"), patient);
    await stage.settled();
    expect(verdictOn(stage, second)).toMatch(/^in_progress/);
    as("octo-fan").close(second);
    await stage.settled();
    expect(verdictOn(stage, first)).toMatch(/^success/);
  });

  it("a retarget takes it before anything is read", async () => {
    const pull = await approved();
    as("SparkYuan").setBranch(stage.kusion, "dev", stage.world.tip(stage.kusion, "main") ?? null);
    as("octo-fan").retarget(pull, "dev");
    await stage.settled();
    expect(stage.requests().slice(0, 2)).toEqual([PATCH, "query Pull"]);
  });

  it("closed without anybody having heard of it, it is found by the next look at everything open", async () => {
    const pull = await approved();
    stage.sandbox.deliver({ drop: 1 });
    as("octo-fan").close(pull);
    await stage.settled();
    expect(isGreen(pull)).toBe(true);
    const repository = { owner: "KusionStack", name: "kusion", id: stage.kusion.id };
    const { installationId } = stage.sandbox;
    const subject = { kind: "sweep", repositories: [repository] } as const;
    await stage.rung.queue.enqueue([{ installationId, subject, cause: "sweep", notes: [] }]);
    await stage.settled();
    expect(isGreen(pull)).toBe(false);
  });

  it("pull requests of one branch leave a head together", async () => {
    const first = await approved();
    const { headRepo, headRef, headSha } = first;
    as("SparkYuan").setBranch(stage.kusion, "release-9", stage.world.tip(stage.kusion, "main") ?? null);
    const second = as("octo-fan").openPullFrom({ repo: KUSION, title: "z", headRepo, headRef, base: "release-9" });
    await stage.settled();
    for (const by of ["hoangndst", "SparkYuan"]) as(by).approve(second);
    await stage.settled();
    expect(isGreen(headSha)).toBe(true);
    as("octo-fan").push(first, { files: { "pkg/more.go": "package more\n" } });
    await stage.settled();
    expect(isGreen(headSha)).toBe(false);
    expect(checkOn(stage, headSha, "rung (release-*)")?.conclusion).not.toBe("success");
  });

  it("8: what cannot be read any more does not pass, and heals once it can be read", async () => {
    const pull = await approved();
    stage.sandbox.faults.add({ kind: "status", status: 502, match: "query Pull" });
    as("SparkYuan").comment(pull, "/hold");
    await vi.waitFor(
      () => expect(verdictOn(stage, pull)).toBe("failure: Cannot tell: the pull request cannot be read"),
      patient,
    );
    stage.sandbox.faults.clear();
    await vi.waitFor(() => expect(verdictOn(stage, pull)).toMatch(/^action_required: Held/), patient);
    await stage.settled();
  });

  it("8: a subject that ended its process three times lets nothing through while it is tried again", async () => {
    const pull = await approved();
    const { host, appId, privateKey, webhookSecret, installationId } = stage.sandbox;
    const github = openGitHub({ ...ghesUrls("http", host), appId, privateKey });
    const idle = async () => {};
    const handle = createProcessor({
      registryRepo: ".github",
      database: stage.rung.database,
      log: createLog("silent"),
      github,
      webUrl: stage.sandbox.url,
      secrets: [webhookSecret],
      enqueue: idle,
      later: idle,
    });
    const repository = { owner: "KusionStack", name: "kusion", id: stage.kusion.id };
    const work = {
      installationId,
      deliveries: [],
      notes: [],
      attempt: 4,
      deaths: 3,
      signal: new AbortController().signal,
    };
    await handle({ ...work, subject: { kind: "pull", repository, number: pull.number } });
    github.close();
    expect(stage.requests().filter((request) => /Pull$|check-runs/.test(request))).toEqual([
      PATCH,
      "query Pull",
      PATCH,
    ]);
    expect(verdictOn(stage, pull)).toMatch(/^success/);
  });
});
