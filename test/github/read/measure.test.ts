import { describe, expect, it } from "vitest";
import { openGitHub } from "../../../src/github/client/client.ts";
import { Transient } from "../../../src/github/client/errors.ts";
import { measure } from "../../../src/github/read/measure.ts";
import type { MeasureScope } from "../../../src/promotions/measure/measure-types.ts";
import { measurePlan } from "../../../src/promotions/measure/plan.ts";
import type { Measure, Measured, Person } from "../../../src/promotions/promotion-types.ts";
import { measuresOf, parsePromotion } from "../../../src/promotions/rule.ts";
import { registryText } from "../../../src/sandbox/kusionstack.ts";
import type { Sandbox } from "../../../src/sandbox/start.ts";
import { aMeasure, aPastPull, aScope, numbers, scopeOf } from "../../promotions/measure/a-measure.ts";
import { anIndex } from "../../registry/a-registry.ts";
import { aPullIn, aSandbox, aWorld } from "../../sandbox/a-sandbox.ts";

function clientOf(sandbox: Sandbox) {
  const github = openGitHub({
    ...{ apiUrl: `${sandbox.url}/api/v3`, graphqlUrl: `${sandbox.url}/api/graphql` },
    ...{ appId: sandbox.appId, privateKey: sandbox.privateKey },
  });
  return github.installation(sandbox.installationId);
}

const jemshad: Person = { login: "jemshad", id: null };

async function measured(
  sandbox: Sandbox,
  wanted: Measure,
  more: { readonly candidate?: Person; readonly scope?: MeasureScope } = {},
): Promise<Measured> {
  const plan = measurePlan([wanted], more.candidate ?? jemshad, more.scope ?? aScope());
  const found = (await measure(clientOf(sandbox), plan)).get(wanted.key);
  if (found === undefined) throw new Error("not measured");
  return found;
}

const asked = (sandbox: Sandbox) =>
  sandbox.journal
    .since()
    .map(({ operation }) => operation)
    .filter((operation) => !operation.includes("access_tokens"));

