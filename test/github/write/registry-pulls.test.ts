import { describe, expect, it } from "vitest";
import { openGitHub } from "../../../src/github/client/client.ts";
import { writeRegistryChange } from "../../../src/github/write/registry-pulls.ts";
import type { RegistryChangeEffect } from "../../../src/model/effect.ts";
import type { Sandbox } from "../../../src/sandbox/start.ts";
import type { Pull, Repo } from "../../../src/sandbox/world/model.ts";
import { exchangeFaults } from "../../contract/github-description.ts";
import { aSandbox, aWorld } from "../../sandbox/a-sandbox.ts";

const REGISTRY = "KusionStack/.github";
const branch = "rung/promote-cho-approvers-kusion-7-c1-1";
const TEXT = "# Ours\nmaintainers: [SparkYuan]\napprovers: [ann]\n";

function aChange(more: Partial<RegistryChangeEffect> = {}): RegistryChangeEffect {
  return {
    kind: "registry-change",
    repository: { owner: "KusionStack", name: ".github" },
    ...{ path: "roles.yaml", base: "main", branch, botLogin: "rung[bot]" },
    edit: {
      ...{ kind: "add", role: "approvers", areas: [], ladder: ["approvers", "maintainers"] },
      person: { login: "cho", id: null, since: null, affiliation: null },
    },
    ...{ message: "Promote cho\n\nSponsored-by: ann <https://x>", title: "Promote cho", body: "Because.", ...more },
  };
}

async function stage(text: string | null = TEXT) {
  const exchanged: string[] = [];
  const sandbox = await aSandbox({ world: aWorld({ registry: text }) });
  sandbox.onExchange((exchange) => exchanged.push(...exchangeFaults(exchange)));
  const github = openGitHub({
    ...{ apiUrl: `${sandbox.url}/api/v3`, graphqlUrl: `${sandbox.url}/api/graphql` },
    ...{ appId: sandbox.appId, privateKey: sandbox.privateKey },
  });
  const client = github.installation(sandbox.installationId);
  const run = async (effect = aChange()) => {
    const outcome = await writeRegistryChange(client, effect);
    expect(exchanged).toEqual([]);
    return outcome;
  };
  return { sandbox, repo: sandbox.world.repo(REGISTRY), run };
}

function pulls(repo: Repo): readonly Pull[] {
  return [...repo.subjects.values()].filter((subject) => subject.kind === "pull");
}

function textAt(sandbox: Sandbox, sha: string): string {
  return sandbox.world.git.text(sandbox.world.git.filesAt(sha).get("roles.yaml") ?? "");
}

const writes = (sandbox: Sandbox) => sandbox.journal.since().filter(({ effect }) => effect === "write").length;

