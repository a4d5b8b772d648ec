/** What is published into a repository, one look after the other, against the sandbox. */

import { describe, expect, it } from "vitest";
import { findPublishing } from "../../src/database/publishing.ts";
import type { Job } from "../../src/model/job.ts";
import type { Repo } from "../../src/sandbox/world/model.ts";
import { begun, HOME, MARKED, PEOPLE, TABLE } from "./a-publisher.ts";

describe("which repositories are looked at", () => {
  const registry = `publish: [{ file: M.md, as: table }, { file: N.md, repos: [kusion, nowhere], as: table }]\n${PEOPLE}`;
  const named = (sent: readonly Job[]) =>
    sent.flatMap(({ subject }) => (subject.kind === "publishing" ? [subject.repository.name] : [])).toSorted();

  it("those that the registry publishes into, as they are listed; what is out of its reach is said once", async () => {
    const { pushed, sent, world, repo, database } = await begun({ registry });
    await pushed(world.tip(repo, "main") ?? "");
    expect(named(sent)).toEqual([".github", "kusion"]);
    expect((await findPublishing(database.db, repo.id))?.elsewhere).toEqual([
      expect.stringMatching(/^nowhere is not there/),
    ]);
  });

  it("R37: not by a reading that is older than the push", async () => {
    const { pushed, sent } = await begun({ registry });
    await expect(pushed("f".repeat(40))).rejects.toThrow("does not show yet: the commit fffffff");
    expect(sent).toEqual([]);
    await pushed("f".repeat(40), 0);
    expect(named(sent)).toEqual([".github", "kusion"]);
  });

  it("none for a registry without these keys, at no request more", async () => {
    const { pushed, sent, world, repo, sandbox } = await begun({ registry: PEOPLE });
    const before = sandbox.journal.last;
    await pushed(world.tip(repo, "main") ?? "");
    expect(named(sent)).toEqual([]);
    const asked = sandbox.journal.counted(before).map(({ operation }) => operation);
    expect(asked.filter((one) => /Published|FilesAt|trees/.test(one))).toEqual([]);
  });
});