describe("what counts", () => {
  it("merged pull requests are counted with their numbers and the search that finds them", async () => {
    const sandbox = await aSandbox();
    const { number } = aPastPull(sandbox.world);
    aPastPull(sandbox.world, { merged: false });
    aPastPull(sandbox.world, { as: "octo-fan" });
    expect(await measured(sandbox, aMeasure("merged-pulls"))).toMatchObject({
      ...{ known: true, count: 1, atLeast: false },
      items: [{ repository: "KusionStack/kusion", number, private: false }],
      searches: ["repo:KusionStack/kusion is:pr is:merged author:jemshad"],
    });
  });

  it("documentation is told by title, then by label, then by all paths; the rest is code", async () => {
    const sandbox = await aSandbox();
    const code = { "pkg/a.go": "package a\n" };
    const titled = aPastPull(sandbox.world, { title: "docs(cli): explain", files: code });
    const labelled = aPastPull(sandbox.world, { labels: ["kind/documentation"], files: { "pkg/b.go": "package b\n" } });
    const byPath = aPastPull(sandbox.world, { title: "Explain", files: { "docs/x.md": "x\n", "README.md": "y\n" } });
    const mixed = aPastPull(sandbox.world, {
      title: "Explain",
      files: { "docs/y.md": "x\n", "pkg/c.go": "package c\n" },
    });
    const docs = aMeasure("merged-pulls", { kind: "docs" });
    const rest = aMeasure("merged-pulls", { kind: "code" });
    const plan = measurePlan([docs, rest], jemshad, aScope());
    const found = await measure(clientOf(sandbox), plan);
    expect(numbers(found.get(docs.key))).toEqual([titled.number, labelled.number, byPath.number]);
    expect(numbers(found.get(rest.key))).toEqual([mixed.number]);
    expect(asked(sandbox)).toEqual(["query Measure"]);
  });

  it("a pull request with more files than GitHub lists at once is undecided while all listed are documentation", async () => {
    const sandbox = await aSandbox();
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`docs/p${at}.md`, "x\n"]));
    aPastPull(sandbox.world, { files: many });
    const { number } = aPastPull(sandbox.world, { files: { ...many, "docs/p0.md": "y\n", "a.go": "package a\n" } });
    const found = await measured(sandbox, aMeasure("merged-pulls", { kind: "code" }));
    expect(found).toMatchObject({ count: 1, atLeast: true, undecided: 1 });
    expect(numbers(found)).toEqual([number]);
  });

  it("reviews in one's own pull request, reviews of bots' work and pull requests of Rung itself do not count", async () => {
    const sandbox = await aSandbox();
    const { world } = sandbox;
    const { number } = aPastPull(world, { as: "octo-fan", reviewedBy: ["jemshad"] });
    aPastPull(world, { reviewedBy: ["jemshad"] });
    aPastPull(world, { as: "dependabot[bot]", reviewedBy: ["jemshad"] });
    aPastPull(world, { as: "octo-fan", branch: "rung/promote-octo-fan", reviewedBy: ["jemshad"] });
    expect(numbers(await measured(sandbox, aMeasure("reviewed-pulls")))).toEqual([number]);
  });

  it("a pull request that takes another back does not count, whoever says so how", async () => {
    const sandbox = await aSandbox();
    const { number } = aPastPull(sandbox.world, { title: "feat: revert a stack to an earlier state" });
    aPastPull(sandbox.world, { title: 'Revert "feat: part 1"' });
    aPastPull(sandbox.world, { title: "revert: part 1" });
    aPastPull(sandbox.world, { title: "Back to before", body: "This reverts commit 3f2c1aa." });
    aPastPull(sandbox.world, { title: "Back again", body: "Reverts KusionStack/kusion#1" });
    expect(numbers(await measured(sandbox, aMeasure("merged-pulls")))).toEqual([number]);
  });

  it("any of the labels will do, odd names among them", async () => {
    const sandbox = await aSandbox();
    const { world } = sandbox;
    for (const name of ["good first issue", 'so-called "fix"']) world.addLabel(world.repo("KusionStack/kusion"), name);
    const one = aPastPull(world, { labels: ["good first issue"] });
    const odd = aPastPull(world, { labels: ['so-called "fix"'] });
    aPastPull(world, { labels: ["kind/cleanup"] });
    const labels = ["kind/bug", "good first issue"];
    expect(numbers(await measured(sandbox, aMeasure("merged-pulls", { labels })))).toEqual([one.number]);
    expect(numbers(await measured(sandbox, aMeasure("merged-pulls", { labels: ['so-called "fix"'] })))).toEqual([
      odd.number,
    ]);
  });

  it("paths, areas and base narrow the count", async () => {
    const sandbox = await aSandbox();
    const engine = aPastPull(sandbox.world, { files: { "pkg/engine/a.go": "package a\n" } });
    const other = aPastPull(sandbox.world, { files: { "pkg/cmd/a.go": "package a\n" } });
    const registry =
      'areas: { kusion: { repos: [kusion] }, engine: { repos: [kusion], paths: ["pkg/engine/**"] } }\nmaintainers: [ann]\n';
    const scope = aScope({ registry });
    const count = async (filter: Parameters<typeof aMeasure>[1]) =>
      numbers(await measured(sandbox, aMeasure("merged-pulls", filter), { scope }));
    expect(await count({ areas: ["engine"] })).toEqual([engine.number]);
    expect(await count({ areas: ["kusion"] })).toEqual([engine.number, other.number]);
    expect(await count({ paths: ["pkg/cmd/**"] })).toEqual([other.number]);
    expect(await count({ base: "release-0.15" })).toEqual([]);
  });

  it("within: merged since then; a review by its own date, not by the pull request's", async () => {
    const sandbox = await aSandbox();
    const { world } = sandbox;
    aPastPull(world);
    const old = aPastPull(world, { as: "octo-fan", reviewedBy: ["jemshad"], merged: false });
    world.clock.advance(40 * 86_400_000);
    world.as("octo-fan").comment(old, "Still here.");
    const recent = aPastPull(world);
    const reviewed = aPastPull(world, { as: "octo-fan", reviewedBy: ["jemshad"] });
    const scope = aScope({ now: world.clock.now() });
    const within = 30 * 86_400_000;
    expect(numbers(await measured(sandbox, aMeasure("merged-pulls", { within }), { scope }))).toEqual([recent.number]);
    expect(numbers(await measured(sandbox, aMeasure("reviewed-pulls", { within }), { scope }))).toEqual([
      reviewed.number,
    ]);
  });

  it("authored or reviewed: each once", async () => {
    const sandbox = await aSandbox();
    const own = aPastPull(sandbox.world, { reviewedBy: ["jemshad"] });
    const reviewed = aPastPull(sandbox.world, { as: "octo-fan", reviewedBy: ["jemshad"] });
    const found = await measured(sandbox, aMeasure("authored-or-reviewed-pulls"));
    expect(numbers(found)).toEqual([own.number, reviewed.number]);
  });

  it("issues: opened; resolved by a merged pull request or while assigned, each once; never as not planned", async () => {
    const sandbox = await aSandbox();
    const { world } = sandbox;
    const repo = "KusionStack/kusion";
    world.repo(repo).collaborators.set("jemshad", "triage");
    const open = (login: string) => world.as(login).openIssue({ repo, title: "It fails" });
    const [mine, fixed, assigned, dropped] = [open("jemshad"), open("octo-fan"), open("octo-fan"), open("octo-fan")];
    aPastPull(world, { body: `Fixes #${fixed.number}` });
    world.as("SparkYuan").close(fixed, "completed");
    for (const issue of [fixed, assigned, dropped]) world.as("SparkYuan").assign(issue, "jemshad");
    world.as("SparkYuan").close(assigned, "completed");
    world.as("SparkYuan").close(dropped, "not_planned");
    expect(numbers(await measured(sandbox, aMeasure("opened-issues")))).toEqual([mine.number]);
    expect(numbers(await measured(sandbox, aMeasure("resolved-issues")))).toEqual([fixed.number, assigned.number]);
  });

  it("comments: of others' issues and pull requests, not mere commands, not the promotion itself", async () => {
    const sandbox = await aSandbox();
    const { world } = sandbox;
    const repo = "KusionStack/kusion";
    const [talk, command, promotion, own] = ["octo-fan", "octo-fan", "octo-fan", "jemshad"].map((login) =>
      world.as(login).openIssue({ repo, title: "Hm" }),
    );
    for (const issue of [talk, promotion, own]) if (issue) world.as("jemshad").comment(issue, "/cc adohe\nI think so.");
    if (command) world.as("jemshad").comment(command, "/lgtm\n\n/cc adohe");
    const scope = aScope({ own: [{ repository: "kusionstack/kusion", number: promotion?.number ?? 0 }] });
    expect(numbers(await measured(sandbox, aMeasure("commented"), { scope }))).toEqual([talk?.number]);
  });
});

