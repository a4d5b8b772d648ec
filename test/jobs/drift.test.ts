/** Pull requests that touch what follows the registry, evaluated against the sandbox. */

import { describe, expect, it } from "vitest";
import { type Client, openGitHub } from "../../src/github/client/client.ts";
import { openRegistries } from "../../src/github/read/governing-registry.ts";
import { evaluate } from "../../src/jobs/evaluate-pull.ts";
import { createLog } from "../../src/shared/log.ts";
import { aSandbox, aWorld } from "../sandbox/a-sandbox.ts";

const HOME = "KusionStack/.github";
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
  {
    lists = { "M.md": RIGHT, "F.md": RIGHT },
    registry = REGISTRY,
    at = HOME,
  }: { lists?: Record<string, string>; registry?: string; at?: string } = {},
) {
  const sandbox = await aSandbox({ world: aWorld({ registry }) });
  const { world } = sandbox;
  const repo = world.repo(at);
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
    webUrl: sandbox.url,
    ...{ bot: { login: "rung[bot]", id: 900 }, keys: [] },
  };
  const pull = spark.openPull({ repo: at, title: "docs", files });
  const look = async (client: Client = evaluator.client) => {
    const subject = { repository: { owner: "KusionStack", name: repo.name, id: repo.id }, number: pull.number };
    const result = await evaluate({ ...evaluator, client }, subject, [], null);
    if (result === "absent") throw new Error("no pull request");
    return { ...result.verdict, failure: result.failure?.message };
  };
  const requests = async () => {
    const before = sandbox.journal.since().length;
    await look();
    return sandbox.journal.since().length - before;
  };
  return { world, repo, spark, look, requests, client: evaluator.client };
}