describe("the pull request that publishes", () => {
  it.each(["POST /repos/{owner}/{repo}/git/refs", "POST /repos/{owner}/{repo}/pulls"])(
    "R30: cut off after %s, the next look ends with one branch and one pull request",
    async (match) => {
      const { sandbox, look, pulls, textAt } = await begun();
      sandbox.faults.add({ kind: "status-after", status: 502, times: 1, match });
      await expect(look()).rejects.toThrow("502");
      await look();
      expect(pulls()).toHaveLength(1);
      expect(textAt("M.md")).toContain("| ann |");
    },
  );

  it("R65: costs one read where all is said, and one where nothing is to be said", async () => {
    const { look, spark, repo, pulls } = await begun();
    await look();
    const steady = ["query Published"];
    expect(await look()).toEqual(steady);
    const [pull] = pulls();
    repo.protections.clear();
    if (pull !== undefined) spark.merge(pull);
    await look();
    expect(await look()).toEqual(steady);
    expect(pulls()).toHaveLength(1);
  });

  it("R64: what cannot be written is told in it, with both texts, and left as it is", async () => {
    const registry = `publish: [{ file: M.md, as: table }, { file: N.md, as: table, columns: [name] }]\n${PEOPLE}`;
    const theirs = "# Ours ```x @SparkYuan\n<!-- rung:begin -->\n<!-- rung:begin -->\n<!-- rung:end -->\n";
    const { look, pulls, textAt } = await begun({ registry, files: { "N.md": theirs, "M.md": MARKED } });
    await look();
    expect(textAt("N.md")).toBe(theirs);
    const body = pulls()[0]?.body ?? "";
    expect(body).toContain("- N.md has <code>&lt;!-- rung:begin --&gt;</code> 2 times");
    expect(body).toContain(`It says:\n\n\`\`\`\`\n${theirs.trimEnd()}\n\`\`\`\``);
    expect(body).toMatch(/It would say:\n\n```\n<!-- rung:begin -->[\s\S]*\| ann \|/);
  });

  it("is none where something is only to be told: then the page and the log tell it", async () => {
    const { look, pulls, notes } = await begun({ files: { "M.md": "# Ours\n" } });
    await look();
    expect(pulls()).toEqual([]);
    expect(await notes()).toEqual([expect.stringMatching(/^M\.md has no markers/)]);
  });

  it("R64: line ends of Windows stay", async () => {
    const { look, textAt } = await begun({ files: { "M.md": MARKED.replaceAll("\n", "\r\n") } });
    await look();
    expect(textAt("M.md")).toMatch(/^# People\r\n<!-- rung:begin -->\r\n[\s\S]*\| ann \|\r\n[\s\S]*\r\nkept\r\n$/);
    expect(textAt("M.md").replaceAll("\r\n", "")).not.toContain("\n");
  });

  it("shows hostile names as nothing but text", async () => {
    const name = "<img src=x> | [a](javascript:x) @SparkYuan `\\n";
    const registry = `${TABLE}maintainers: [SparkYuan, { login: ann, name: ${JSON.stringify(name)} }]\n`;
    const { look, textAt } = await begun({ registry });
    await look();
    expect(textAt("M.md")).toContain("| &lt;img src=x&gt; &#124; \\[a\\](javascript:x) @&#8203;SparkYuan");
  });

  it.each(["", "# Keep this like roles.yaml.\n"])("never overwrites somebody's own file: %j", async (first) => {
    const registry = `publish: [{ file: CODEOWNERS, as: codeowners }]\n${PEOPLE}`;
    const { look, pulls, notes } = await begun({ registry, files: { CODEOWNERS: `${first}* @SparkYuan\n` } });
    await look();
    expect(pulls()).toEqual([]);
    expect(await notes()).toEqual([expect.stringMatching(/^CODEOWNERS is there, and its first line does not say/)]);
  });

  it("takes away its own OWNERS of a folder that is no area any more, and nobody else's", async () => {
    const registry =
      "publish: [{ file: OWNERS, as: owners }]\nareas: { docs: { paths: [docs/**] } }\nmaintainers: [SparkYuan]\napprovers: [{ login: ben, areas: [docs] }]\n";
    const own = "# From roles.yaml; change that, this file is written anew.\napprovers:\n  - ann\n";
    const files = {
      "old/OWNERS": own,
      "docs/a.md": "x\n",
      "old/a.md": "x\n",
      "mine/OWNERS": "# see roles.yaml\napprovers: [ann]\n",
    };
    const { look, has, pulls } = await begun({ registry, files });
    await look();
    expect([has("docs/OWNERS"), has("old/OWNERS"), has("mine/OWNERS")]).toEqual([true, false, true]);
    expect(pulls()[0]?.body).toContain("**old/OWNERS is taken away:** the registry asks for no such file any more.");
    expect(await look()).toContain("query Published");
    expect(pulls()).toHaveLength(1);
  });

  it("is none from a private registry into a public repository, unless the entry says so", async () => {
    const entry = "{ file: M.md, repo: kusion, as: table, columns: [name] }";
    const kept = await begun({ registry: `publish: [${entry}]\n${PEOPLE}`, repo: "KusionStack/kusion" });
    kept.world.repo(HOME).private = true;
    await kept.look();
    expect(kept.pulls()).toEqual([]);
    expect(await kept.notes()).toEqual([expect.stringMatching(/^M\.md is not published: the registry is private/)]);
    const meant = await begun({
      registry: `publish: [${entry.replace(" }", ", public: true }")}]\n${PEOPLE}`,
      repo: "KusionStack/kusion",
    });
    meant.world.repo(HOME).private = true;
    await meant.look();
    expect(meant.pulls()).toHaveLength(1);
  });

  it("goes by the registry that governs the repository: its own, joined with the one that it extends", async () => {
    const { look, textAt, pulls, spark, world, repo, notes } = await begun({
      registry: `publish: [{ file: M.md, repo: kusion, as: table, columns: [name] }]\n${PEOPLE}`,
      repo: "KusionStack/kusion",
      files: {
        "roles.yaml":
          "extends: KusionStack/.github\npublish: [{ file: OWN.md, as: table, columns: [name] }]\napprovers: [eve]\n",
      },
    });
    await look();
    for (const path of ["M.md", "OWN.md"]) expect(textAt(path)).toMatch(/\| eve \|[\s\S]*\| ben \|/);
    expect(pulls()).toHaveLength(1);
    const { headSha } = pulls()[0] ?? {};
    // Renamed, what is joined is what it was.
    world.repo(HOME).name = "elsewhere";
    spark.commit(repo, "main", { files: { "x.go": "package x\n" } });
    await look();
    expect([pulls().map(({ state }) => state), pulls()[0]?.headSha]).toEqual([["open"], headSha]);
    expect(await notes()).toEqual([]);
  });

  it("reads along what it extends, wherever that lies", async () => {
    const extending = { "roles.yaml": "extends: KusionStack/community\napprovers: [eve]\n" };
    const { look, pulls, spark, world } = await begun({
      registry: PEOPLE,
      repo: "KusionStack/kusion",
      files: extending,
    });
    const text = `publish: [{ file: M.md, repo: kusion, as: table, columns: [name] }]\n${PEOPLE}`;
    spark.commit(world.repo("KusionStack/community"), "main", { files: { "roles.yaml": text } });
    expect((await look()).filter((one) => one === "query Published")).toHaveLength(2);
    expect(pulls()).toHaveLength(1);
    expect((await look()).filter((one) => one === "query Published")).toHaveLength(1);
  });

  it("stays as it is while what it extends is not to be seen beside it: nobody knows then whether that is private", async () => {
    const { look, pulls, spark, world, repo, sandbox, notes } = await begun({
      registry: PEOPLE,
      repo: "KusionStack/kusion",
      files: { "roles.yaml": "extends: KusionStack/community\napprovers: [eve]\n" },
    });
    const publish = "publish: [{ file: M.md, repo: kusion, as: table, columns: [name], public: true }]\n";
    const community = world.repo("KusionStack/community");
    community.private = true;
    spark.commit(community, "main", { files: { "roles.yaml": `${publish}${PEOPLE}` } });
    await look();
    const [{ headSha = "" } = {}] = pulls();
    spark.commit(repo, "main", { files: { "roles.yaml": "extends: KusionStack/community\napprovers: [cho]\n" } });
    const [installation] = world.installations;
    if (installation === undefined) throw new Error("the app is not installed");
    const all = [...world.repos.values()];
    const show = (isShown: boolean) => {
      installation.repositories = isShown ? null : all.filter((one) => one !== community);
    };
    // Taken from the app's sight whenever that is asked along, and given back in between.
    show(false);
    sandbox.onExchange(({ requestBody }) => {
      if (requestBody.includes("query Published")) show(true);
      if (requestBody.includes("query RepositoryHead")) show(false);
    });
    const asked = await look();
    expect(asked.filter((one) => one === "query Published")).toHaveLength(2);
    expect(await notes()).toEqual(["whether KusionStack/community is private is not to be seen"]);
    expect([pulls().map(({ state }) => state), pulls()[0]?.headSha]).toEqual([["open"], headSha]);
  });

  it("is neither written nor closed by a registry with faults, nor where none is to be seen", async () => {
    const { spark, repo, look, pulls, textAt, notes } = await begun();
    await look();
    const right = textAt("M.md");
    spark.commit(repo, "main", { files: { "M.md": right, "roles.yaml": `${TABLE}colour: red\n${PEOPLE}` } });
    await look();
    expect(pulls().map(({ state }) => state)).toEqual(["open"]);
    expect(await notes()).toEqual([expect.stringContaining("has faults, and nothing is published from it")]);
    spark.commit(repo, "main", { files: { "roles.yaml": null } });
    await look();
    expect(pulls().map(({ state }) => state)).toEqual(["open"]);
  });

  it("says what GitHub refuses, and goes on", async () => {
    const { sandbox, look, pulls, notes } = await begun();
    const [app] = sandbox.world.apps;
    if (app === undefined) throw new Error("no app");
    app.permissions = { ...app.permissions, contents: "read" };
    await look();
    expect(pulls()).toEqual([]);
    expect(await notes()).toEqual([expect.stringContaining("Resource not accessible")]);
  });

  it.each([
    ["archived", (repo: Repo) => Object.assign(repo, { archived: true }), "the repository is archived"],
    ["empty", (repo: Repo) => repo.refs.clear(), "no registry is to be seen"],
  ])("is none in a repository that is %s", async (_, made, why) => {
    const { repo, look, pulls, notes } = await begun();
    made(repo);
    await look();
    expect(pulls()).toEqual([]);
    expect(await notes()).toEqual([expect.stringContaining(why)]);
  });

  it("stays where its file is no text that GitHub gives whole", async () => {
    const { spark, repo, look, pulls, notes } = await begun();
    await look();
    spark.commit(repo, "main", { files: { "M.md": "\0\ufffd" } });
    await look();
    expect(pulls().map(({ state }) => state)).toEqual(["open"]);
    expect(await notes()).toEqual([expect.stringContaining("is no text that GitHub gives whole")]);
  });

  it("is begun anew on a base with which it could not be merged", async () => {
    const { spark, repo, world, look, pulls, textAt } = await begun();
    await look();
    spark.commit(repo, "main", { files: { "M.md": MARKED.replace("<!-- rung:end -->", "hand\n<!-- rung:end -->") } });
    await look();
    const [pull] = pulls();
    expect(world.git.known(pull?.headSha ?? "").parents).toEqual([world.tip(repo, "main")]);
    expect(textAt("M.md")).not.toContain("hand");
    expect(pulls()).toHaveLength(1);
  });

  it("opened by a person from the branch keeps its text, and is theirs to close", async () => {
    const { spark, repo, sandbox, look, pulls, world } = await begun();
    sandbox.faults.add({ kind: "status", status: 502, times: 1, match: "POST /repos/{owner}/{repo}/pulls" });
    await expect(look()).rejects.toThrow("502");
    const theirs = spark.openPull({ repo: HOME, title: "Mine", branch: "rung/publish", files: {} });
    await look();
    expect(pulls().map(({ title }) => title)).toEqual(["Mine"]);
    spark.pushRegistry(repo, PEOPLE);
    await look();
    expect([theirs.state, world.tip(repo, "rung/publish") !== undefined]).toEqual(["open", true]);
  });
});
