/** A repository is known by its id: another one may bear its old name. */
import { afterAll, beforeAll, expect, it, vi } from "vitest";
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
  await vi.waitFor(() => expect(sandbox.faults.struck).toBeGreaterThan(struck), { timeout: 30_000, interval: 20 });
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
