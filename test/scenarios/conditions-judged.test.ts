/** Conditions where GitHub is odd and people are quick: cases that a first reading of the rules does not think of (R73, R74). */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { exchangeFaults } from "../contract/github-description.ts";
import { emptied } from "../support/emptied.ts";
import { aStage, KUSION, reportOn, type Stage, verdictOn } from "./stage.ts";

/** Logins and labels in another case than GitHub's. */
const registry = (more = "") => `version: 1
areas:
  kusion: { repos: [kusion] }
  own: { repos: [kusion], paths: ["own/**"], approval: { min: 0 } }
  own-inner: { repos: [kusion], paths: ["own/inner/**"] }
  free: { repos: [kusion], paths: ["free/**"], approval: { min: 0 } }
  sealed: { repos: [kusion], paths: ["sealed/**"], exclusive: true }
approval:
  branches: { "release-*": { min: 0, from: maintainers }, "next-*": { from: maintainers } }
  when:
    - { lines: 300, min: 2 }
    - { label: Security, min: 2 }
    - { author: newcomers, from: maintainers }
    - { author: agents, min: 2 }
    - { author: dependencies, only: ["**/go.sum", "third/**", "data.bin"], min: 0 }
    - { author: agents, only: ["**/go.sum"], min: 0 }
bots: { dependencies: ["DependaBot[bot]"], agents: ["copilot-swe-agent[bot]"] }
generated: ["gen/**"]
${more}maintainers: [SparkYuan, { login: liu-hm19, areas: [kusion] }]
approvers: [{ login: hoangndst, areas: [kusion] }]
contributors: [jemshad]
`;

const BOT = "dependabot[bot]";
const LOWERED = "success: Approved: nobody needs to approve";

let stage: Stage;
const wrong: string[] = [];
beforeAll(async () => {
  stage = await aStage({ registry: registry() });
  stage.sandbox.onExchange((exchange) => wrong.push(...exchangeFaults(exchange)));
});
afterAll(async () => {
  await stage.close();
  expect(wrong, "GitHub's own description").toEqual([]);
});

const as = (login: string) => stage.world.as(login);
let count = 0;
type Opening = Partial<Parameters<ReturnType<Stage["world"]["as"]>["openPull"]>[0]>;

async function opened(login: string, more: Opening = {}): Promise<Pull> {
  count += 1;
  const files = { [`mod-${count}/go.sum`]: `a v1 ${count}\n` };
  const pull = as(login).openPull({ repo: KUSION, title: `chore: ${count}`, files, ...more });
  await stage.settled();
  return pull;
}

async function stands(pull: Pull): Promise<string> {
  await stage.settled();
  return `${verdictOn(stage, pull)}`;
}

async function ended(pull: Pull): Promise<string> {
  expect(await stands(pull)).toMatch(/^in_progress: Needs|^failure: Changes requested/);
  return /Not fewer, though `\w+` may need only no approval: (.*)\./.exec(reportOn(stage, pull))?.[1] ?? "";
}

async function governedBy(text: string): Promise<void> {
  as("SparkYuan").pushRegistry(stage.world.repo("KusionStack/.github"), text);
  await stage.settled();
}

