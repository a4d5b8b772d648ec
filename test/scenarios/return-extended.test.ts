/** `/return` and `/step-down` where a repository's own file extends the organisation's: each file has its people, and its list of emeritus. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Issue, Pull, Repo } from "../../src/sandbox/world/model.ts";
import { aStage, KUSION, type Stage } from "./stage.ts";

const ORGANISATION = `areas: { kusion: { repos: [kusion] } }
roles: { members: {}, approvers: { inactivity: 12mo }, maintainers: {} }
inactivity: { mode: advise, return: { from: approvers, min: 1 } }
maintainers: [SparkYuan, liu-hm19]
approvers: [hoangndst, jemshad]
members: [wu8685]
emeritus:
  - { login: elliotxx, was: approvers, since: 2024-01-24, until: 2026-06-30 }
  - { login: healthjyk, was: members, until: 2026-06-30 }
`;
const OWN = `extends: true
areas: { site: { paths: ["site/**"] } }
approvers: [adohe, wu8685]
emeritus:
  - { login: howieyuen, was: approvers, areas: [site], until: 2026-06-30 }
  - { login: healthjyk, was: approvers, until: 2026-06-30 }
`;
/** Another path than the organisation's. */
const PATH = ".github/roles.yaml";

let stage: Stage;
let home: Repo;
let kusion: Repo;
let talk: Issue;
beforeAll(async () => {
  stage = await aStage({ registry: ORGANISATION });
  home = stage.world.repo("KusionStack/.github");
  kusion = stage.world.repo(KUSION);
  stage.world.as("SparkYuan").pushRegistry(kusion, OWN, PATH);
  talk = stage.world.as("SparkYuan").openIssue({ repo: KUSION, title: "Talk", body: "Here." });
  await stage.settled();
});
afterAll(() => stage.close());

async function say(login: string, words: string): Promise<string> {
  stage.world.as(login).comment(talk, words);
  await stage.settled();
  return talk.comments.findLast(({ author }) => author.login === "rung[bot]")?.body ?? "";
}

const pullsOf = (repo: Repo, login: string) =>
  [...repo.subjects.values()].filter(
    (one): one is Pull => one.kind === "pull" && one.state === "open" && one.title.startsWith(login),
  );

function textOn({ headSha }: Pull, path: string): string {
  const { git } = stage.world;
  return git.text(git.filesAt(headSha).get(path) ?? "");
}

function checkOf(repo: Repo, { headSha }: Pull): string {
  const run = repo.checkRuns.get(headSha)?.at(-1);
  return `${run?.conclusion ?? run?.status}: ${run?.title}`;
}

async function approved(repo: Repo, pull: Pull | undefined, by: string): Promise<string> {
  if (pull === undefined) throw new Error("no such pull request");
  stage.world.as(by).approve(pull);
  await stage.settled();
  return checkOf(repo, pull);
}

describe("/return where one registry extends another", () => {
  it("puts back in the organisation's file whom that lists, with the approval that it asks for", async () => {
    expect(await say("elliotxx", "/return")).toMatch(/The registry's change is KusionStack\/\.github#\d+\./);
    const [pull, ...more] = pullsOf(home, "elliotxx");
    expect([more, pullsOf(kusion, "elliotxx")]).toEqual([[], []]);
    if (pull === undefined) throw new Error("none");
    expect(textOn(pull, "roles.yaml")).toMatch(/approvers: \[.*\{ login: elliotxx, id: \d+, since: \S+ \}\]\n/);
    // The repository's own people are nobody there.
    expect(await approved(home, pull, "adohe")).not.toMatch(/^success/);
    expect(await approved(home, pull, "jemshad")).toMatch(/^success/);
  });

  it("puts back in the repository's own file whom that lists, wherever it lies, with one approval from there", async () => {
    expect(await say("howieyuen", "/return")).toMatch(/The registry's change is KusionStack\/kusion#\d+\./);
    const [pull] = pullsOf(kusion, "howieyuen");
    expect(pullsOf(home, "howieyuen")).toEqual([]);
    if (pull === undefined) throw new Error("none");
    expect(textOn(pull, PATH)).toMatch(/login: howieyuen, id: \d+, areas: \[site\], since: /);
    expect(await approved(kusion, pull, "adohe")).toMatch(/^success/);
  });

  it("named for one file's role changes that file alone, and says that the other still lists them", async () => {
    const answer = await say("healthjyk", "/return approver");
    expect(answer).toMatch(/The registry's change is KusionStack\/kusion#\d+\./);
    expect(answer).toContain("KusionStack/.github goes on listing you as emeritus, so that nothing is held yet");
    expect(answer).toContain("Say `/return member`.");
    // In the organisation's file nobody becomes what only the repository's own file says that they were.
    expect(pullsOf(home, "healthjyk")).toEqual([]);
    for (const pull of pullsOf(kusion, "healthjyk")) stage.world.as("SparkYuan").close(pull);
    await stage.settled();
  });

  it("puts back in both files whom both list, each as what it says that they were", async () => {
    const answer = await say("healthjyk", "/return");
    expect(answer).toMatch(/is KusionStack\/kusion#\d+ and KusionStack\/\.github#\d+\./);
    const [own] = pullsOf(kusion, "healthjyk");
    const [organisation] = pullsOf(home, "healthjyk");
    expect([own?.title, organisation?.title]).toEqual(["healthjyk returns as approver", "healthjyk returns as member"]);
  });
});

describe("/step-down where one registry extends another", () => {
  it("from what one file gives leaves what the other gives, and makes nobody emeritus who keeps something", async () => {
    await say("wu8685", "/step-down approver");
    const [pull] = pullsOf(kusion, "wu8685");
    if (pull === undefined) throw new Error("none");
    expect(pullsOf(home, "wu8685")).toEqual([]);
    expect(textOn(pull, PATH)).toBe(OWN.replace("[adohe, wu8685]", "[adohe]"));
  });

  it("from everything is in both files, and lists them in both", async () => {
    await say("wu8685", "/step-down");
    expect(
      pullsOf(kusion, "wu8685")
        .map((pull) => textOn(pull, PATH))
        .at(-1),
    ).toMatch(/login: wu8685, .*was: approvers/);
    expect(pullsOf(home, "wu8685").map((pull) => textOn(pull, "roles.yaml"))).toEqual([
      expect.stringMatching(/login: wu8685, .*was: members/),
    ]);
  });
});
