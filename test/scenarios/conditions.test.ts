/** Conditions against another GitHub: what must end a lowering, and what raises (R73, R74). */

import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { exchangeFaults } from "../contract/github-description.ts";
import { aStage, KUSION, REGISTRY, reportOn, type Stage, verdictOn } from "./stage.ts";

const CONDITIONS = REGISTRY.replace(
  'approval: { branches: { "release-*": { min: 2 } } }',
  `approval:
  branches: { "release-*": { min: 2 } }
  when:
    - { label: security, min: 2 }
    - { lines: 300, min: 2 }
    - { author: agents, min: 2 }
    - { author: newcomers, from: maintainers }
    - { author: dependencies, only: ["**/go.sum", "MAINTAINERS.md", ".github/lock", "roles.yaml"], min: 0 }
bots: { dependencies: ["dependabot[bot]"], agents: ["copilot-swe-agent[bot]"] }`,
)
  .replace(
    "  docs: {",
    '  sealed: { repos: [kusion], paths: ["sealed/**"], exclusive: true }\n  own: { repos: [kusion], paths: ["own/**"], approval: { min: 1 } }\n  free: { repos: [kusion], paths: ["free/**"], approval: { min: 0 } }\n  docs: {',
  )
  .concat("publish: [{ file: MAINTAINERS.md, as: table, repos: [kusion] }]\n");

const BOT = "dependabot[bot]";

let stage: Stage;
const wrong: string[] = [];
beforeAll(async () => {
  stage = await aStage({ registry: CONDITIONS });
  stage.sandbox.onExchange((exchange) => wrong.push(...exchangeFaults(exchange)));
});
afterAll(async () => {
  await stage.close();
  expect(wrong, "GitHub's own description").toEqual([]);
});
afterEach(() => stage.requests());

let count = 0;
type Opening = Partial<Parameters<ReturnType<Stage["world"]["as"]>["openPull"]>[0]>;

async function opened(login: string, more: Opening = {}): Promise<Pull> {
  count += 1;
  const files = { [`mod-${count}/go.sum`]: `a v1 ${count}\n` };
  const pull = stage.world.as(login).openPull({ repo: KUSION, title: `chore: ${count}`, files, ...more });
  await stage.settled();
  return pull;
}

const LOWERED = "success: Approved: nobody needs to approve";

async function stands(pull: Pull): Promise<string> {
  await stage.settled();
  return `${verdictOn(stage, pull)}`;
}

/** The lowering held, and does no more: what ended it, as the report says it. */
async function ended(pull: Pull): Promise<string> {
  expect(await stands(pull)).toMatch(/^in_progress: Needs|^failure: Changes requested/);
  return /Not fewer, though `dependencies` may need only no approval: (.*)\./.exec(reportOn(stage, pull))?.[1] ?? "";
}

describe("R73: a lowering where `/lgtm` is asked for", () => {
  let other: Stage;
  beforeAll(async () => {
    other = await aStage({ registry: CONDITIONS.replace("approval:\n", "approval:\n  lgtm: 1\n") });
  });
  afterAll(() => other.close());

  it("still has reviewers asked, and nobody more once one of them said so", async () => {
    const { world } = other;
    const files = { "sums/go.sum": "a v1\n" };
    const pull = world.as(BOT).openPull({ repo: KUSION, title: "chore: sums", branch: "sums", files });
    await other.settled();
    expect(verdictOn(other, pull)).toBe("in_progress: Needs 1 more /lgtm");
    const before = pull.requestedReviewers.length;
    expect(before).toBeGreaterThan(0);
    for (const { login } of pull.requestedReviewers.slice()) world.as(login).comment(pull, "/lgtm");
    await other.settled();
    expect(verdictOn(other, pull)).toBe(LOWERED);
    expect(pull.requestedReviewers).toHaveLength(before);
  });
});