describe("R73: whose a pull request is", () => {
  it("the registry's spelling of a bot in other letter case is that bot, and each of its kind", async () => {
    expect(await stands(await opened(BOT))).toBe(LOWERED);
  });

  it("a person called as the bot is without brackets is somebody else, as author and as committer", async () => {
    const pull = await opened("dependabot");
    expect(await stands(pull)).toBe("in_progress: Needs 1 approval: kusion");
    expect(reportOn(stage, pull)).toContain("dependabot is new here");
    const other = await opened(BOT);
    const sha = as("hoangndst").push(other, { author: "dependabot", files: { "p/go.sum": "p\n" } });
    expect(await ended(other)).toBe(`commit \`${sha.slice(0, 7)}\` was written by dependabot, not by the bot`);
  });

  it("a person who opens one from the bot's branch asks for people, and the bot's own is judged for itself", async () => {
    const pull = await opened(BOT);
    as("SparkYuan").setBranch(stage.kusion, "next-1", stage.world.tip(stage.kusion, "main") ?? null);
    const { headRepo, headRef } = pull;
    const twin = as("octo-fan").openPullFrom({ repo: KUSION, title: "mine now", headRepo, headRef, base: "next-1" });
    expect(await stands(twin)).toContain("Needs 1 approval");
    as("octo-fan").close(twin);
    expect(await stands(pull)).toBe(LOWERED);
  });

  it("a person's commit that was amended away again, by the bot, leaves nothing behind; by a person it does", async () => {
    const pull = await opened(BOT);
    const first = pull.headSha;
    as("hoangndst").push(pull, { files: { "x/go.sum": "x\n" } });
    await ended(pull);
    as("hoangndst").pushCommit(pull, first);
    expect(await ended(pull)).toBe(`hoangndst pushed \`${first.slice(0, 7)}\``);
    as(BOT).rebase(pull);
    expect(await stands(pull)).toBe(LOWERED);
  });

  it("what a person pushed is found again where the database is lost", async () => {
    const pull = await opened(BOT);
    const first = pull.headSha;
    as(BOT).push(pull, { files: { "later/go.sum": "v2\n" } });
    as("hoangndst").pushCommit(pull, first);
    await ended(pull);
    await emptied(stage.rung.database);
    as("hoangndst").comment(pull, "/assign");
    expect(await ended(pull)).toBe(`hoangndst pushed \`${first.slice(0, 7)}\``);
  });

  it("an empty commit of a person's ends it, though it changes no file", async () => {
    const pull = await opened(BOT);
    const sha = as("hoangndst").push(pull, { files: {} });
    expect(await ended(pull)).toContain(`\`${sha.slice(0, 7)}\` was written by hoangndst`);
  });

  it("a co-author in a message is no author, and a title by somebody else no commit", async () => {
    const message = "bump\n\nCo-authored-by: octo-fan <octo-fan@users.noreply.github.com>";
    const pull = await opened(BOT, { message });
    as("hoangndst").edit(pull, { title: "chore: another title", body: "another body" });
    expect(await stands(pull)).toBe(LOWERED);
  });

  it("the bot's commits that a person brings to another base are judged there: a branch with a `min` of its own, 0 too", async () => {
    const pull = await opened(BOT);
    as("SparkYuan").setBranch(stage.kusion, "release-1", stage.world.tip(stage.kusion, "main") ?? null);
    as("hoangndst").retarget(pull, "release-1");
    expect(await ended(pull)).toBe("branches `release-*` say themselves how many must approve");
    as("hoangndst").retarget(pull, "main");
    expect(await stands(pull)).toBe(LOWERED);
  });

  it("a draft of the bot's waits as every draft does", async () => {
    const pull = await opened(BOT, { draft: true });
    expect(await stands(pull)).toContain("Draft");
    as(BOT).markReady(pull);
    expect(await stands(pull)).toBe(LOWERED);
  });
});

describe("R73: which files change", () => {
  it("a mode alone, a link and a file of bytes are files like any other", async () => {
    as("SparkYuan").commit(stage.kusion, "main", { files: { "m/go.sum": "m\n", "m/run.sh": "run\n" } });
    expect(await stands(await opened(BOT, { files: {}, modes: { "m/go.sum": "100755" } }))).toBe(LOWERED);
    const other = await opened(BOT, { files: {}, modes: { "m/run.sh": "100755" } });
    expect(await ended(other)).toBe("`m/run.sh` is none of the files that its line names");
    const link = await opened(BOT, { files: { "third/lib": "../lib" }, modes: { "third/lib": "120000" } });
    expect(await stands(link)).toBe(LOWERED);
    expect(await stands(await opened(BOT, { files: { "data.bin": "\0\u0001\0" } }))).toBe(LOWERED);
  });

  it("an area with a `min` of its own, 0 too, is never lowered, and ends it for the files beside it", async () => {
    const beside = await opened(BOT, { files: { "q/go.sum": "q\n", "own/go.sum": "q\n" } });
    expect(await ended(beside)).toBe("`own/go.sum` lies in `own`, which says itself how many must approve");
    expect(await stands(await opened(BOT, { files: { "own/inner/go.sum": "q\n" } }))).toBe(LOWERED);
  });

  it("a removal, and a rename within the list, are as good as a change", async () => {
    as("SparkYuan").commit(stage.kusion, "main", { files: { "r/go.sum": "r\n", "s/go.sum": "one\ntwo\nthree\n" } });
    expect(await stands(await opened(BOT, { files: { "r/go.sum": null } }))).toBe(LOWERED);
    expect(await stands(await opened(BOT, { files: {}, renames: { "s/go.sum": "t/go.sum" } }))).toBe(LOWERED);
  });

  it("a generated file that its line does not name ends it, though it needs nobody beside others", async () => {
    const pull = await opened(BOT, { files: { "u/go.sum": "u\n", "gen/u.txt": "u\n" } });
    expect(await ended(pull)).toBe("`gen/u.txt` is none of the files that its line names");
  });
});