describe("lists that come with a change of the registry", () => {
  const AREAS = `areas: { kusion: { repos: [kusion] } }
maintainers: [{ login: SparkYuan, areas: [kusion] }, { login: ann, areas: [kusion] }]
`;
  const [ENTRY] = REGISTRY.split("\n");
  const before = `${ENTRY}\n${AREAS}`;
  const registry = before.replace("ann,", "zoe,");
  const follow = listed("SparkYuan", "zoe");
  const rowsOf = async (files: Record<string, string | null>, more: Parameters<typeof pulled>[1] = {}) => {
    const { look } = await pulled(files, { registry: before, ...more });
    const { areas, registryChange } = await look();
    return { areas: areas.map(({ area, files: owned }) => [area, ...owned]), follows: registryChange?.follows };
  };

  it("R66: need no approval of their own, exactly as the registry publishes them", async () => {
    const files = { "roles.yaml": registry, "M.md": follow, "F.md": follow };
    expect(await rowsOf(files)).toEqual({ areas: [["roles.yaml", "roles.yaml"]], follows: ["M.md", "F.md"] });
  });

  it("R66: with any other byte, or without the registry, are judged as any other file", async () => {
    const more = { "roles.yaml": registry, "M.md": follow, "F.md": `${follow}more\n` };
    expect(await rowsOf(more)).toEqual({
      areas: [
        [".github", "F.md"],
        ["roles.yaml", "roles.yaml"],
      ],
      follows: ["M.md"],
    });
    const stale = { "M.md": listed("ann"), "F.md": RIGHT };
    const mended = await rowsOf({ "M.md": RIGHT }, { lists: stale });
    expect(mended).toEqual({ areas: [[".github", "M.md"]], follows: undefined });
    const moved = await rowsOf({ "roles.yaml": registry, "M.md": null, "N.md": follow });
    expect(moved.areas).toEqual([
      [".github", "N.md", "M.md"],
      ["roles.yaml", "roles.yaml"],
    ]);
    expect(moved.follows).toBeUndefined();
  });

  it("R66: as do files that are Rung's from beginning to end, written and taken away", async () => {
    const of = (paths: string, who: string) =>
      `publish: [{ file: CODEOWNERS, as: codeowners }, { file: OWNERS, as: owners }]
areas: { docs: { paths: [${paths}] } }
approvers: [SparkYuan, { login: ${who}, areas: [docs] }]
maintainers: [max]
`;
    const first = "# From roles.yaml; change that, this file is written anew.\n";
    const codeowners = (line: string) =>
      `${first}* @SparkYuan @max\n${line}\n/roles.yaml @max\n/.github/roles.yaml @max\n`;
    const owners = (...logins: readonly string[]) =>
      `${first}approvers:\n${logins.map((one) => `  - ${one}\n`).join("")}`;
    const lists = {
      CODEOWNERS: codeowners("/docs/ @SparkYuan @ann @max"),
      OWNERS: owners("SparkYuan", "max"),
      "docs/OWNERS": owners("ann"),
      "docs/a.md": "x\n",
    };
    const files = {
      "roles.yaml": of("site/**", "zoe"),
      CODEOWNERS: codeowners("/site/ @SparkYuan @zoe @max"),
      "docs/OWNERS": null,
      "site/OWNERS": owners("zoe"),
    };
    const moved = await rowsOf(files, { registry: of("docs/**", "ann"), lists });
    expect(moved).toEqual({
      areas: [["roles.yaml", "roles.yaml"]],
      follows: ["CODEOWNERS", "site/OWNERS", "docs/OWNERS"],
    });
    const kept = await rowsOf(
      { ...files, "docs/a.md": "y\n" },
      { registry: of("docs/**", "ann"), lists: { ...lists, "docs/OWNERS": "approvers: [ann]\n" } },
    );
    expect(kept.areas).toContainEqual(["docs", "docs/OWNERS", "docs/a.md"]);
  });

  it("R66: the first time that they are published, too", async () => {
    const first = { registry: AREAS, lists: {} };
    const files = { "roles.yaml": before, "M.md": RIGHT.replace("# Us\n", ""), "F.md": "# Us\n" };
    expect(await rowsOf(files, first)).toEqual({
      areas: [
        [".github", "F.md"],
        ["roles.yaml", "roles.yaml"],
      ],
      follows: ["M.md"],
    });
  });

  it("R76: are asked for where an area is exclusive or has a rule of its own, and not where it only matches", async () => {
    const withArea = (rule: string) => {
      const area = `areas: { lists: { repos: [.github], paths: ["*.md"]${rule} }, kusion`;
      const text = (one: string) => one.replace("areas: { kusion", area);
      return rowsOf({ "roles.yaml": text(registry), "M.md": follow }, { registry: text(before) });
    };
    expect((await withArea("")).follows).toEqual(["M.md"]);
    for (const rule of [", exclusive: true", ", approval: { min: 1 }", ", approval: { from: maintainers }"])
      expect((await withArea(rule)).areas).toEqual([
        ["lists", "M.md"],
        ["roles.yaml", "roles.yaml"],
      ]);
  });
});

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

  it("is not told where it only makes the place for it", async () => {
    const none = await pulled(
      { "F.md": "# Us\n<!-- rung:begin -->\n<!-- rung:end -->\n" },
      { lists: { "F.md": "# Us\n" } },
    );
    expect((await none.look()).drift).toBeUndefined();
    const emptied = await pulled({ "F.md": "# Us\n<!-- rung:begin -->\n<!-- rung:end -->\n" });
    expect((await emptied.look()).state.kind).toBe("drifted");
  });

  it("is not told of what the base has got since it began", async () => {
    const { repo, spark, look } = await pulled({ "F.md": `${RIGHT}More.\n` });
    spark.commit(repo, "main", {
      files: { "roles.yaml": `${REGISTRY}  - eve\n`, "F.md": listed("SparkYuan", "ann", "eve") },
    });
    expect((await look()).drift).toBeUndefined();
  });

  it("fails at the first look, too, wherever the registry that is extended lies", async () => {
    const lists = { "F.md": RIGHT, "roles.yaml": "extends: KusionStack/community\n" };
    const edited = { "F.md": listed("SparkYuan", "eve") };
    const { world, spark, look } = await pulled(edited, { lists, at: "KusionStack/kusion" });
    const elsewhere = world.repo("KusionStack/community");
    const text = REGISTRY.replace("F.md,", "F.md, repo: kusion,");
    spark.commit(elsewhere, "main", { files: { "roles.yaml": text } });
    for (const _ of ["first", "second"]) expect((await look()).state).toEqual({ kind: "drifted", files: ["F.md"] });
  });

  it("R14: fails, and follows nothing, while GitHub does not show the files; the next look tells", async () => {
    const late = (client: Client): Client => ({
      ...client,
      graph: async (query, values) =>
        query.name === "FilesAt"
          ? { data: { repository: {} }, absent: new Set<string>(), at: null }
          : await client.graph(query, values),
    });
    const right = await pulled({ "F.md": `${RIGHT}Later.\n` });
    const unread = await right.look(late(right.client));
    expect(unread.state).toEqual({ kind: "drifted", files: ["F.md"] });
    expect(unread.failure).toBe("GitHub does not show its files yet");
    expect(unread.drift?.map(({ message }) => message)).toEqual([
      "Whether this follows the registry cannot be told: GitHub does not show its files yet.",
    ]);
    const later = await right.look();
    expect([later.drift, later.failure]).toEqual([undefined, undefined]);
    const both = listed("SparkYuan", "ann", "eve");
    const registry = REGISTRY.replace("  - ann\n", "  - ann\n  - eve\n");
    const follows = await pulled({ "roles.yaml": registry, "M.md": both, "later.md": "x\n" });
    expect((await follows.look(late(follows.client))).registryChange?.follows).toBeUndefined();
    expect((await follows.look()).registryChange?.follows).toEqual(["M.md"]);
  });

  it("costs nothing where no such file is touched, and is read once a head", async () => {
    const readme = { "README.md": "Hello\n" };
    const plain = await pulled(readme, { registry: REGISTRY.replace(/^publish.*\n/, "") });
    const untouched = await pulled(readme);
    expect(await untouched.requests()).toBe(await plain.requests());
    const unpublished = REGISTRY.replace(/^publish.*\n/, "");
    const change = { "roles.yaml": unpublished.replace("ann", "zoe") };
    const [alone, beside] = [
      await pulled(change, { registry: unpublished }),
      await pulled({ ...change, ...readme }, { registry: unpublished }),
    ];
    expect(await beside.requests()).toBe(await alone.requests());
    const touched = await pulled({ "F.md": `${RIGHT}Something else.\n` });
    await touched.requests();
    expect(await touched.requests()).toBe(await plain.requests());
  });
});