describe("R73: a lowering", () => {
  it("holds for the bot's own commit of the named files, and the report says so", async () => {
    const pull = await opened(BOT);
    expect(await stands(pull)).toBe(LOWERED);
    expect(reportOn(stage, pull)).toContain("every commit is the bot's own (`dependencies`)");
  });

  it("ends with a person's commit on top, which the report names by kind and seven digits", async () => {
    const pull = await opened(BOT);
    const sha = stage.world.as("hoangndst").push(pull, { files: { "extra/go.sum": "b v1\n" } });
    expect(await ended(pull)).toBe(`commit \`${sha.slice(0, 7)}\` was written by hoangndst, not by the bot`);
  });

  it("holds again once the bot has made its branch anew", async () => {
    const pull = await opened(BOT);
    stage.world.as("hoangndst").push(pull, { files: { "extra/go.sum": "b v1\n" } });
    await ended(pull);
    stage.world.as(BOT).forcePush(pull, { files: { "anew/go.sum": "c v1\n" } });
    expect(await stands(pull)).toBe(LOWERED);
  });

  it("ends with a commit that names the bot as its author, and was committed by a person", async () => {
    const pull = await opened(BOT);
    const sha = stage.world.as("hoangndst").push(pull, { author: BOT, files: { "x/go.sum": "forged\n" } });
    expect(await ended(pull)).toBe(
      `commit \`${sha.slice(0, 7)}\` was committed by hoangndst, not by the bot or GitHub`,
    );
  });

  it("ends with a commit that names the bot as author and committer, and is not signed", async () => {
    const pull = await opened(BOT);
    const forged = { author: BOT, committer: BOT, files: { "y/go.sum": "forged\n" } };
    const sha = stage.world.as("hoangndst").push(pull, forged);
    expect(await ended(pull)).toContain(`commit \`${sha.slice(0, 7)}\` has no valid signature of GitHub's`);
  });

  it("ends with a commit of the bot's that a person signed with a key of their own", async () => {
    const pull = await opened(BOT);
    const sha = stage.world.as("hoangndst").push(pull, { author: BOT, signed: "own", files: { "z/go.sum": "v\n" } });
    expect(await ended(pull)).toContain(`\`${sha.slice(0, 7)}\` was committed by hoangndst`);
  });

  it("ends with an address that belongs to no account", async () => {
    const pull = await opened(BOT);
    stage.world.as("hoangndst").push(pull, { author: null, files: { "w/go.sum": "v\n" } });
    expect(await ended(pull)).toContain("was written by an account that GitHub does not know");
  });

  it("ends with a commit by another bot, of another kind or of none", async () => {
    const pull = await opened(BOT);
    stage.world.as("hoangndst").push(pull, { author: "copilot-swe-agent[bot]", files: { "v/go.sum": "v\n" } });
    expect(await ended(pull)).toContain("was written by copilot-swe-agent\\[bot\\]");
    expect(await stands(await opened("renovate[bot]"))).toBe("in_progress: Needs 1 approval: kusion");
  });

  it("ends with a person's merge of the base into it", async () => {
    const pull = await opened(BOT);
    stage.world.as("hoangndst").openPull({ repo: KUSION, title: "other", files: { "other.go": "package o\n" } });
    stage.world.as("hoangndst").updateBranch(pull);
    expect(await ended(pull)).toContain("was written by hoangndst");
  });

  it("ends where somebody else pushed commits that are all the bot's own, until none of these is left", async () => {
    const pull = await opened(BOT);
    const first = pull.headSha;
    stage.world.as(BOT).push(pull, { files: { "later/go.sum": "v2\n" } });
    await stage.settled();
    stage.world.as("hoangndst").pushCommit(pull, first);
    expect(await ended(pull)).toBe(`hoangndst pushed \`${first.slice(0, 7)}\``);
    stage.world.as(BOT).push(pull, { files: { "later/go.sum": "v3\n" } });
    expect(await ended(pull)).toBe(`hoangndst pushed \`${first.slice(0, 7)}\``);
    stage.world.as(BOT).forcePush(pull, { files: { "later/go.sum": "v4\n" } });
    expect(await stands(pull)).toBe(LOWERED);
  });

  it("ends with a file that its line does not name, and holds again without it", async () => {
    const pull = await opened(BOT);
    stage.world.as(BOT).push(pull, { files: { "pkg/engine/new.go": "package engine\n" } });
    expect(await ended(pull)).toBe("`pkg/engine/new.go` is none of the files that its line names");
    stage.world.as(BOT).push(pull, { files: { "pkg/engine/new.go": null } });
    expect(await stands(pull)).toBe(LOWERED);
  });

  it("ends with a rename out of the list, and with one into it", async () => {
    const files = { "in/go.sum": "one\ntwo\nthree\n", "out.txt": "uno\ndos\ntres\n" };
    stage.world.as("SparkYuan").commit(stage.kusion, "main", { files });
    const out = await opened(BOT, { files: {}, renames: { "in/go.sum": "in/notes.txt" } });
    expect(await ended(out)).toBe("`in/notes.txt` is none of the files that its line names");
    const into = await opened(BOT, { files: {}, renames: { "out.txt": "out/go.sum" } });
    expect(await ended(into)).toBe("`out.txt` is none of the files that its line names");
  });

  it.each([
    ["`.github/`", ".github/lock", "lies in `.github/`"],
    ["the registry", "roles.yaml", "is the registry itself"],
    ["what the registry publishes", "MAINTAINERS.md", "is published by the registry"],
    ["an exclusive area", "sealed/go.sum", "lies in `sealed`, which is exclusive"],
    ["an area with a `min` of its own", "own/go.sum", "lies in `own`, which says itself how many must approve"],
  ])("never touches %s, whatever the patterns say", async (_, path, why) => {
    const text = path === "roles.yaml" ? CONDITIONS : "x\n";
    const pull = await opened(BOT, { files: { [path]: text } });
    await stage.settled();
    expect(verdictOn(stage, pull)).not.toBe(LOWERED);
    expect(reportOn(stage, pull)).toContain(why);
  });

  it("does not hold on a branch that says itself how many must approve", async () => {
    stage.world.as("SparkYuan").setBranch(stage.kusion, "release-1", stage.world.tip(stage.kusion, "main") ?? null);
    const pull = await opened(BOT, { base: "release-1" });
    expect(await ended(pull)).toBe("branches `release-*` say themselves how many must approve");
  });

  it("ends while anybody with a role asks for changes, and holds again once that is dismissed", async () => {
    const pull = await opened(BOT);
    const review = stage.world.as("jemshad").requestChanges(pull, "Not this version.");
    expect(await ended(pull)).toBe("jemshad asked for changes");
    stage.world.as("SparkYuan").dismiss(review);
    expect(await stands(pull)).toBe(LOWERED);
  });

  it("does not mind a stranger who asks for changes", async () => {
    const pull = await opened(BOT);
    stage.world.as("octo-fan").requestChanges(pull, "I would rather not.");
    expect(await stands(pull)).toBe(LOWERED);
  });

  it("does not hold with 251 commits, and does with 250", async () => {
    const pull = await opened(BOT);
    const { git } = stage.world;
    const more = (count: number) => {
      let sha = pull.headSha;
      for (let at = 0; at < count; at += 1)
        sha = git.writeCommit({ ...git.known(sha), parents: [sha], message: `${at}` });
      stage.world.as(BOT).pushCommit(pull, sha);
    };
    more(249);
    expect(await stands(pull)).toBe(LOWERED);
    more(1);
    expect(await ended(pull)).toBe("it has 251 commits, and more than 250 are not looked through");
  });

  it("still waits while a hold stands", async () => {
    const pull = await opened(BOT);
    stage.world.as("hoangndst").comment(pull, "/hold");
    expect(await stands(pull)).toContain("Held by hoangndst");
  });
});