describe("dates", () => {
  it("the first contribution is the earliest of merged work, reviews, issues and comments", async () => {
    const sandbox = await aSandbox();
    const { world } = sandbox;
    const pull = aPastPull(world, { as: "octo-fan", reviewedBy: ["jemshad"] });
    world.clock.advance(86_400_000);
    aPastPull(world);
    const found = await measured(sandbox, aMeasure("first-contribution", {}, 0));
    const at = pull.reviews[0]?.createdAt;
    expect(found).toMatchObject({ known: true, date: at, atLeast: false, items: [{ number: pull.number }] });
  });

  it("the last activity is the newest, and none is no date", async () => {
    const sandbox = await aSandbox();
    const { world } = sandbox;
    const old = aPastPull(world, { as: "octo-fan", reviewedBy: ["jemshad"], merged: false });
    world.clock.advance(86_400_000);
    const said = world.as("jemshad").comment(old, "And one more thing.");
    world.clock.advance(86_400_000);
    world.as("octo-fan").comment(old, "Thanks.");
    const last = aMeasure("last-activity", {}, 0);
    expect(await measured(sandbox, last)).toMatchObject({ known: true, date: said.createdAt });
    expect(await measured(sandbox, last, { candidate: { login: "riven-blade", id: null } })).toMatchObject({
      ...{ known: true, date: null, count: 0 },
    });
  });
});

