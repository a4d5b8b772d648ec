/** Counts that are narrowed as real ladders narrow them, measured in the sandbox. */

import { describe, expect, it } from "vitest";
import { openGitHub } from "../../../src/github/client/client.ts";
import { measure } from "../../../src/github/read/measure.ts";
import type { MeasureScope } from "../../../src/promotions/measure/measure-types.ts";
import { measurePlan } from "../../../src/promotions/measure/plan.ts";
import type { Measured } from "../../../src/promotions/promotion-types.ts";
import { measuresOf, parsePromotion } from "../../../src/promotions/rule.ts";
import type { Sandbox } from "../../../src/sandbox/start.ts";
import { aPastPull, aScope, numbers } from "../../promotions/measure/a-measure.ts";
import { aSandbox } from "../../sandbox/a-sandbox.ts";

const DAY = 86_400_000;
const REPO = "KusionStack/kusion";
const REGISTRY = `
areas: { kusion: { repos: [kusion] }, engine: { repos: [kusion], paths: ["pkg/engine/**"] } }
labels: { areas: "area/*" }
maintainers: [ann]
`;

/** What the block's first measure comes to, for jemshad and the given areas. */
async function found(
  sandbox: Sandbox,
  block: unknown,
  more: { readonly areas?: readonly string[]; readonly scope?: MeasureScope } = {},
): Promise<Measured> {
  const { rule } = parsePromotion(block);
  if (rule === null) throw new Error("a faulty block");
  const { criterion } = rule;
  const [wanted] = measuresOf(criterion, { owner: "KusionStack", role: "approvers", areas: more.areas ?? ["kusion"] });
  if (wanted === undefined) throw new Error("nothing to measure");
  const { world } = sandbox;
  const scope = more.scope ?? aScope({ registry: REGISTRY, now: world.clock.now() });
  const plan = measurePlan([wanted], { login: "jemshad", id: null }, scope);
  const github = openGitHub({
    apiUrl: `${sandbox.url}/api/v3`,
    graphqlUrl: `${sandbox.url}/api/graphql`,
    appId: sandbox.appId,
    privateKey: sandbox.privateKey,
  });
  const all = await measure(github.installation(sandbox.installationId), plan);
  const one = all.get(wanted.key);
  if (one === undefined) throw new Error("not measured");
  return one;
}

describe("reviews and comments with a text", () => {
  it("count by what they say themselves: own words and remarks on lines, not commands and quotes", async () => {
    const sandbox = await aSandbox();
    const { world } = sandbox;
    const pull = () => aPastPull(world, { as: "octo-fan", merged: false });
    const [long, bare, command, quoted] = [pull(), pull(), pull(), pull()];
    const me = world.as("jemshad");
    me.review(long, "COMMENT", "This leaks a file handle.");
    me.review(bare, "COMMENT", "ok");
    me.review(command, "APPROVE", "/lgtm\n/approve");
    me.review(quoted, "COMMENT", "> This leaks a file handle.\n\nyes");
    expect(numbers(await found(sandbox, { "reviewed-pulls": { min: 5, "min-text": 10 } }))).toEqual([long.number]);
    expect(numbers(await found(sandbox, { "reviewed-pulls": { min: 5, "min-text": 1 } }))).toEqual([
      long.number,
      bare.number,
      quoted.number,
    ]);
    expect(numbers(await found(sandbox, { "reviewed-pulls": 5 }))).toHaveLength(4);
    const talk = world.as("octo-fan").openIssue({ repo: REPO, title: "Hm" });
    me.comment(talk, "+1");
    expect(numbers(await found(sandbox, { comments: { min: 1, "min-text": 10 } }))).toEqual([]);
    expect(numbers(await found(sandbox, { comments: 1 }))).toEqual([talk.number]);
  });
});

describe("comments, each one", () => {
  it("as many as were said, commands apart", async () => {
    const sandbox = await aSandbox();
    const { world } = sandbox;
    const talk = world.as("octo-fan").openIssue({ repo: REPO, title: "Hm" });
    for (const text of ["I think so.", "/cc adohe", "Because of the tests."]) world.as("jemshad").comment(talk, text);
    world.as("octo-fan").comment(talk, "Thanks.");
    const block = { comments: { min: 5, each: "comment" } };
    expect(await found(sandbox, block)).toMatchObject({ count: 2, atLeast: false, items: [{ number: talk.number }] });
    expect(await found(sandbox, { comments: 5 })).toMatchObject({ count: 1 });
  });
});

