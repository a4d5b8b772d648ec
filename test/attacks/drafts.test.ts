/**
 * Comments drafted in a review that nobody sees yet: GitHub dates an inline comment by when it was drafted, not by when it was
 * published.
 */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { aStage, KUSION, type Stage, verdictOn } from "../scenarios/stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await aStage();
});
afterAll(() => stage.close());

let branches = 0;

async function opened(): Promise<Pull> {
  branches += 1;
  const asked = {
    repo: KUSION,
    title: "feat: retry",
    branch: `drafts-${branches}`,
    files: { "main.go": "package a\n" },
  };
  const pull = stage.world.as("octo-fan").openPull(asked);
  await stage.settled();
  return pull;
}

/** Drafted at that moment, and submitted now. */
async function submitted(by: string, pull: Pull, body: string, draftedAt: number): Promise<void> {
  const comments = [{ path: "main.go", line: 1, body, draftedAt }];
  stage.world.as(by).review(pull, "COMMENT", "", { comments });
  await stage.settled();
}

const words = (by: string, pull: Pull, body: string) => stage.world.as(by).comment(pull, body).createdAt;

describe("what is drafted in a review is said when the review is submitted", () => {
  it("R79: a hold is not released by what somebody else said while nobody could see it", async () => {
    const pull = await opened();
    stage.world.as("hoangndst").approve(pull);
    const drafted = words("liu-hm19", pull, "/hold");
    words("SparkYuan", pull, "/hold cancel");
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("success: Approved: kusion");
    await submitted("liu-hm19", pull, "/hold this loses data", drafted);
    expect(verdictOn(stage, pull)).toMatch(/^action_required: Held by liu-hm19/);
  });

  it("R10: an approval is withdrawn, though it was given after the draft", async () => {
    const pull = await opened();
    const drafted = words("hoangndst", pull, "I am looking at it");
    words("hoangndst", pull, "/approve");
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("success: Approved: kusion");
    await submitted("hoangndst", pull, "/approve cancel", drafted);
    expect(verdictOn(stage, pull)).toMatch(/^in_progress: Needs 1 approval/);
  });

  it("R9a: an approval is about what was there then and about what is there now, so a push between ends it", async () => {
    const pull = await opened();
    const drafted = words("hoangndst", pull, "I am looking at it");
    stage.world.as("octo-fan").push(pull, { files: { "main.go": "package b\n" } });
    await stage.settled();
    await submitted("hoangndst", pull, "/approve", drafted);
    expect(verdictOn(stage, pull)).toMatch(/^in_progress: Needs 1 approval/);
    await submitted("hoangndst", pull, "/approve", words("hoangndst", pull, "Now this"));
    expect(verdictOn(stage, pull)).toBe("success: Approved: kusion");
  });
});