describe("R74: raises", () => {
  it("add up: a label asks for two, newcomers for maintainers, and so two maintainers are asked, whatever comes first", async () => {
    const pull = await opened("octo-fan", { files: { "a.go": "package a\n" } });
    expect(await stands(pull)).toBe("in_progress: Needs 1 approval: kusion");
    expect(reportOn(stage, pull)).toContain("octo-fan is new here");
    stage.world.as("SparkYuan").label(pull, "security");
    expect(await stands(pull)).toBe("in_progress: Needs 2 approvals: kusion");
    stage.world.as("hoangndst").approve(pull);
    stage.world.as("SparkYuan").approve(pull);
    expect(await stands(pull)).toBe("in_progress: Needs 1 approval: kusion");
    stage.world.as("liu-hm19").approve(pull);
    expect(await stands(pull)).toBe("success: Approved: kusion");
  });

  it("a label on a bot's pull request never lowers, and ends a lowering: the strictest holds", async () => {
    const pull = await opened(BOT);
    stage.world.as("SparkYuan").label(pull, "security");
    expect(await ended(pull)).toBe("a line asks for more, and the strictest holds");
    expect(verdictOn(stage, pull)).toBe("in_progress: Needs 2 approvals: kusion");
    stage.world.as("SparkYuan").unlabel(pull, "security");
    expect(await stands(pull)).toBe(LOWERED);
  });

  it("count lines outside areas that need nobody, from the number on", async () => {
    const lines = (many: number) => "x\n".repeat(many);
    const just = await opened("jemshad", { files: { "l/a.go": lines(299), "free/b.go": lines(400) } });
    expect(await stands(just)).toBe("in_progress: Needs 1 approval: kusion");
    const enough = await opened("jemshad", { files: { "l/c.go": lines(300) } });
    expect(await stands(enough)).toBe("in_progress: Needs 2 approvals: kusion");
    expect(reportOn(stage, enough)).toContain("300 lines change, which is 300 or more");
    expect(await stands(await opened("jemshad", { files: { "free/d.go": lines(900) } }))).toBe(LOWERED);
  });

  it("ask more of a kind of bots", async () => {
    const pull = await opened("copilot-swe-agent[bot]", { files: { "agent.go": "package a\n" } });
    expect(await stands(pull)).toBe("in_progress: Needs 2 approvals: kusion");
    expect(reportOn(stage, pull)).toContain("copilot-swe-agent\\[bot\\] is one of `agents`");
  });
});