describe("issues of an area", () => {
  it("are those of its whole repository, and those that bear its label in time, put on by others", async () => {
    const sandbox = await aSandbox();
    const { world } = sandbox;
    world.repo(REPO).collaborators.set("jemshad", "triage");
    const open = () => world.as("jemshad").openIssue({ repo: REPO, title: "It fails" });
    const [labelled, bare, own] = [open(), open(), open()];
    world.as("SparkYuan").label(labelled, "area/engine");
    world.as("jemshad").label(own, "area/engine");
    const block = { "opened-issues": { min: 5, area: true } };
    expect(numbers(await found(sandbox, block, { areas: ["engine"] }))).toEqual([labelled.number]);
    expect(await found(sandbox, block, { areas: ["engine"] })).toMatchObject({ atLeast: false });
    expect(numbers(await found(sandbox, block, { areas: ["kusion"] }))).toEqual([
      labelled.number,
      bare.number,
      own.number,
    ]);
    const contributions = { contributions: { min: 5, of: "opened-issues", area: "engine" } };
    expect(numbers(await found(sandbox, contributions))).toEqual([labelled.number]);
  });

  it("are undecided, not none, where no label could tell", async () => {
    const sandbox = await aSandbox();
    sandbox.world.as("jemshad").openIssue({ repo: REPO, title: "It fails" });
    const registry = REGISTRY.replace('areas: "area/*"', "areas: false");
    const scope = aScope({ registry, now: sandbox.world.clock.now() });
    const block = { "opened-issues": { min: 5, area: "engine" } };
    expect(await found(sandbox, block, { scope })).toMatchObject({ count: 0, atLeast: true, undecided: 1 });
  });

  it("comments are of an area by the files of the pull request, or as the issue is", async () => {
    const sandbox = await aSandbox();
    const { world } = sandbox;
    const inside = aPastPull(world, { as: "octo-fan", files: { "pkg/engine/a.go": "package a\n" }, merged: false });
    const outside = aPastPull(world, { as: "octo-fan", files: { "pkg/cmd/a.go": "package a\n" }, merged: false });
    const issue = world.as("octo-fan").openIssue({ repo: REPO, title: "It fails" });
    world.as("SparkYuan").label(issue, "area/engine");
    for (const subject of [inside, outside, issue]) world.as("jemshad").comment(subject, "I can say that.");
    expect(numbers(await found(sandbox, { comments: { min: 5, area: "engine" } }))).toEqual([
      inside.number,
      issue.number,
    ]);
  });
});

describe("the first contribution of an area", () => {
  it("is not known where an earlier issue may be of it, and is where labels tell", async () => {
    const sandbox = await aSandbox();
    const { world } = sandbox;
    world.as("jemshad").openIssue({ repo: REPO, title: "It fails" });
    world.clock.advance(DAY);
    const later = world.as("jemshad").openIssue({ repo: REPO, title: "It fails again" });
    world.as("SparkYuan").label(later, "area/engine");
    const block = { contributing: { min: "1mo", of: "opened-issues", area: "engine" } };
    expect(await found(sandbox, block)).toMatchObject({ date: later.createdAt, atLeast: false });
    const scope = aScope({ registry: REGISTRY.replace('areas: "area/*"', "areas: false"), now: world.clock.now() });
    expect(await found(sandbox, block, { scope })).toMatchObject({ known: false });
  });
});

describe("the repositories of an area", () => {
  it("count whatever files are touched, unless an area bears that very name", async () => {
    const sandbox = await aSandbox();
    const { world } = sandbox;
    const elsewhere = aPastPull(world, { files: { "pkg/cmd/a.go": "package a\n" } });
    aPastPull(world, { repo: "KusionStack/karpor" });
    const block = { "merged-pulls": { min: 5, area: "repository" } };
    expect(numbers(await found(sandbox, block, { areas: ["engine"] }))).toEqual([elsewhere.number]);
    const registry = 'areas: { repository: { repos: [kusion], paths: ["docs/**"] } }\nmaintainers: [ann]\n';
    const scope = aScope({ registry, now: world.clock.now() });
    expect(numbers(await found(sandbox, block, { scope }))).toEqual([]);
  });
});

describe("a span that has ended", () => {
  it("leaves out what came later, of pull requests, issues and reviews alike", async () => {
    const sandbox = await aSandbox();
    const { world } = sandbox;
    const round = () => {
      const merged = aPastPull(world);
      const reviewed = aPastPull(world, { as: "octo-fan", reviewedBy: ["jemshad"], merged: false });
      world.clock.advance(40 * DAY);
      return { merged: merged.number, reviewed: reviewed.number };
    };
    round();
    const middle = round();
    round();
    const span = { min: 5, within: "100d", before: "60d" };
    expect(numbers(await found(sandbox, { "merged-pulls": span }))).toEqual([middle.merged]);
    expect(numbers(await found(sandbox, { "reviewed-pulls": span }))).toEqual([middle.reviewed]);
    expect(numbers(await found(sandbox, { "merged-pulls": { min: 5, before: "100d" } }))).toHaveLength(1);
  });
});

describe("cherry-picks", () => {
  it("count once with what they take over, and by themselves where that is nobody's here", async () => {
    const sandbox = await aSandbox();
    const { world } = sandbox;
    const original = aPastPull(world, { title: "fix: the leak" });
    aPastPull(world, {
      title: `fix: the leak (#${original.number})`,
      branch: `cherry-pick-${original.number}-to-release-0.15`,
    });
    aPastPull(world, { body: `This is an automated cherry-pick of #${original.number}` });
    aPastPull(world, { title: "Backport of #9999 to release-0.15" });
    aPastPull(world, { title: "[release-0.14] Backport of #9999" });
    const once = await found(sandbox, { "merged-pulls": { min: 9, once: "cherry-picks" } });
    expect(numbers(once)).toHaveLength(2);
    expect(numbers(once)).toContain(original.number);
    expect(await found(sandbox, { "merged-pulls": 9 })).toMatchObject({ count: 5 });
  });
});
