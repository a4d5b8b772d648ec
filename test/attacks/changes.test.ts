/** What an approval was given for, and what is put in its place: hidden text, moved text, file modes, bases that move under it. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { aStage, KUSION, labelsOn, reportOn, type Stage, verdictOn } from "../scenarios/stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await aStage();
});
afterAll(() => stage.close());

let count = 0;
const as = (login: string) => stage.world.as(login);
const APPROVED = "success: Approved: kusion";

/** Each story has a folder of its own, so that none is in the way of another. */
function aFolder(): string {
  count += 1;
  return `story-${count}`;
}

async function given(files: Readonly<Record<string, string>>, branch = "main"): Promise<void> {
  as("SparkYuan").commit(stage.kusion, branch, { files });
  await stage.settled();
}

async function opened(files: Readonly<Record<string, string | null>>, base = "main"): Promise<Pull> {
  count += 1;
  const pull = as("octo-fan").openPull({ repo: KUSION, branch: `change-${count}`, files, base, title: "A change" });
  await stage.settled();
  return pull;
}

async function approved(files: Readonly<Record<string, string>>, base = "main"): Promise<Pull> {
  const pull = await opened(files, base);
  as("hoangndst").approve(pull);
  await stage.settled();
  expect(verdictOn(stage, pull)).toBe(APPROVED);
  return pull;
}

const lines = (many: number, word = "line") => Array.from({ length: many }, (_, at) => `${word} ${at}\n`).join("");

describe("what a change is", () => {
  it.each([
    ["CR", "\r"],
    ["U+2028", "\u2028"],
    ["U+2029", "\u2029"],
  ])("R33: text behind %s and what looks like a hunk's head is compared as well", async (_, end) => {
    const folder = aFolder();
    await given({ [`${folder}/a.go`]: lines(30) });
    const harmless = `${lines(30)}/*${end}@@ -1 +1 @@ nothing */\n`;
    const pull = await approved({ [`${folder}/a.go`]: harmless });
    await given({ [`${folder}/a.go`]: `first\n${lines(30)}` });
    as("octo-fan").rebase(pull);
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe(APPROVED);
    as("octo-fan").forcePush(pull, {
      files: { [`${folder}/a.go`]: `first\n${lines(30)}/*${end}@@ -1 +1 @@ */ func init() { steal() } /* */\n` },
    });
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: kusion");
  });

  it("R33: the same lines in another of many equal blocks are another change", async () => {
    const folder = aFolder();
    const block = "- name: rule\n  public: false\n  owner: us\n";
    const blocks = (open: number) =>
      Array.from({ length: 10 }, (_, at) => (at === open ? block.replace("false", "true") : block)).join("");
    await given({ [`${folder}/a.yaml`]: blocks(-1) });
    const pull = await approved({ [`${folder}/a.yaml`]: blocks(2) });
    await given({ [`${folder}/other.txt`]: "other\n" });
    as("octo-fan").forcePush(pull, { files: { [`${folder}/a.yaml`]: blocks(8), [`${folder}/other.txt`]: "other\n" } });
    as("octo-fan").rebase(pull);
    await stage.settled();
    expect(verdictOn(stage, pull)).not.toBe(APPROVED);
  });

  it("R33: another mode with the same content is another change", async () => {
    const folder = aFolder();
    const pull = await approved({ [`${folder}/run.sh`]: "#!/bin/sh\n" });
    as("octo-fan").push(pull, { modes: { [`${folder}/run.sh`]: "100755" } });
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: kusion");
    expect(reportOn(stage, pull)).toContain(`changed \`${folder}/run.sh\``);
  });

  it("R33: what cannot be compared says why, and the push is not blamed for it", async () => {
    const folder = aFolder();
    const many = Object.fromEntries(Array.from({ length: 310 }, (_, at) => [`${folder}/f${at}.txt`, `${at}\n`]));
    const pull = await approved(many);
    as("octo-fan").push(pull, { files: {}, message: "Nothing" });
    await stage.settled();
    expect(reportOn(stage, pull)).toContain("over 300 files cannot be compared");
  });

  it("R9, R61: a rebase over the base's own change of the file keeps approval and label, in five requests", async () => {
    const folder = aFolder();
    await given({ [`${folder}/a.go`]: lines(60) });
    const pull = await approved({ [`${folder}/a.go`]: lines(60).replace("line 50\n", "line fifty\n") });
    await given({ [`${folder}/a.go`]: `${lines(3, "new")}${lines(60)}` });
    stage.requests();
    as("octo-fan").rebase(pull);
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe(APPROVED);
    expect(labelsOn(pull)).toContain("lgtm");
    expect(stage.requests().length).toBeLessThanOrEqual(5);
  });

  it("R61: the label comes off once the change is another", async () => {
    const folder = aFolder();
    const pull = await approved({ [`${folder}/a.go`]: "one\n" });
    expect(labelsOn(pull)).toContain("lgtm");
    as("octo-fan").push(pull, { files: { [`${folder}/a.go`]: "two\n" } });
    await stage.settled();
    expect(labelsOn(pull)).not.toContain("lgtm");
  });

  it("R60: of a clean rebase and a push that changed the files, the push is named", async () => {
    const folder = aFolder();
    const pull = await approved({ [`${folder}/a.go`]: "one\n" });
    await given({ [`${folder}/other.txt`]: "other\n" });
    as("octo-fan").rebase(pull);
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe(APPROVED);
    const sha = as("octo-fan").push(pull, { files: { [`${folder}/a.go`]: "two\n" } });
    await stage.settled();
    expect(reportOn(stage, pull)).toContain(`the push of \`${sha.slice(0, 7)}\` changed`);
  });
});

