/** Rung lends its power to nobody (R43), and gives GitHub's own reason for what it cannot do (R60). */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Pull, Subject } from "../../src/sandbox/world/model.ts";
import { aStage, KUSION, labelsOn, type Stage, saidByRung } from "../scenarios/stage.ts";

/** dora approves docs alone and has no access on GitHub; karl holds a role for another repository. */
const REGISTRY = `areas:
  engine: { repos: [kusion], paths: ["pkg/engine/**"] }
  docs: { repos: [kusion], paths: ["docs/**"] }
  karpor: { repos: [karpor] }
maintainers: [SparkYuan]
approvers:
  - { login: hoangndst, areas: [engine] }
  - { login: dora, areas: [docs] }
  - { login: karl, areas: [karpor] }
reviews: { request: 0 }
labels: { areas: "area/*" }
mode: advise
`;

let stage: Stage;
beforeAll(async () => {
  stage = await aStage({ registry: REGISTRY });
  for (const login of ["dora", "karl", "eve"]) stage.world.anyone(login);
});
afterAll(() => stage.close());

const as = (login: string) => stage.world.as(login);
let count = 0;

async function opened(): Promise<Pull> {
  count += 1;
  const files = { [`pkg/engine/a-${count}.go`]: "package engine\n" };
  const pull = as("octo-fan").openPull({ repo: KUSION, title: "feat: a", files, branch: `topic-${count}` });
  await stage.settled();
  return pull;
}

async function says(login: string, subject: Subject, body: string): Promise<void> {
  as(login).comment(subject, body);
  await stage.settled();
}

describe("R43: where the check only advises", () => {
  it("nobody has merged what nobody approved, and no approver of something else what others approved", async () => {
    const pull = await opened();
    stage.kusion.protections.delete("main");
    await says("dora", pull, "/merge");
    await says("hoangndst", pull, "/merge");
    expect([pull.merged, pull.autoMerge]).toEqual([null, null]);
    expect(saidByRung(pull)).toEqual([
      expect.stringContaining("for other areas"),
      expect.stringContaining("still waits for approval"),
    ]);
    as("hoangndst").approve(pull);
    await stage.settled();
    await says("dora", pull, "/merge");
    expect(pull.merged).toBeNull();
    await says("hoangndst", pull, "/merge");
    expect(pull.merged).not.toBeNull();
  });
});

describe("R43: without a role here", () => {
  it("nobody asks whole teams, takes back requests, moves labels or states, whatever they hold elsewhere", async () => {
    const pull = await opened();
    as("SparkYuan").requestReview(pull, "hoangndst");
    const commands = ["/cc @KusionStack/go-reviewer", "/uncc @hoangndst", "/kind bug", "/remove-area engine", "/close"];
    for (const login of ["eve", "karl"]) await says(login, pull, commands.join("\n"));
    expect(pull.requestedTeams).toEqual([]);
    expect(pull.requestedReviewers.map(({ login }) => login)).toEqual(["hoangndst"]);
    expect([labelsOn(pull), pull.state]).toEqual([["area/engine"], "open"]);
    expect(saidByRung(pull)).toHaveLength(2);
  });

  it("nobody is given what is closed already", async () => {
    const issue = as("octo-fan").openIssue({ repo: KUSION, title: "Apply fails" });
    as("SparkYuan").close(issue);
    await stage.settled();
    for (const login of ["octo-fan", "eve", "karl"]) await says(login, issue, "/assign");
    expect(issue.assignees).toEqual([]);
    await says("hoangndst", issue, "/assign");
    expect(issue.assignees.map(({ login }) => login)).toEqual(["hoangndst"]);
  });
});

describe("R60: what GitHub declines", () => {
  it("is told in its own words: a branch that is gone", async () => {
    const pull = await opened();
    as("octo-fan").close(pull);
    as("octo-fan").setBranch(pull.headRepo, pull.headRef, null);
    await says("octo-fan", pull, "/reopen");
    expect(pull.state).toBe("closed");
    expect(saidByRung(pull)).toEqual([expect.stringContaining("branch has been deleted")]);
  });
});

describe("R90: a label that gets another name", () => {
  it("comes off under the old one, also once it is not wanted any more", async () => {
    const pull = await opened();
    const review = as("hoangndst").approve(pull);
    await stage.settled();
    expect(labelsOn(pull)).toContain("approved");
    const registry = REGISTRY.replace("labels: {", "labels: { approved: ok-to-merge,");
    as("SparkYuan").pushRegistry(stage.world.repo("KusionStack/.github"), registry);
    await stage.settled();
    expect(labelsOn(pull)).toContain("ok-to-merge");
    expect(labelsOn(pull)).not.toContain("approved");
    as("SparkYuan").pushRegistry(stage.world.repo("KusionStack/.github"), REGISTRY.replace("area/*", "zone/*"));
    as("SparkYuan").dismiss(review, "not yet");
    await stage.settled();
    expect(labelsOn(pull)).toEqual(["zone/engine"]);
  });
});