describe("R73: who asks for changes", () => {
  it("a review by somebody without a role ends nothing, until they hold one", async () => {
    const pull = await opened(BOT);
    as("octo-fan").requestChanges(pull, "No.");
    expect(await stands(pull)).toBe(LOWERED);
    await governedBy(registry().replace("contributors: [jemshad]", "contributors: [jemshad, octo-fan]"));
    as("octo-fan").comment(pull, "/assign");
    expect(await ended(pull)).toBe("octo-fan asked for changes");
    await governedBy(registry());
    as("octo-fan").comment(pull, "/unassign");
    expect(await stands(pull)).toBe(LOWERED);
  });

  it("who approves after all asks for changes no more", async () => {
    const pull = await opened(BOT);
    as("hoangndst").requestChanges(pull, "Wait.");
    expect(await ended(pull)).toBe("hoangndst asked for changes");
    as("hoangndst").approve(pull);
    expect(await stands(pull)).toBe(LOWERED);
  });
});

describe("R74: raises", () => {
  it("a label in other letter case, put on and taken off, asks and asks no more; one that is like it does not", async () => {
    const pull = await opened("jemshad", { files: { "lab.go": "l\n" } });
    as("hoangndst").approve(pull);
    as("SparkYuan").label(pull, "insecurity");
    expect(await stands(pull)).toBe("success: Approved: kusion");
    as("SparkYuan").label(pull, "security");
    expect(await stands(pull)).toBe("in_progress: Needs 1 approval: kusion");
    as("SparkYuan").unlabel(pull, "security");
    expect(await stands(pull)).toBe("success: Approved: kusion");
  });

  it("a label that stands behind a hundred others asks all the same", async () => {
    const pull = await opened("jemshad", { files: { "many.go": "m\n" } });
    as("hoangndst").approve(pull);
    for (let at = 0; at < 101; at += 1) as("SparkYuan").label(pull, `topic-${at}`);
    expect(await stands(pull)).toBe("success: Approved: kusion");
    as("SparkYuan").label(pull, "security");
    expect(await stands(pull)).toBe("in_progress: Needs 1 approval: kusion");
  });

  it("lines of generated files count, of bytes there are none, and removed ones count as added ones", async () => {
    const lines = (many: number) => "x\n".repeat(many);
    as("SparkYuan").commit(stage.kusion, "main", { files: { "old.go": lines(150) } });
    const needed = async (files: Opening["files"]) => await stands(await opened("jemshad", { files: files ?? {} }));
    expect(await needed({ "old.go": null, "new-a.go": lines(150).toUpperCase() })).toBe(
      "in_progress: Needs 2 approvals: kusion",
    );
    expect(await needed({ "b.go": lines(10), "gen/b.txt": lines(290) })).toContain("Needs 2 approvals");
    expect(await needed({ "c.go": lines(299), "c.bin": `\0${lines(500)}` })).toContain("Needs 1 approval");
  });

  it("a bot's long lock file asks for as many as anybody's: the strictest line holds", async () => {
    const pull = await opened(BOT, { files: { "long/go.sum": "x\n".repeat(300) } });
    expect(await ended(pull)).toBe("a line asks for more, and the strictest holds");
    expect(await stands(pull)).toBe("in_progress: Needs 2 approvals: kusion");
  });

  it("a kind that is both raised and lowered is raised, whichever line comes first", async () => {
    const pull = await opened("copilot-swe-agent[bot]");
    expect(await ended(pull)).toBe("a line asks for more, and the strictest holds");
  });

  it("who has merged something is new no more, and whoever opens a second one before that is", async () => {
    const first = await opened("newt-1", { files: { "n1.go": "n\n" } });
    const second = await opened("newt-1", { files: { "n2.go": "n\n" } });
    as("hoangndst").approve(first);
    expect(await stands(first)).toBe("in_progress: Needs 1 approval: kusion");
    as("SparkYuan").approve(first);
    expect(await stands(first)).toBe("success: Approved: kusion");
    as("SparkYuan").merge(first);
    as("hoangndst").approve(second);
    expect(await stands(second)).toBe("success: Approved: kusion");
  });

  it("what needs nobody stays free, for a newcomer and with every line at once", async () => {
    const pull = await opened("newt-2", { files: { "free/all.md": "x\n".repeat(400) } });
    as("SparkYuan").label(pull, "security");
    expect(await stands(pull)).toBe(LOWERED);
  });
});