describe("a change of the registry", () => {
  it("becomes a branch, one commit and a pull request that changes only its line", async () => {
    const { sandbox, repo, run } = await stage();
    const outcome = await run();
    const [pull] = pulls(repo);
    expect(outcome).toEqual({ kind: "open", pull: pull?.number, wrote: true });
    expect(pull).toMatchObject({ title: "Promote cho", body: "Because.", headRef: branch, baseRef: "main" });
    expect(textAt(sandbox, pull?.headSha ?? "")).toBe(TEXT.replace("[ann]", "[ann, cho]"));
    const commit = sandbox.world.git.known(pull?.headSha ?? "");
    expect([commit.message, commit.parents]).toEqual([aChange().message, [sandbox.world.tip(repo, "main")]]);
  });

  it("R30: made again it is there already, and writes nothing", async () => {
    const { sandbox, repo, run } = await stage();
    await run();
    const [{ headSha = "" } = {}] = pulls(repo);
    const before = writes(sandbox);
    expect(await run()).toMatchObject({ kind: "open", wrote: false });
    expect([pulls(repo).length, pulls(repo)[0]?.headSha, writes(sandbox)]).toEqual([1, headSha, before]);
  });

  it.each(["POST /repos/{owner}/{repo}/git/refs", "POST /repos/{owner}/{repo}/pulls"])(
    "R30: cut off after %s, the next try ends with one branch and one pull request",
    async (match) => {
      const { sandbox, repo, run } = await stage();
      sandbox.faults.add({ kind: "status-after", status: 502, times: 1, match });
      await expect(run()).rejects.toThrow("502");
      expect(await run()).toMatchObject({ kind: "open" });
      expect(pulls(repo)).toHaveLength(1);
    },
  );

  it("a registry that changed meanwhile is kept, and the change made anew on it", async () => {
    const { sandbox, repo, run } = await stage();
    await run();
    const changed = TEXT.replace("[ann]", "[ann, dee] # two");
    sandbox.world.as("SparkYuan").pushRegistry(repo, changed);
    expect(await run()).toMatchObject({ kind: "open", wrote: true });
    const [pull] = pulls(repo);
    expect(textAt(sandbox, pull?.headSha ?? "")).toBe(changed.replace("dee]", "dee, cho]"));
    expect(sandbox.world.git.known(pull?.headSha ?? "").parents).toEqual([sandbox.world.tip(repo, "main")]);
  });

  it("another file's change on the default branch is no reason to push, which would cost the approvals", async () => {
    const { sandbox, repo, run } = await stage();
    await run();
    const [{ headSha = "" } = {}] = pulls(repo);
    sandbox.world.as("SparkYuan").commit(repo, "main", { files: { "profile/README.md": "# Hello\n" } });
    expect(await run()).toMatchObject({ kind: "open", wrote: false });
    expect(pulls(repo)[0]?.headSha).toBe(headSha);
  });

  it("what somebody else pushed to the branch is left to them", async () => {
    const { sandbox, repo, run } = await stage();
    await run();
    const [pull] = pulls(repo);
    if (pull === undefined) throw new Error("no pull request");
    const sha = sandbox.world.as("SparkYuan").push(pull, { files: { "roles.yaml": `${TEXT}# mine\n` } });
    sandbox.world.as("SparkYuan").pushRegistry(repo, TEXT.replace("# Ours", "# All ours"));
    expect(await run()).toEqual({ kind: "foreign", pull: pull.number });
    expect(sandbox.world.tip(repo, branch)).toBe(sha);
  });

  it("its text follows what is known, while the commit stays", async () => {
    const { repo, run } = await stage();
    await run();
    const [{ headSha = "" } = {}] = pulls(repo);
    expect(await run(aChange({ body: "Because, and more." }))).toMatchObject({ wrote: true });
    expect(pulls(repo)[0]).toMatchObject({ body: "Because, and more.", headSha });
  });

  it("merged, or said by the registry already, there is nothing to do", async () => {
    const { sandbox, repo, run } = await stage();
    await run();
    repo.protections.clear();
    const [pull] = pulls(repo);
    if (pull === undefined) throw new Error("no pull request");
    sandbox.world.as("SparkYuan").merge(pull);
    expect(await run()).toEqual({ kind: "already" });
    expect(pulls(repo)).toHaveLength(1);
  });

  it("a registry that is gone or faulty is said, not overwritten", async () => {
    const gone = await stage(null);
    expect(await gone.run()).toEqual({ kind: "cannot", why: "there is no roles.yaml on main any more" });
    const faulty = await stage("maintainers: [\n");
    expect(await faulty.run()).toMatchObject({ kind: "cannot" });
    expect(pulls(faulty.repo)).toHaveLength(0);
  });

  it("without the permission to write it says so instead of failing for ever", async () => {
    const { sandbox, run } = await stage();
    const [app] = sandbox.world.apps;
    if (app === undefined) throw new Error("no app");
    app.permissions = { ...app.permissions, contents: "read" };
    expect(await run()).toMatchObject({ kind: "cannot", why: expect.stringContaining("Resource not accessible") });
  });
});
