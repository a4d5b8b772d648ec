/** A repository is identified by its id: another one may have its old name. */

import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Repo } from "../../src/sandbox/world/model.ts";
import { aStage, KUSION, type Stage, saidByRung } from "./stage.ts";

const TOOLS = "KusionStack/tools";

let stage: Stage;
beforeAll(async () => {
  stage = await aStage();
});
afterAll(() => stage.close());

/** What is said is read at the second try; before that `happens`. */
async function sayBefore(happens: () => void) {
  const { world, sandbox } = stage;
  const spark = world.as("SparkYuan");
  const made = () => world.addRepo({ owner: "KusionStack", name: "tools", files: { "README.md": "# Tools\n" } });
  made();
  const issue = spark.openIssue({ repo: TOOLS, title: "First", body: "x" });
  await stage.settled();
  const { struck } = sandbox.faults;
  sandbox.faults.add({ kind: "status", status: 502, match: "query Issue", times: 1 });
  spark.comment(issue, "/retitle Told to the first");
  await vi.waitFor(() => expect(sandbox.faults.struck).toBeGreaterThan(struck), { timeout: 60_000, interval: 20 });
  happens();
  const second = made();
  const other = spark.openIssue({ repo: TOOLS, title: "Second", body: "x" });
  expect(other.number).toBe(issue.number);
  await stage.settled();
  return { issue, second, other };
}

it("R46: what was said before a repository was renamed is done in it, never in another that bears its name by now", async () => {
  const spark = stage.world.as("SparkYuan");
  const { issue, other, second } = await sayBefore(() => spark.renameRepo(stage.world.repo(TOOLS), "instruments"));
  expect([issue.title, other.title]).toEqual(["Told to the first", "Second"]);
  spark.deleteRepo(second);
});

it("R46: nor is it in one that is made anew where the first was deleted", async () => {
  const spark = stage.world.as("SparkYuan");
  const { issue, other } = await sayBefore(() => spark.deleteRepo(stage.world.repo(TOOLS)));
  expect([issue.title, other.title]).toEqual(["First", "Second"]);
});

it("R38: a head that was left loses its green in the repository that was renamed, not in the one that bears its name by now", async () => {
  const { world, sandbox } = stage;
  const spark = world.as("SparkYuan");
  const made = () => world.addRepo({ owner: "KusionStack", name: "left", files: { "README.md": "# Left\n" } });
  const left = made();
  const pull = world
    .as("octo-fan")
    .openPull({ repo: "KusionStack/left", title: "feat: it", files: { "it.md": "x\n" } });
  spark.approve(pull);
  await stage.settled();
  const green = pull.headSha;
  const conclusions = ({ checkRuns }: Repo) => (checkRuns.get(green) ?? []).map(({ conclusion }) => conclusion);
  expect(conclusions(left)).toEqual(["success"]);
  spark.renameRepo(left, "kept");
  // As where somebody pushes the same history there.
  const namesake = made();
  await stage.settled();
  sandbox.deliver({ lose: 1 });
  const sha = world.as("octo-fan").push(pull, { files: { "it.md": "y\n" } });
  sandbox.deliver({ lose: 0 });
  const repository = { owner: "KusionStack", name: "left", id: left.id };
  await stage.rung.queue.enqueue([
    {
      installationId: sandbox.installationId,
      subject: { kind: "pull", repository, number: pull.number },
      cause: "pull_request.synchronize",
      notes: [{ kind: "head", sha, before: green, at: world.clock.now() }],
    },
  ]);
  await stage.settled();
  expect(conclusions(left)).not.toContain("success");
  expect(conclusions(namesake)).toEqual([]);
  spark.deleteRepo(namesake);
});

it("what was open in a repository that was deleted keeps nobody from asking for it elsewhere, though another one is made in its place", async () => {
  const spark = stage.world.as("SparkYuan");
  const made = () => stage.world.addRepo({ owner: "KusionStack", name: "gone", files: { "README.md": "x\n" } });
  const gone = made();
  const nominated = async (repo: string) => {
    const issue = spark.openIssue({ repo, title: "Promotion", body: "/promote @octo-fan approver docs" });
    await stage.settled();
    return saidByRung(issue).join("\n");
  };
  expect(await nominated("KusionStack/gone")).toContain("### Promotion: octo-fan");
  expect(await nominated(KUSION)).toContain("is open elsewhere already");
  spark.deleteRepo(gone);
  made();
  spark.openIssue({ repo: "KusionStack/gone", title: "Another", body: "x" });
  await stage.settled();
  expect(await nominated(KUSION)).toContain("### Promotion: octo-fan");
});

it("nor where nobody was told that it was deleted, once it is looked for", async () => {
  const { sandbox, world } = stage;
  const spark = world.as("SparkYuan");
  const made = () => world.addRepo({ owner: "KusionStack", name: "vanished", files: { "README.md": "x\n" } });
  const { id } = made();
  const nominated = async (repo: string) => {
    const issue = spark.openIssue({ repo, title: "Promotion", body: "/promote @ffforest approver docs" });
    await stage.settled();
    return { issue, said: saidByRung(issue).join("\n") };
  };
  const { issue, said } = await nominated("KusionStack/vanished");
  expect(said).toContain("### Promotion: ffforest");
  sandbox.deliver({ lose: 1 });
  spark.deleteRepo(world.repo("KusionStack/vanished"));
  sandbox.deliver({ lose: 0 });
  const repository = { owner: "KusionStack", name: "vanished", id };
  const subject = { kind: "issue" as const, repository, number: issue.number };
  await stage.rung.queue.enqueue([
    { installationId: sandbox.installationId, subject, cause: "promotion.due", notes: [] },
  ]);
  await stage.settled();
  made();
  expect(spark.openIssue({ repo: "KusionStack/vanished", title: "Another", body: "x" }).number).toBe(issue.number);
  expect((await nominated(KUSION)).said).toContain("### Promotion: ffforest");
});

it("R37: a name given to another repository a moment ago leads to the one before for a while: what happens there is waited for", async () => {
  const { world, sandbox } = stage;
  const spark = world.as("SparkYuan");
  const made = () => world.addRepo({ owner: "KusionStack", name: "reused", files: { "README.md": "x\n" } });
  const before = made();
  await stage.settled();
  sandbox.setLag(700);
  spark.renameRepo(before, "used");
  made();
  const pull = world
    .as("octo-fan")
    .openPull({ repo: "KusionStack/reused", title: "feat: it", files: { "it.md": "x\n" } });
  await stage.settled();
  sandbox.setLag(0);
  expect(pull.repo.checkRuns.get(pull.headSha)?.map(({ title }) => title)).toEqual(["Needs 1 approval: reused"]);
});
