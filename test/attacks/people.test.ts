/**
 * Stories about who may act: nobody changes the registry alone, pushing counts as writing, a hold is its holder's, the newest statement
 * counts.
 */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { aStage, KUSION, REGISTRY, reportOn, type Stage, saidByRung, statusOn, verdictOn } from "../scenarios/stage.ts";

let stage: Stage;
/** The same people, where contributors may not approve. */
let strict: Stage;
beforeAll(async () => {
  stage = await aStage();
  strict = await aStage({ registry: REGISTRY.replace("approval: {", "approval: { contributors-count: false,") });
});
afterAll(async () => {
  await stage.close();
  await strict.close();
});

let branches = 0;

async function opened(on: Stage, files: Record<string, string>, by = "octo-fan"): Promise<Pull> {
  branches += 1;
  const pull = on.world.as(by).openPull({ repo: KUSION, title: "feat: retry", branch: `people-${branches}`, files });
  await on.settled();
  return pull;
}

const CODE = { "main.go": "package main\n" };
const ROLES = { "roles.yaml": "extends: true\ncontributors: [octo-fan]\n" };

describe("a change of the registry", () => {
  it("R40: a maintainer who pushes it onto somebody else's pull request does not approve it, another one does", async () => {
    const pull = await opened(stage, ROLES);
    const files = { "roles.yaml": "extends: true\napprovers: [octo-fan]\n" };
    stage.world.as("SparkYuan").push(pull, { files, author: "octo-fan" });
    await stage.settled();
    stage.world.as("SparkYuan").approve(pull);
    await stage.settled();
    expect(verdictOn(stage, pull)).toMatch(/^in_progress: Needs 1 approval: roles.yaml/);
    expect(reportOn(stage, pull)).toContain("SparkYuan, approval");
    stage.world.as("liu-hm19").approve(pull);
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("success: Approved: roles.yaml");
  });

  it("R40: nor with the event of the push lost, since GitHub is asked who pushed", async () => {
    const pull = await opened(stage, ROLES);
    stage.sandbox.deliver({ lose: 100 });
    stage.world.as("SparkYuan").push(pull, { files: { "roles.yaml": "extends: true\n" }, author: "octo-fan" });
    await stage.settled();
    stage.sandbox.deliver({ lose: 0 });
    stage.world.as("SparkYuan").approve(pull);
    await stage.settled();
    expect(verdictOn(stage, pull)).toMatch(/^in_progress/);
    stage.world.as("liu-hm19").approve(pull);
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("success: Approved: roles.yaml");
  });

  it("R44: asks nobody to review who cannot approve it (fault 28)", async () => {
    const pull = await opened(stage, { "roles.yaml": "extends: true\nmembers: [octo-fan]\n" });
    const asked = pull.requestedReviewers.map(({ login }) => login);
    expect(asked.length).toBeGreaterThan(0);
    for (const login of asked) expect(["SparkYuan", "liu-hm19"]).toContain(login);
  });
});

describe("whoever pushes", () => {
  it("R41: does not approve where contributors may not, whomever the commit names", async () => {
    const pull = await opened(strict, CODE);
    strict.world.as("hoangndst").push(pull, { files: { "main.go": "package forged\n" }, author: "octo-fan" });
    await strict.settled();
    strict.world.as("hoangndst").approve(pull);
    await strict.settled();
    expect(verdictOn(strict, pull)).toMatch(/^in_progress/);
    expect(reportOn(strict, pull)).toContain("wrote or pushed commits");
    strict.world.as("SparkYuan").approve(pull);
    await strict.settled();
    expect(verdictOn(strict, pull)).toBe("success: Approved: kusion");
  });

  it("R41: an update from the base by an approver costs them nothing", async () => {
    const pull = await opened(strict, CODE);
    strict.world.as("SparkYuan").commit(strict.kusion, "main", { files: { "aside.md": "x\n" } });
    strict.world.as("hoangndst").updateBranch(pull);
    await strict.settled();
    strict.world.as("hoangndst").approve(pull);
    await strict.settled();
    expect(verdictOn(strict, pull)).toBe("success: Approved: kusion");
  });
});

describe("a hold", () => {
  it("R79: is released by who stands as high, the status says whose, and the holder is told once", async () => {
    const pull = await opened(stage, CODE);
    stage.world.as("jemshad").approve(pull);
    stage.world.as("hoangndst").approve(pull);
    stage.world.as("SparkYuan").comment(pull, "/hold for the release");
    stage.world.as("hoangndst").comment(pull, "/hold me too");
    await stage.settled();
    stage.world.as("hoangndst").comment(pull, "/hold cancel");
    await stage.settled();
    expect(verdictOn(stage, pull)).toMatch(/^action_required: Held by SparkYuan/);
    stage.world.as("hoangndst").comment(pull, "/hold cancel @SparkYuan");
    await stage.settled();
    expect(verdictOn(stage, pull)).toMatch(/^action_required: Held by SparkYuan/);
    stage.world.as("liu-hm19").comment(pull, "/hold cancel");
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("success: Approved: kusion");
    expect(statusOn(pull)).toContain("liu-hm19 released the hold of SparkYuan");
    stage.world.as("octo-fan").comment(pull, "/help");
    await stage.settled();
    const told = saidByRung(pull).filter((body) => body.includes("@SparkYuan"));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain("liu-hm19 released your hold");
  });

  it("R79: a release with nothing to release is answered", async () => {
    const pull = await opened(stage, CODE);
    stage.world.as("hoangndst").comment(pull, "/hold cancel @SparkYuan");
    await stage.settled();
    expect(saidByRung(pull)).toEqual([expect.stringContaining("Nothing is held here")]);
  });
});

describe("the newest word", () => {
  it("R80: a request for changes stands again when its author's /approve is taken back (fault 54)", async () => {
    const pull = await opened(stage, CODE);
    stage.world.as("SparkYuan").requestChanges(pull, "no");
    stage.world.as("SparkYuan").comment(pull, "/approve");
    stage.world.as("hoangndst").approve(pull);
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("success: Approved: kusion");
    stage.world.as("SparkYuan").comment(pull, "/unapprove");
    await stage.settled();
    expect(verdictOn(stage, pull)).toMatch(/^failure: Changes requested by SparkYuan/);
    expect(reportOn(stage, pull)).toContain("stands again");
  });
});

describe("memory", () => {
  it("R42: strangers cannot push an approver's withdrawal out of it (fault 12)", async () => {
    const pull = await opened(stage, CODE);
    stage.world.as("hoangndst").approve(pull);
    const cancel = stage.world.as("hoangndst").comment(pull, "/approve cancel");
    await stage.settled();
    // Some at a time, so that a loaded machine keeps up.
    for (let at = 1; at <= 64; at += 1) {
      stage.world.as("octo-fan").comment(pull, "/approve cancel");
      if (at % 16 === 0) await stage.settled();
    }
    stage.world.as("SparkYuan").deleteComment(cancel);
    await stage.settled();
    expect(verdictOn(stage, pull)).toMatch(/^in_progress/);
  });
});
