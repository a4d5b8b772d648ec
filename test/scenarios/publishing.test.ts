/** Lists that follow the registry, in its own repository and in another, by a bot that runs. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Pull, Repo } from "../../src/sandbox/world/model.ts";
import { aStage, REGISTRY, type Stage, saidByRung } from "./stage.ts";

const HOME = "KusionStack/.github";
const LISTS = `publish:
  - { file: MAINTAINERS.md, as: table, columns: [login] }
  - { file: .github/CODEOWNERS, repo: kusion, as: codeowners }
`;
const MARKED = "# People\n<!-- rung:begin -->\n<!-- rung:end -->\nkept\n";
const registryOf = (...more: readonly string[]) =>
  `${LISTS}${REGISTRY}${more.map((login) => `  - { login: ${login}, areas: [kusion] }\n`).join("")}`;

let stage: Stage;
let home: Repo;
beforeAll(async () => {
  stage = await aStage();
  home = stage.world.repo(HOME);
  stage.world.as("SparkYuan").commit(home, "main", { files: { "MAINTAINERS.md": MARKED } });
  await stage.settled();
});
afterAll(() => stage.close());

async function registry(text: string): Promise<void> {
  stage.world.as("SparkYuan").pushRegistry(home, text);
  await stage.settled();
}

/** Rung's pull requests that publish, oldest first. */
function published(repo: Repo): readonly Pull[] {
  return [...repo.subjects.values()].filter(
    (subject): subject is Pull => subject.kind === "pull" && subject.headRef === "rung/publish",
  );
}

function open(repo: Repo): Pull {
  const [pull, ...others] = published(repo).filter(({ state }) => state === "open");
  if (pull === undefined || others.length > 0) throw new Error(`${others.length + 1} or none are open`);
  return pull;
}

function textOf(pull: Pull, path: string): string {
  const { git } = stage.world;
  return git.text(git.filesAt(pull.headSha).get(path) ?? "");
}

describe("where people change the registry", () => {
  it("R66: one pull request in each repository brings its lists in line, with one commit on the default branch", async () => {
    await registry(registryOf());
    for (const repo of [home, stage.kusion]) {
      const pull = open(repo);
      expect(stage.world.git.known(pull.headSha).parents).toEqual([stage.world.tip(repo, "main")]);
    }
    expect(textOf(open(home), "MAINTAINERS.md")).toMatch(/^# People\n[\s\S]*\/hoangndst\)[\s\S]*\nkept\n$/);
    expect(textOf(open(stage.kusion), ".github/CODEOWNERS")).toMatch(
      /^# From roles\.yaml of KusionStack\/\.github[\s\S]*@hoangndst/,
    );
    expect(open(stage.kusion).body).toContain("**.github/CODEOWNERS follows");
  });

  it("R65: a second look writes nothing, and asks once of each repository", async () => {
    const heads = [home, stage.kusion].map((repo) => open(repo).headSha);
    stage.requests();
    await registry(`${registryOf()}# a comment\n`);
    const asked = stage.requests();
    expect(asked.filter((one) => !/^(query|GET)/.test(one))).toEqual([]);
    expect(asked.filter((one) => one === "query Published")).toHaveLength(2);
    expect(asked.filter((one) => /git\/ref|\/pulls$/.test(one))).toEqual([]);
    expect([home, stage.kusion].map((repo) => open(repo).headSha)).toEqual(heads);
  });

  it("brings it up to date in place as the registry moves, and never opens a second one", async () => {
    const [one, other] = [open(home), open(stage.kusion)];
    await registry(registryOf("zhu"));
    expect([open(home), open(stage.kusion)]).toEqual([one, other]);
    expect(textOf(one, "MAINTAINERS.md")).toContain("/zhu)");
    expect(textOf(other, ".github/CODEOWNERS")).toContain("@zhu");
    expect(stage.world.git.known(one.headSha).parents).toEqual([stage.world.tip(home, "main")]);
  });

  it("is judged as any other, and told of no edit by hand", async () => {
    const runs = stage.kusion.checkRuns.get(open(stage.kusion).headSha) ?? [];
    expect(runs.map(({ title }) => title)).toEqual(["Needs 1 approval: kusion"]);
    expect(runs.flatMap(({ annotations }) => annotations)).toEqual([]);
  });

  it("merged, what GitHub passes over in CODEOWNERS is said there once, with its cause, by one request", async () => {
    const pull = open(stage.kusion);
    stage.kusion.protections.clear();
    stage.requests();
    stage.world.as("SparkYuan").merge(pull);
    await stage.settled();
    expect(stage.requests().filter((one) => one.includes("codeowners/errors"))).toHaveLength(1);
    const said = saidByRung(pull);
    expect(said).toEqual([expect.stringContaining("- `zhu` (line")]);
    expect(said[0]).toContain(
      "has no write access to kusion (perhaps an invitation waits), or there is no such account.",
    );
    stage.world.as("SparkYuan").comment(pull, "Thanks");
    await registry(`${registryOf("zhu")}# merged\n`);
    expect(saidByRung(pull)).toEqual(said);
    expect(published(stage.kusion)).toHaveLength(1);
    await registry(registryOf("zhu", "jemshad"));
  });

  it("people's changes beside the lists are no reason to push, which would cost the approvals", async () => {
    const { headSha } = open(home);
    const spark = stage.world.as("SparkYuan");
    spark.commit(home, "main", { files: { "MAINTAINERS.md": MARKED.replace("# People", "# Our people") } });
    spark.commit(stage.kusion, "main", { files: { "other.go": "package x\n" } });
    await stage.settled();
    expect(open(home).headSha).toBe(headSha);
  });

  it("closed unmerged it is not opened again for the same, even with the database lost, and is for something else", async () => {
    const first = open(stage.kusion);
    stage.world.as("SparkYuan").close(first);
    await registry(`${registryOf("zhu", "jemshad")}# again\n`);
    expect(published(stage.kusion).filter(({ state }) => state === "open")).toEqual([]);
    await stage.rung.database.db.deleteFrom("repositories").execute();
    await registry(`${registryOf("zhu", "jemshad")}# and again\n`);
    expect(published(stage.kusion).filter(({ state }) => state === "open")).toEqual([]);
    await registry(registryOf("zhu", "ruquanzhao"));
    expect(open(stage.kusion).number).not.toBe(first.number);
    expect(textOf(open(stage.kusion), ".github/CODEOWNERS")).toContain("@ruquanzhao");
  });

  it("what somebody else pushed to its branch is theirs, and stays", async () => {
    const pull = open(stage.kusion);
    const sha = stage.world.as("SparkYuan").push(pull, { files: { ".github/CODEOWNERS": "* @SparkYuan\n" } });
    await registry(registryOf("zhu"));
    expect(open(stage.kusion).headSha).toBe(sha);
    stage.world.as("SparkYuan").close(pull);
    await stage.settled();
  });

  it("nothing is changed by a registry with faults, and nothing closed", async () => {
    const { headSha } = open(home);
    await registry(`${registryOf("liu-hm19")}colour: red\n`);
    expect(open(home).headSha).toBe(headSha);
  });

  it("with nothing to say any more it is closed, and its branch removed", async () => {
    const pull = open(home);
    await registry(REGISTRY);
    expect(pull).toMatchObject({
      state: "closed",
      merged: null,
      body: expect.stringMatching(/^\*\*Closed:\*\* the lists say/),
    });
    expect(stage.world.tip(home, "rung/publish")).toBeUndefined();
  });
});