describe("when somebody was there at all", () => {
  const last = aMeasure("last-activity", {}, 0);
  const DAY = 86_400_000;

  it("whatever they did tells it: commands, reverts, words on their own things, work on what is merged", async () => {
    const sandbox = await aSandbox();
    const { world } = sandbox;
    const scope = { ...aScope(), anything: true as const };
    const merged = aPastPull(world, { as: "octo-fan" });
    for (const said of ["/lgtm", "Fixed in the release after."]) {
      world.clock.advance(DAY);
      const { createdAt } = world.as("jemshad").comment(merged, said);
      expect(await measured(sandbox, last, { scope })).toMatchObject({ known: true, date: createdAt });
    }
    world.clock.advance(DAY);
    const own = aPastPull(world, { title: 'Revert "Explain"', merged: false });
    world.clock.advance(DAY);
    const { createdAt } = world.as("jemshad").comment(own, "Sorry for the noise.");
    expect(await measured(sandbox, last, { scope })).toMatchObject({ known: true, date: createdAt });
    // Of contributions none of these is one.
    expect(await measured(sandbox, last)).not.toMatchObject({ date: createdAt });
  });

  it("words where they are asked whether to go on tell nothing, nor does what came after the day that is asked about", async () => {
    const sandbox = await aSandbox();
    const { world } = sandbox;
    const scope = { ...aScope(), anything: true as const };
    const pull = aPastPull(world, { as: "octo-fan", reviewedBy: ["jemshad"], merged: false });
    const reviewed = pull.reviews[0]?.createdAt ?? 0;
    world.clock.advance(DAY);
    const asks = aPastPull(world, { as: "octo-fan", merged: false });
    world.as("jemshad").comment(asks, "I am still here.");
    const own = [{ repository: "KusionStack/kusion", number: asks.number }];
    expect(await measured(sandbox, last, { scope: { ...scope, own } })).toMatchObject({ date: reviewed });
    expect(await measured(sandbox, last, { scope: { ...scope, until: reviewed } })).toMatchObject({ date: reviewed });
    expect(await measured(sandbox, last, { scope: { ...scope, until: reviewed - DAY } })).toMatchObject({ date: null });
  });

  it("R70: of a name that is nobody's nothing is known", async () => {
    const sandbox = await aSandbox();
    const scope = { ...aScope(), anything: true as const };
    const candidate = { login: "nobody-here", id: null };
    expect(await measured(sandbox, last, { scope, candidate })).toMatchObject({ known: false });
  });
});

describe("requests", () => {
  it("the ladder of KusionStack takes one search request a role, evidence included, and one to look the id up", async () => {
    const sandbox = await aSandbox();
    const { world } = sandbox;
    for (let count = 0; count < 5; count += 1) aPastPull(world);
    for (let count = 0; count < 21; count += 1)
      aPastPull(world, { as: "octo-fan", labels: ["kind/feature"], reviewedBy: ["jemshad"], merged: false });
    const index = anIndex(registryText());
    const [rung] = index.registry.roles.filter(({ name }) => name === "approvers");
    const { rule } = parsePromotion(rung?.promotion);
    if (rule === null) throw new Error("the ladder is faulty");
    const wanted = measuresOf(rule.criterion, { owner: "KusionStack", role: "approvers", areas: ["kusion"] });
    const candidate = { login: "jemshad", id: world.actor("jemshad").id };
    const found = await measure(clientOf(sandbox), measurePlan(wanted, candidate, scopeOf(index)));
    expect(asked(sandbox)).toEqual(["GET /user/{account_id}", "query Measure"]);
    expect([...found.values()].map((one) => one.known && [one.count, one.atLeast])).toEqual([
      [5, false],
      [21, false],
    ]);
  });

  it("pages are read until there is enough, then the count says at least", async () => {
    const sandbox = await aSandbox();
    for (let count = 0; count < 30; count += 1) aPastPull(sandbox.world);
    expect(await measured(sandbox, aMeasure("merged-pulls", {}, 2))).toMatchObject({ count: 10, atLeast: true });
    expect(asked(sandbox)).toHaveLength(1);
    expect(await measured(sandbox, aMeasure("merged-pulls", { kind: "docs" }, 2))).toMatchObject({
      ...{ count: 0, atLeast: false },
    });
    expect(asked(sandbox)).toHaveLength(3);
  });

  it("a search that fails is unknown, never nothing", async () => {
    const sandbox = await aSandbox();
    aPastPull(sandbox.world);
    sandbox.faults.add({ kind: "partial", field: "s0", times: 1, match: "query Measure" });
    expect(await measured(sandbox, aMeasure("merged-pulls"))).toEqual({
      ...{ known: false, why: "GitHub did not answer every search" },
    });
  });

  it.each(["account", "r0"])("R29: %s that GitHub fails to tell is not told to be missing", async (field) => {
    const sandbox = await aSandbox();
    const { number } = aPastPull(sandbox.world);
    sandbox.faults.add({ kind: "partial", field, times: 1, match: "query Measure" });
    const anything = { ...aScope(), anything: true as const };
    const found = measured(sandbox, aMeasure("merged-pulls"), { scope: field === "account" ? anything : aScope() });
    if (field === "account") await expect(found).rejects.toBeInstanceOf(Transient);
    else expect(numbers(await found)).toEqual([number]);
  });

  it("more than ten repositories: the owner is searched, and other repositories do not count", async () => {
    const sandbox = await aSandbox();
    const { number } = aPastPull(sandbox.world);
    aPastPull(sandbox.world, { repo: "KusionStack/karpor" });
    const names = ["kusion", ...Array.from({ length: 10 }, (_, at) => `part-${at}`)];
    const scope = aScope({ registry: `areas: { all: { repos: [${names.join(", ")}] } }\nmaintainers: [ann]\n` });
    const found = await measured(sandbox, aMeasure("merged-pulls"), { scope });
    expect(found).toMatchObject({ searches: ["org:KusionStack is:pr is:merged author:jemshad"] });
    expect(numbers(found)).toEqual([number]);
  });
});

