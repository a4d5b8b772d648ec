/** People who come back or give a role back where lists follow the registry and people are asked whether they go on. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { aQuietStage, type QuietStage } from "./quiet-stage.ts";

const REGISTRY = `publish: [{ file: MAINTAINERS.md, as: table, columns: [login, role] }]
areas: { kusion: { repos: [kusion] } }
roles:
  members: {}
  approvers: { inactivity: 6mo }
  maintainers: {}
inactivity: { mode: propose, every: 1mo, return: { within: 2y, from: approvers, min: 1 } }
maintainers: [SparkYuan, liu-hm19]
approvers: [hoangndst, jemshad, ffforest, elliotxx, adohe]
emeritus: [{ login: zoumo, was: approvers, until: 2026-06-01 }]
`;
const ACTIVE = ["SparkYuan", "liu-hm19", "hoangndst", "jemshad", "adohe"];

let quiet: QuietStage;
beforeAll(async () => {
  quiet = await aQuietStage(REGISTRY);
  const files = { "MAINTAINERS.md": "# People\n<!-- rung:begin -->\n<!-- rung:end -->\n" };
  quiet.stage.world.as("SparkYuan").commit(quiet.home, "main", { files });
  await quiet.stage.settled();
});
afterAll(() => quiet.stage.close());

async function say(login: string, words: string): Promise<void> {
  quiet.stage.world.as(login).comment(quiet.talk, words);
  await quiet.stage.settled();
}

function opened(branch: string): Pull {
  const all = [...quiet.home.subjects.values()];
  const found = all.find((one): one is Pull => one.kind === "pull" && one.headRef.startsWith(branch));
  if (found === undefined) throw new Error(`nothing was opened from ${branch}`);
  return found;
}

describe("somebody who comes back where lists follow the registry", () => {
  it("R66: one approval of `return.from` is enough, the lists that come with it included", async () => {
    await say("zoumo", "/return");
    const back = opened("rung/return-");
    const { git } = quiet.stage.world;
    expect(git.text(git.filesAt(back.headSha).get("MAINTAINERS.md") ?? "")).toContain("zoumo");
    expect(back.body).toContain("the approval of 1 approver is enough");
    quiet.stage.world.as("hoangndst").approve(back);
    await quiet.stage.settled();
    expect(quiet.checkOf(back)).toBe("success: Approved: roles.yaml");
  });

  it("R66: with one byte more in the list it is a change of the registry like any other", async () => {
    const back = opened("rung/return-");
    const { git } = quiet.stage.world;
    const text = git.text(git.filesAt(back.headSha).get("MAINTAINERS.md") ?? "");
    const edit = { files: { "MAINTAINERS.md": `${text}More.\n` }, message: "More" };
    quiet.stage.world.as("liu-hm19").push(back, edit);
    quiet.stage.world.as("hoangndst").approve(back);
    await quiet.stage.settled();
    expect(quiet.checkOf(back)).toBe("in_progress: Needs 1 approval: roles.yaml");
  });
});

describe("somebody who gives a role back", () => {
  it("is not asked to review the pull request by which they do, and whoever is left is", async () => {
    await say("liu-hm19", "/step-down");
    const leaving = opened("rung/step-down-liu-hm19");
    expect(leaving.requestedReviewers.map(({ login }) => login)).toEqual(["SparkYuan"]);
    quiet.stage.world.as("SparkYuan").close(leaving);
    await quiet.stage.settled();
  });

  it("R71: is not asked besides whether they go on, and the issue says why", async () => {
    await say("ffforest", "/step-down");
    const leaving = opened("rung/step-down-ffforest");
    await quiet.later(100, ACTIVE);
    await quiet.later(100, ACTIVE);
    expect(quiet.asked()).toEqual(["elliotxx"]);
    expect(quiet.told()).toMatch(
      new RegExp(`\\*\\*ffforest\\*\\*.*they give a role back by their own word \\(\\[#${leaving.number}\\]`),
    );
  });
});