describe("requests", () => {
  const commits = (requests: readonly string[]) => requests.filter((one) => one.includes("/compare/"));

  it("only a listed bot's pull request reads commits, in one request", async () => {
    stage.requests();
    await opened(BOT);
    expect(commits(stage.requests())).toHaveLength(1);
    await opened("copilot-swe-agent[bot]");
    await opened("renovate[bot]");
    await opened("hoangndst");
    await opened(BOT, { files: { "not-named.go": "package n\n" } });
    expect(commits(stage.requests())).toEqual([]);
  });

  it("lines, labels and newcomers are read with the rest: a review is one read", async () => {
    const pull = await opened("octo-fan", { files: { "q.go": "package q\n" } });
    stage.requests();
    stage.world.as("SparkYuan").approve(pull);
    await stage.settled();
    expect(verdictOn(stage, pull)).toBe("success: Approved: kusion");
    expect(stage.requests().filter((one) => !/^(?:PATCH|POST) /.test(one))).toEqual(["query Pull"]);
  });
});

describe("employers", () => {
  const EMPLOYERS = `areas: { kusion: { repos: [kusion] }, free: { repos: [kusion], paths: ["free/**"], approval: { min: 0 } } }
approval: { employers: mixed }
maintainers: [SparkYuan, { login: liu-hm19, affiliation: " antgroup " }]
approvers: [{ login: hoangndst, affiliation: AntGroup }, { login: jemshad, affiliation: Viettel }]
`;
  beforeAll(async () => {
    stage.world.as("SparkYuan").pushRegistry(stage.world.repo("KusionStack/.github"), EMPLOYERS);
    await stage.settled();
  });

  const approvedBy = async (author: string, login: string) => {
    count += 1;
    const pull = await opened(author, { files: { [`employed-${count}.go`]: "package e\n" } });
    stage.world.as(login).approve(pull);
    return pull;
  };

  it("who has none in the registry adds none, and spelling makes no second one", async () => {
    const unknown = await approvedBy("hoangndst", "SparkYuan");
    expect(await stands(unknown)).toBe("in_progress: Needs an approval from another employer");
    expect(reportOn(stage, unknown)).toContain("**Quickest way:** jemshad can approve `kusion`");
    expect(await stands(await approvedBy("hoangndst", "liu-hm19"))).toContain(
      "Needs an approval from another employer",
    );
    stage.world.as("jemshad").approve(unknown);
    expect(await stands(unknown)).toBe("success: Approved: kusion");
  });

  it("of a stranger's pull request two employers must approve", async () => {
    const pull = await approvedBy("octo-fan", "hoangndst");
    expect(await stands(pull)).toBe("in_progress: Needs an approval from another employer");
    stage.world.as("jemshad").approve(pull);
    expect(await stands(pull)).toBe("success: Approved: kusion");
  });

  it("nothing is asked where nobody is needed", async () => {
    expect(await stands(await opened("octo-fan", { files: { "free/employed.md": "x\n" } }))).toBe(LOWERED);
  });
});
