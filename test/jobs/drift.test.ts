/** Pull requests that touch what follows the registry, evaluated against the sandbox. */
import { describe, expect, it } from "vitest";
import { openGitHub } from "../../src/github/client/client.ts";
import { openRegistries } from "../../src/github/read/governing-registry.ts";
import { evaluate } from "../../src/jobs/evaluate-pull.ts";
import { createLog } from "../../src/shared/log.ts";
import { aSandbox, aWorld } from "../sandbox/a-sandbox.ts";

const REPO = "KusionStack/.github";
const REGISTRY = `publish: [{ file: M.md, as: table, columns: [name] }, { file: F.md, as: table, columns: [name], drift: fail }]
approval: { min: 0 }
maintainers:
  - SparkYuan
  - ann
`;
const listed = (...logins: readonly string[]) =>
  [
    "# Us\n<!-- rung:begin -->",
    "<!-- What stands between these markers comes from roles.yaml; change it there. -->\n",
    "| Name |\n| --- |",
    ...logins.map((login) => `| ${login} |`),
    "\n<!-- rung:end -->\n",
  ].join("\n");
const RIGHT = listed("SparkYuan", "ann");

async function pulled(
  files: Record<string, string | null>,
  { lists = { "M.md": RIGHT, "F.md": RIGHT }, registry = REGISTRY } = {},
) {
  const sandbox = await aSandbox({ world: aWorld({ registry }) });
  const { world } = sandbox;
  const repo = world.repo(REPO);
  const spark = world.as("SparkYuan");
  spark.commit(repo, "main", { files: lists });
  const github = openGitHub({
    ...{ apiUrl: `${sandbox.url}/api/v3`, graphqlUrl: `${sandbox.url}/api/graphql` },
    ...{ appId: sandbox.appId, privateKey: sandbox.privateKey },
  });
  const store = { find: async () => null, save: async () => {} };
  const evaluator = {
    client: github.installation(sandbox.installationId),
    log: createLog("silent"),
    registries: openRegistries(store, ".github"),
    diffs: { read: async () => new Map() },
    ...{ bot: { login: "rung[bot]", id: 900 }, keys: [] },
  };
  const pull = spark.openPull({ repo: REPO, title: "docs", files });
  const look = async () => {
    const subject = { repository: { owner: "KusionStack", name: ".github", id: repo.id }, number: pull.number };
    const result = await evaluate(evaluator, subject, [], null);
    if (result === "absent") throw new Error("no pull request");
    return result.verdict;
  };
  const requests = async () => {
    const before = sandbox.journal.since().length;
    await look();
    return sandbox.journal.since().length - before;
  };
  return { repo, spark, look, requests };
}

describe("a pull request that edits what follows the registry", () => {
  it("is told on the line, with the line of roles.yaml; `drift: fail` fails the check", async () => {
    const { look } = await pulled({ "M.md": listed("SparkYuan", "ann", "eve") });
    expect(await look()).toMatchObject({
      drift: [
        { path: "M.md", level: "warning", message: expect.stringMatching(/^This comes from roles\.yaml line \d/) },
      ],
    });
    const failing = await pulled({ "F.md": RIGHT.replace("| ann |", "| Ann the Great |") });
    expect(await failing.look()).toMatchObject({
      state: { kind: "drifted", files: ["F.md"] },
      drift: [{ line: 8, level: "failure", message: "This comes from roles.yaml line 5; change it there." }],
    });
  });

  it("is not told where the registry changes with it, nor outside the markers, nor where the list was so before", async () => {
    const registry = REGISTRY.replace("  - ann\n", "  - ann\n  - eve\n");
    const both = listed("SparkYuan", "ann", "eve");
    const follows = await pulled({ "roles.yaml": registry, "M.md": both, "F.md": both });
    expect((await follows.look()).drift).toBeUndefined();
    const outside = await pulled({ "F.md": `${RIGHT}More.\n` });
    expect((await outside.look()).drift).toBeUndefined();
    const old = listed("SparkYuan");
    const stale = await pulled({ "F.md": `${old}More.\n` }, { lists: { "M.md": RIGHT, "F.md": old } });
    expect((await stale.look()).drift).toBeUndefined();
  });

  it("is not told of what the base has got since it began", async () => {
    const { repo, spark, look } = await pulled({ "F.md": `${RIGHT}More.\n` });
    spark.commit(repo, "main", {
      files: { "roles.yaml": `${REGISTRY}  - eve\n`, "F.md": listed("SparkYuan", "ann", "eve") },
    });
    expect((await look()).drift).toBeUndefined();
  });

  it("costs nothing where no such file is touched, and is read once a head", async () => {
    const readme = { "README.md": "Hello\n" };
    const plain = await pulled(readme, { registry: REGISTRY.replace(/^publish.*\n/, "") });
    const untouched = await pulled(readme);
    expect(await untouched.requests()).toBe(await plain.requests());
    const touched = await pulled({ "F.md": `${RIGHT}Something else.\n` });
    await touched.requests();
    expect(await touched.requests()).toBe(await plain.requests());
  });
});
