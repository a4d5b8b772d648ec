/** Readings that are too large, that mix two heads, or that fail in part (R36, R53, R56, R87). */

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { aStage, KUSION, REGISTRY, type Stage, verdictOn } from "../scenarios/stage.ts";

const registry = `${REGISTRY}  - { team: KusionStack/helpers, areas: [docs] }\n`;

let stage: Stage;
beforeAll(async () => {
  stage = await aStage({ registry });
  stage.world.addTeam("KusionStack", "helpers", ["helen"]);
});
afterAll(() => stage.close());

const as = (login: string) => stage.world.as(login);
const soon = { timeout: 60_000, interval: 10 };

async function opened(branch: string, files: Record<string, string> = { [`${branch}.go`]: "package main\n" }) {
  const pull = as("octo-fan").openPull({ repo: KUSION, title: `feat: ${branch}`, branch, files });
  await stage.settled();
  return pull;
}

const becomes = (pull: Pull, verdict: string | RegExp) =>
  vi.waitFor(() => expect(verdictOn(stage, pull)).toMatch(verdict), soon);

describe("R53: answers larger than Rung takes", () => {
  it("are asked for in smaller pages, so that /hold works however much was said", async () => {
    const pull = await opened("large");
    as("hoangndst").approve(pull);
    const long = "、".repeat(65_000);
    for (let n = 0; n < 99; n += 1) as("octo-fan-2").comment(pull, long);
    for (let n = 0; n < 90; n += 1) as("octo-fan-2").review(pull, "COMMENT", long);
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("success: Approved: kusion");
    as("SparkYuan").comment(pull, "/hold");
    await becomes(pull, /Held by SparkYuan/);
    await stage.settled();
    as("SparkYuan").comment(pull, "/hold cancel");
    await becomes(pull, /^success/);
    await stage.settled();
  });
});

describe("R36: a reading is of one head and one base", () => {
  it("the old paths of renames are read by commits, never by the pull request's number", async () => {
    const pull = await opened("renames", { "docs/x.md": "one\ntwo\nthree\n" });
    as("SparkYuan").commit(stage.kusion, "main", { files: { "pkg/engine/old.go": "package engine\n\nvar a = 1\n" } });
    const moving = as("octo-fan").openPull({
      repo: KUSION,
      title: "move",
      branch: "moving",
      files: { "a.txt": "a\n" },
    });
    stage.requests();
    as("octo-fan").rename(moving, "pkg/engine/old.go", "docs/new.go");
    await stage.settled();
    const asked = stage.requests();
    expect(asked.filter((one) => one.includes("/pulls/{pull_number}/files"))).toEqual([]);
    expect(asked).toContain("GET /repos/{owner}/{repo}/compare/{basehead}");
    expect(verdictOn(stage, moving)).toMatch(/engine/);
    expect(verdictOn(stage, pull)).toMatch(/docs/);
  });

  it("a head that moves between two pages of comments is read again from the beginning", async () => {
    const pull = await opened("paged");
    for (let n = 0; n < 120; n += 1) as("octo-fan-2").comment(pull, "thank you");
    let isPushed = false;
    stage.sandbox.onExchange(({ requestBody }) => {
      if (isPushed || !requestBody.includes(`"number":${pull.number},`) || !requestBody.includes("query Pull")) return;
      isPushed = true;
      as("octo-fan").push(pull, { files: { "docs/paged.md": "x\n" } });
    });
    as("hoangndst").approve(pull);
    await stage.settled();
    expect(isPushed).toBe(true);
    expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: docs");
  });
});

describe("R87: what a verdict does not need cannot stop it", () => {
  it("a comparison of an old approval that cannot be read: a new approval of the present head is enough", async () => {
    const pull = await opened("compared");
    as("hoangndst").approve(pull);
    await stage.settled();
    stage.sandbox.faults.add({ match: "/compare/", kind: "status", status: 503 });
    as("octo-fan").push(pull, { files: { "compared.go": "package other\n" } });
    as("SparkYuan").approve(pull);
    await becomes(pull, "success: Approved: kusion");
    stage.sandbox.faults.clear();
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("success: Approved: kusion");
  });

  it("a team that cannot be read: only where its members' words matter", async () => {
    await stage.rung.queue.enqueue([]);
    stage.sandbox.faults.add({ match: "/teams/", kind: "status", status: 500 });
    const [other, own] = [await opened("other"), await opened("own", { "docs/own.md": "x\n" })];
    as("hoangndst").approve(other);
    as("SparkYuan").approve(own);
    await becomes(other, "success: Approved: kusion");
    await becomes(own, "success: Approved: docs");
    stage.sandbox.faults.clear();
    await stage.settled();
  });
});

describe("R56: an old failure's pause holds nothing up", () => {
  it("five failed reads, GitHub healthy again, an approval: the verdict comes at once", async () => {
    const pull = await opened("healthy");
    stage.sandbox.faults.add({ match: "query Pull", kind: "status", status: 502, times: 5 });
    for (let failed = 1; failed <= 5; failed += 1) {
      as("octo-fan").push(pull, { files: { "healthy.go": `package p${failed}\n` } });
      await vi.waitFor(() => expect(stage.sandbox.faults.struck).toBeGreaterThanOrEqual(failed), soon);
    }
    as("hoangndst").approve(pull);
    await vi.waitFor(() => expect(verdictOn(stage, pull)).toBe("success: Approved: kusion"), { timeout: 60_000 });
    await stage.settled();
  });
});
