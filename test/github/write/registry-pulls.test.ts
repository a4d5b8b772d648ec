import { describe, expect, it } from "vitest";
import { openGitHub } from "../../../src/github/client/client.ts";
import { Transient } from "../../../src/github/client/errors.ts";
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

  it.each([
    ["branch", "POST /repos/{owner}/{repo}/git/refs"],
    ["pull request", "POST /repos/{owner}/{repo}/pulls"],
  ])(
    "R29: a %s that was just made and that no reading shows yet is no refusal: it is tried again",
    async (_, match) => {
      const { sandbox, repo, run } = await stage();
      let lag = 0;
      // What is made from now on is remembered as new.
      sandbox.setLag(() => lag);
      sandbox.faults.add({ kind: "status-after", status: 502, times: 1, match });
      await expect(run()).rejects.toThrow("502");
      lag = 60_000;
      await expect(run()).rejects.toBeInstanceOf(Transient);
      lag = 0;
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

  /** Somebody pushes to the branch as soon as that request is answered. */
  function pushedAfter(sandbox: Sandbox, repo: Repo, request: string): () => string {
    let pushed = "";
    sandbox.onExchange(({ route, requestBody }) => {
      if (pushed !== "" || !`${route} ${requestBody}`.includes(request)) return;
      pushed = sandbox.world.as("SparkYuan").commit(repo, branch, { files: { "mine.md": "mine\n" } });
    });
    return () => pushed;
  }

  it("R50: a push that comes between Rung's last look and its own is not moved away, and is left to its author then", async () => {
    const { sandbox, repo, run } = await stage();
    await run();
    sandbox.world.as("SparkYuan").pushRegistry(repo, TEXT.replace("[ann]", "[ann, dee]"));
    const pushed = pushedAfter(sandbox, repo, "query RepositoryId");
    await expect(run()).rejects.toThrow("has moved meanwhile");
    expect(pushed()).not.toBe("");
    expect(sandbox.world.tip(repo, branch)).toBe(pushed());
    expect(await run()).toMatchObject({ kind: "foreign" });
    expect(sandbox.world.tip(repo, branch)).toBe(pushed());
  });

  it("what GitHub refuses for another reason than a push is told as it is", async () => {
    const { sandbox, repo, run } = await stage();
    await run();
    const [pull] = pulls(repo);
    sandbox.world.as("SparkYuan").pushRegistry(repo, TEXT.replace("[ann]", "[ann, dee]"));
    sandbox.faults.add({ kind: "without-permission", permission: "contents", match: "mutation updateRefs" });
    expect(await run()).toMatchObject({ kind: "cannot" });
    expect(sandbox.world.tip(repo, branch)).toBe(pull?.headSha);
  });

  it("moves a branch by REST on a server without the mutation, and looks before it moves", async () => {
    const { sandbox, repo, run } = await stage();
    await run();
    sandbox.faults.add({ kind: "without-mutation", field: "updateRefs", match: "mutation updateRefs" });
    for (const names of ["[ann, dee]", "[ann, eve]", "[ann, fay]"]) {
      sandbox.world.as("SparkYuan").pushRegistry(repo, TEXT.replace("[ann]", names));
      expect(await run()).toMatchObject({ kind: "open", wrote: true });
      expect(textAt(sandbox, pulls(repo)[0]?.headSha ?? "")).toBe(TEXT.replace("[ann]", names.replace("]", ", cho]")));
    }
    expect(sandbox.faults.struck).toBe(3);
    sandbox.world.as("SparkYuan").pushRegistry(repo, TEXT.replace("[ann]", "[ann, gus]"));
    const pushed = pushedAfter(sandbox, repo, "/git/trees");
    await expect(run()).rejects.toThrow("has moved meanwhile");
    expect(sandbox.world.tip(repo, branch)).toBe(pushed());
  });

  it("moving a branch costs as many requests as before: a look, and the move", async () => {
    const { sandbox, repo, run } = await stage();
    await run();
    sandbox.world.as("SparkYuan").pushRegistry(repo, TEXT.replace("[ann]", "[ann, dee]"));
    const since = sandbox.journal.last;
    await run();
    const asked = sandbox.journal.counted(since).map(({ operation }) => operation);
    expect(asked.slice(-2)).toEqual(["query RepositoryId", "mutation updateRefs"]);
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

const PUBLISH = "publish: [{ file: M.md, as: table, columns: [login] }, { file: CODEOWNERS, as: codeowners }]\n";
const MARKED = "# Us\n<!-- rung:begin -->\n<!-- rung:end -->\nkept\n";
const publishing = {
  extended: null,
  visibility: { from: "public", to: "public" },
  webUrl: "https://github.com",
} as const;

describe("the lists that follow the registry", () => {
  async function published(lists: Readonly<Record<string, string>> = { "M.md": MARKED }, text = `${PUBLISH}${TEXT}`) {
    const staged = await stage(text);
    const { sandbox, repo } = staged;
    const spark = sandbox.world.as("SparkYuan");
    if (Object.keys(lists).length > 0) spark.commit(repo, "main", { files: lists });
    const headSha = () => pulls(repo)[0]?.headSha ?? "";
    const files = () => sandbox.world.git.filesAt(headSha());
    const at = (path: string) => sandbox.world.git.text(files().get(path) ?? "");
    const run = (more: Partial<RegistryChangeEffect> = { publishing }) => staged.run(aChange(more));
    return { ...staged, spark, headSha, files, at, run };
  }

  it("R64, R66: ride in its commit, as the registry will be, and every byte of people's stays", async () => {
    const { sandbox, repo, headSha, at, run } = await published();
    await run();
    expect(at("roles.yaml")).toContain("[ann, cho]");
    expect(at("M.md")).toMatch(/^# Us\n<!-- rung:begin -->\n[\s\S]*\/cho\)[\s\S]*<!-- rung:end -->\nkept\n$/);
    expect(at("CODEOWNERS")).toMatch(/^# From roles\.yaml[\s\S]*\* .*@cho/);
    expect(sandbox.world.git.known(headSha()).parents).toEqual([sandbox.world.tip(repo, "main")]);
    expect(pulls(repo)[0]?.body).toBe(
      "Because.\n\n**Changed with it**, since they follow the registry: M.md and CODEOWNERS.",
    );
  });

  it("R53: of a large registry are made beside the event loop, and say the same", async () => {
    const { at, run } = await published({ "M.md": MARKED }, `${PUBLISH}# ${"x".repeat(20_000)}\n${TEXT}`);
    await run();
    expect(at("M.md")).toMatch(/\/ann\)[\s\S]*\/cho\)/);
  });

  it("R65: made again nothing is written, nor where people changed what is theirs, which would cost the approvals", async () => {
    const { sandbox, repo, spark, headSha, run } = await published();
    await run();
    const [before, sha] = [writes(sandbox), headSha()];
    expect(await run()).toMatchObject({ kind: "open", wrote: false });
    spark.commit(repo, "main", { files: { "M.md": MARKED.replace("kept", "other") } });
    expect(await run()).toMatchObject({ kind: "open", wrote: false });
    expect([writes(sandbox), headSha()]).toEqual([before, sha]);
  });

  it("are made anew on a registry that changed meanwhile, and where somebody wrote them on the branch that stays theirs", async () => {
    const { repo, spark, at, run } = await published();
    await run();
    spark.pushRegistry(repo, `${PUBLISH}${TEXT.replace("[ann]", "[ann, dee]")}`);
    expect(await run()).toMatchObject({ kind: "open", wrote: true });
    expect(at("M.md")).toMatch(/\/dee\)[\s\S]*\/cho\)/);
    const [pull] = pulls(repo);
    if (pull === undefined) throw new Error("no pull request");
    spark.push(pull, { files: { "M.md": MARKED } });
    expect(await run()).toMatchObject({ kind: "foreign" });
  });

  it("R66: that were written meanwhile by the pull request that keeps them cost no conflict: the change is made anew", async () => {
    const { sandbox, repo, spark, at, headSha, run } = await published();
    await run();
    const before = headSha();
    // As the standing pull request writes them: the people of the present registry.
    const lists = at("M.md").replace(/.*cho.*\n/, "");
    spark.commit(repo, "main", { files: { "M.md": lists } });
    expect(await run()).toMatchObject({ kind: "open", wrote: true });
    expect(headSha()).not.toBe(before);
    expect(sandbox.world.git.known(headSha()).parents).toEqual([sandbox.world.tip(repo, "main")]);
    expect(at("M.md")).toContain("/cho)");
    expect(await run()).toMatchObject({ kind: "open", wrote: false });
  });

  it("that may be written by now are put into the open change", async () => {
    const { repo, spark, at, run } = await published({ "M.md": "# Ours\n" });
    await run();
    expect(at("M.md")).toBe("# Ours\n");
    spark.commit(repo, "main", { files: { "M.md": MARKED } });
    expect(await run()).toMatchObject({ kind: "open", wrote: true });
    expect(at("M.md")).toContain("/cho)");
    expect(pulls(repo)[0]?.body).not.toContain("Left as they are");
  });

  it.each([
    ["has no markers", { "M.md": "# Ours\n" }, "- M.md has no markers; put <code>&lt;!-- rung:begin --&gt;</code>"],
    ["is somebody's", { CODEOWNERS: "* @ann\n" }, "- CODEOWNERS is there, and its first line does not say"],
    ["is no text", { "M.md": "\0\ufffd" }, "- M.md is no text that GitHub gives whole"],
    ["is a folder", { "M.md/deeper": "x" }, "- M.md cannot be written, since M.md is no file"],
  ])("are left alone where what is there %s, and the text says why", async (_, lists, why) => {
    const { repo, files, sandbox, run } = await published(lists);
    const before = sandbox.world.git.filesAt(sandbox.world.tip(repo, "main") ?? "");
    await run();
    for (const path of Object.keys(lists)) expect(files().get(path)).toBe(before.get(path));
    expect(pulls(repo)[0]?.body).toContain(`**Left as they are**\n${why}`);
  });

  it("are written through no link, and a file that may be run stays one", async () => {
    const { repo, spark, sandbox, headSha, files, run } = await published({});
    const modes = { "M.md": "120000", CODEOWNERS: "100755" } as const;
    const own = "# From roles.yaml; change that, this file is written anew.\n";
    spark.commit(repo, "main", { files: { "M.md": "README.md", CODEOWNERS: own }, modes });
    const link = sandbox.world.git.filesAt(sandbox.world.tip(repo, "main") ?? "").get("M.md");
    await run();
    expect(files().get("M.md")).toBe(link);
    expect(sandbox.world.git.modesAt(headSha()).get("CODEOWNERS")).toBe("100755");
    expect(pulls(repo)[0]?.body).toContain("- M.md leads through M.md, which is a link");
  });

  it("are not made of a registry with faults", async () => {
    const { at, files, run } = await published({}, `${PUBLISH}colour: red\n${TEXT}`);
    await run();
    expect([at("roles.yaml").includes("cho"), files().has("M.md")]).toEqual([true, false]);
  });

  it("cost a read of the files, and of the tree for owners; a registry without them costs nothing", async () => {
    const requests = async (text: string, more: Partial<RegistryChangeEffect> = {}) => {
      const { sandbox, run } = await published({}, text);
      const before = sandbox.journal.since().length;
      await run(more);
      return sandbox.journal.since().length - before;
    };
    const table = PUBLISH.replace(/, \{ file: CODEOWNERS.*\}/, "");
    const plain = await requests(TEXT);
    expect(await requests(TEXT, { publishing })).toBe(plain);
    expect(await requests(`${table}${TEXT}`, { publishing })).toBe(plain + 1);
    expect(await requests(`${PUBLISH}${TEXT}`, { publishing })).toBe(plain + 2);
  });
});