describe("elsewhere", () => {
  it("R18: in the merge queue a lowering holds for the commit that is merged, and one that ended meanwhile fails it", async () => {
    const main = stage.kusion.protections.get("main");
    stage.kusion.protections.set("main", { requiredChecks: main?.requiredChecks ?? [], mergeQueue: true });
    const pull = await opened(BOT);
    const entry = { ...as("SparkYuan").enqueue(pull) };
    await stage.settled();
    expect(verdictOn(stage, entry.headSha)).toMatch(/^success/);
    const late = await opened(BOT);
    stage.sandbox.deliver({ paused: true });
    const queued = { ...as("SparkYuan").enqueue(late) };
    as("jemshad").requestChanges(late, "Not yet.");
    stage.sandbox.deliver({ paused: false });
    await stage.settled();
    expect(verdictOn(stage, queued.headSha)).toMatch(/^failure/);
    stage.kusion.protections.delete("main");
  });

  it("R82: what a change of conditions does to open pull requests is told, or that it cannot be", async () => {
    const pull = await opened("jemshad", { files: { "told.go": "x\n".repeat(200) } });
    as("hoangndst").approve(pull);
    expect(await stands(pull)).toBe("success: Approved: kusion");
    const proposal = as("octo-fan").openPull({
      ...{ repo: "KusionStack/.github", title: "Ask for more" },
      files: { "roles.yaml": registry().replace("lines: 300", "lines: 200") },
    });
    await stage.settled();
    const runs = [...stage.world.repo("KusionStack/.github").checkRuns.values()].flat();
    const text = runs.filter(({ headSha }) => headSha === proposal.headSha).at(-1)?.text ?? "";
    expect(text).toContain("`approval.when.{ lines: 200 }`");
    expect(text).toContain(`kusion#${pull.number}`);
    as("octo-fan").close(proposal);
    await stage.settled();
  });

  it("R89: advice says what conditions would ask, and stops nobody", async () => {
    await governedBy(registry("mode: advise\n"));
    const pull = await opened("newt-3", { files: { "adv.go": "a\n" } });
    expect(await stands(pull)).toMatch(/^(?:neutral|success)/);
    expect(reportOn(stage, pull)).toContain("newt-3 is new here");
    await governedBy(registry());
  });

  it("R2: a bot's commit, which GraphQL names nobody for, is the bot's where contributors do not count", async () => {
    const strict = registry().replace("approval:\n  branches", "approval:\n  contributors-count: false\n  branches");
    await governedBy(strict);
    const files = { "strict.go": "s\n" };
    const pull = await opened(BOT, { files });
    as("hoangndst").approve(pull);
    expect(await stands(pull)).toBe("success: Approved: kusion");
    as(BOT).push(pull, { author: null, files: { "strict.go": "s2\n" } });
    as("hoangndst").approve(pull);
    expect(await stands(pull)).toContain("belongs to no GitHub account");
    stage.requests();
    as("hoangndst").approve(await opened("jemshad", { files: { "ordinary.go": "o\n" } }));
    await stage.settled();
    expect(stage.requests().filter((one) => one.includes("/compare/"))).toEqual([]);
    await governedBy(registry());
  });

  it("requests: a comment on a bot's pull request reads nothing, a look at it its commits once", async () => {
    const pull = await opened(BOT);
    stage.requests();
    as("jemshad").comment(pull, "nice");
    await stage.settled();
    expect(stage.requests()).toEqual([]);
    as("jemshad").approve(pull);
    await stage.settled();
    expect(stage.requests().filter((one) => one.includes("/compare/"))).toHaveLength(1);
  });
});