describe("the candidate's account", () => {
  it("R4: a renamed candidate is found by id, once", async () => {
    const sandbox = await aSandbox();
    const { world } = sandbox;
    const { number } = aPastPull(world);
    const candidate = { login: "old-name", id: world.actor("jemshad").id };
    const wanted = aMeasure("merged-pulls");
    const plan = measurePlan([wanted], candidate, aScope());
    const [client, names] = [clientOf(sandbox), new Map<number, string>()];
    for (let time = 0; time < 2; time += 1) {
      const found = (await measure(client, plan, names)).get(wanted.key);
      expect(numbers(found)).toEqual([number]);
    }
    expect(asked(sandbox)).toEqual(["GET /user/{account_id}", "query Measure", "query Measure"]);
  });

  it("R4: where ids cannot be looked up, a login that went to somebody else is unknown, the right one counts", async () => {
    const sandbox = await aSandbox();
    const { world } = sandbox;
    const { number } = aPastPull(world);
    const { id } = world.actor("jemshad");
    const wanted = aMeasure("merged-pulls");
    sandbox.faults.add({ kind: "status", status: 404, match: "GET /user/" });
    expect(numbers(await measured(sandbox, wanted, { candidate: { login: "jemshad", id } }))).toEqual([number]);
    const other = await measured(sandbox, wanted, { candidate: { login: "octo-fan", id } });
    expect(other).toMatchObject({ known: false });
  });

  it("private repositories count, and no title is kept", async () => {
    const sandbox = await aSandbox({ world: aWorld() });
    const { world } = sandbox;
    world.repo("KusionStack/kusion").private = true;
    aPastPull(world, { as: "hoangndst", title: "feat: a secret plan" });
    const found = await measured(sandbox, aMeasure("merged-pulls"), { candidate: { login: "hoangndst", id: null } });
    expect(found).toMatchObject({ count: 1, items: [{ private: true }] });
    expect(JSON.stringify(found)).not.toContain("secret");
    const open = { candidate: { login: "hoangndst", id: null }, scope: aScope({ publicOnly: true }) };
    expect(await measured(sandbox, aMeasure("merged-pulls"), open)).toMatchObject({ count: 0, items: [] });
  });
});

it("an open pull request is opened, not merged", async () => {
  const sandbox = await aSandbox();
  const { number } = aPullIn(sandbox.world, { as: "jemshad" });
  expect(numbers(await measured(sandbox, aMeasure("opened-pulls")))).toEqual([number]);
  expect(numbers(await measured(sandbox, aMeasure("merged-pulls")))).toEqual([]);
});
