/** Pull requests of one commit: anybody opens as many as they have branches, and each of them decides for all (R17). */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { aStage, KUSION, reportOn, type Stage, verdictOn } from "../scenarios/stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await aStage();
});
afterAll(() => stage.close());

const as = (login: string) => stage.world.as(login);
const readings = () => stage.requests().filter((request) => request === "query Pull").length;

async function opened(branch: string): Promise<Pull> {
  const files = { [`${branch}.go`]: "package a\n" };
  const pull = as("octo-fan").openPull({ repo: KUSION, title: "feat: retry", branch, files });
  await stage.settled();
  return pull;
}

/** From another branch of the same fork, which stands on the same commit. */
function twinOf({ headRepo, headSha }: Pull, branch: string, base = "main"): Pull {
  if (headRepo === null) throw new Error("its fork is gone");
  headRepo.refs.set(`refs/heads/${branch}`, headSha);
  return as("octo-fan").openPullFrom({ repo: KUSION, title: branch, headRepo, headRef: branch, base });
}

describe("many pull requests of one commit", () => {
  it("R54: are not each looked at whenever one is: none passes, in words that say what to do, until few are left", async () => {
    const first = await opened("crowd");
    as("hoangndst").approve(first);
    await stage.settled();
    expect(verdictOn(stage, first)).toBe("success: Approved: kusion");
    const twins = Array.from({ length: 30 }, (_, at) => twinOf(first, `crowd-${at}`));
    stage.requests();
    await stage.settled();
    expect(readings()).toBeLessThan(300);
    expect(verdictOn(stage, first)).toMatch(/^failure: Cannot tell yet: more than 10 other open pull requests/);
    expect(reportOn(stage, first)).toContain("close those that are not meant");
    as("hoangndst").comment(first, "/hold");
    await stage.settled();
    expect(stage.requests().filter((request) => request !== "query Pull")).not.toContain(
      "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}",
    );
    as("hoangndst").comment(first, "/hold cancel");
    await stage.settled();
    stage.requests();
    for (const twin of twins) as("octo-fan").close(twin);
    await stage.settled();
    expect(readings()).toBeLessThan(300);
    expect(verdictOn(stage, first)).toBe("success: Approved: kusion");
  }, 120_000);

  it("R14, R17: none is hidden behind those that were closed, also where nothing is remembered", async () => {
    as("SparkYuan").setBranch(stage.kusion, "weak", stage.world.tip(stage.kusion, "main") ?? null);
    const seed = await opened("hidden");
    as("octo-fan").close(seed);
    for (let at = 0; at < 55; at += 1) as("octo-fan").close(twinOf(seed, `closed-${at}`));
    const hidden = twinOf(seed, "hidden-one");
    await stage.settled();
    const { db } = stage.rung.database;
    const weak = twinOf(seed, "weak-one", "weak");
    await stage.settled();
    await db.deleteFrom("pulls").execute();
    as("hoangndst").approve(weak);
    await stage.settled();
    expect(verdictOn(stage, weak)).toMatch(/^in_progress: #\d+: Needs 1 approval/);
    expect(reportOn(stage, weak)).toContain(`#${hidden.number}`);
  }, 120_000);
});