describe("which change was approved", () => {
  /** `low` is main and a theft; the pull request goes from `high`, which is low and docs, into low. */
  async function stacked(way: "review" | "comment") {
    const folder = aFolder();
    const low = `low-${count}`;
    const { kusion } = stage;
    const main = stage.world.tip(kusion, "main") ?? "";
    as("SparkYuan").setBranch(kusion, low, main);
    as("SparkYuan").commit(kusion, low, { files: { [`${folder}/theft.go`]: "steal()\n" } });
    await stage.settled();
    const high = `high-${count}`;
    as("SparkYuan").setBranch(kusion, high, stage.world.tip(kusion, low) ?? "");
    as("SparkYuan").commit(kusion, high, { files: { [`${folder}/readme.md`]: "docs\n" } });
    const pull = as("octo-fan").openPullFrom({
      repo: KUSION,
      headRepo: kusion,
      headRef: high,
      base: low,
      title: "Docs",
    });
    await stage.settled();
    if (way === "review") as("hoangndst").approve(pull);
    else as("hoangndst").comment(pull, "/approve");
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe(APPROVED);
    return { pull, low, main, folder };
  }

  it.each(["review", "comment"] as const)("R35: a base that is pushed back shows its theft (%s)", async (way) => {
    const { pull, low, main, folder } = await stacked(way);
    as("SparkYuan").setBranch(stage.kusion, low, main);
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: kusion");
    expect(reportOn(stage, pull)).toContain(`${folder}/theft.go`);
  });

  it.each(["review", "comment"] as const)("R35: so does another base (%s)", async (way) => {
    const { pull } = await stacked(way);
    as("octo-fan").retarget(pull, "main");
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: kusion");
  });

  it("R35: the lower one merged and its branch gone, the same diff keeps its approval", async () => {
    const { pull, low, folder } = await stacked("review");
    const { kusion } = stage;
    const lower = as("SparkYuan").openPullFrom({
      repo: KUSION,
      headRepo: kusion,
      headRef: low,
      base: "main",
      title: "Low",
    });
    await stage.settled();
    as("liu-hm19").approve(lower);
    await stage.settled();
    as("liu-hm19").merge(lower, { method: "merge" });
    as("octo-fan").retarget(pull, "main");
    as("SparkYuan").setBranch(kusion, low, null);
    await stage.settled();
    expect(pull.baseRef).toBe("main");
    expect([verdictOn(stage, pull), folder]).toEqual([APPROVED, folder]);
  });

  it("R35: a base that only moved on costs no request, and no approval", async () => {
    const folder = aFolder();
    const pull = await approved({ [`${folder}/a.go`]: "one\n" });
    await given({ [`${folder}/other.txt`]: "other\n" });
    stage.requests();
    as("SparkYuan").approve(pull);
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe(APPROVED);
    expect(stage.requests().filter((request) => /compare|FilesAt/.test(request))).toEqual([]);
  });

  it("R34: a review that GitHub moved to a later head is about the head of its time", async () => {
    const folder = aFolder();
    const pull = await opened({ [`${folder}/a.go`]: "one\n" });
    const review = as("hoangndst").approve(pull);
    await stage.settled();
    as("octo-fan").forcePush(pull, { files: { [`${folder}/a.go`]: "two\n" } });
    review.commit = pull.headSha;
    as("jemshad").review(pull, "COMMENT", "/approve docs");
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("in_progress: Needs 1 approval: kusion");
  });
});
