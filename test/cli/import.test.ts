import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { rung } from "../../src/cli/rung.ts";
import { noBot } from "./no-bot.ts";

function aDirectory(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "rung-import-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

async function run(cwd: string, ...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    ...{ cwd, readFile: (path: string) => readFileSync(join(cwd, path), "utf8") },
    ...{ out: (line: string) => out.push(line), err: (line: string) => err.push(line) },
  };
  return { code: await rung(args, io, noBot), out: out.join("\n"), err: err.join("\n") };
}

const OWNERS = {
  "tree/OWNERS": "approvers: [ann, ben]\n",
  "tree/a/OWNERS": "approvers: [cho]\n",
  "tree/a/x.go": "",
  "tree/y": "",
};

describe("rung import", () => {
  it("writes a registry that rung check finds nothing wrong with, and says what was compared", async () => {
    const cwd = aDirectory(OWNERS);
    const { code, out, err } = await run(cwd, "import", "tree", "--output", "roles.yaml");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("Compared 4 paths: the same people may approve before and after, everywhere.");
    expect((await run(cwd, "check")).out).toBe("roles.yaml: no faults");
    expect((await run(cwd, "who", "a/x.go")).out).toContain("cho (approver of a)");
  });

  it("prints the registry alone to standard output where no file is named", async () => {
    const { out, err } = await run(aDirectory(OWNERS), "import", "tree");
    expect(out).toMatch(
      /^# Moved in from OWNERS files[\s\S]* {2}a: \{ paths: \["a\/\*\*"\], approvers: \[cho\] \}[\s\S]*- ben$/,
    );
    expect(err).toContain("Read OWNERS files.");
  });

  it("overwrites nothing", async () => {
    const cwd = aDirectory({ ...OWNERS, "roles.yaml": "mine" });
    const { code, err } = await run(cwd, "import", "tree", "--output", "roles.yaml");
    expect([code, err]).toEqual([1, "roles.yaml is there already; name another file, or move it away"]);
    expect(readFileSync(join(cwd, "roles.yaml"), "utf8")).toBe("mine");
  });

  it.each([
    ["gone/roles.yaml", "there is no such folder; make it first"],
    ["tree/y/roles.yaml", "a part of that path is a file, not a folder"],
  ])("says in words why %s cannot be written", async (output, why) => {
    const { code, err } = await run(aDirectory(OWNERS), "import", "tree", "--output", output);
    expect([code, err]).toEqual([1, `cannot write ${output}: ${why}`]);
  });

  it("says in words why a folder cannot be read", async () => {
    const cwd = aDirectory(OWNERS);
    expect((await run(cwd, "import", "tree/y")).err).toBe("cannot read tree/y: it is no folder");
  });

  it("names the lists that are there in a form it does not read, and what to do", async () => {
    const { code, err } = await run(aDirectory({ "tree/MAINTAINERS": '"ann","Ann Alder"\n' }), "import", "tree");
    expect(code).toBe(1);
    expect(err).toContain(
      "- MAINTAINERS is there, but of such lists only those in Markdown are read\nWrite roles.yaml by hand",
    );
  });

  it("names the people that Prow passes over, since they stand under a key that is not its own", async () => {
    const helm = await run(aDirectory({ "tree/OWNERS": "maintainers: [ann]\nreviewers: [ben]\n" }), "import", "tree");
    expect(helm.err).toContain(
      `no OWNERS file names an approver; Prow ignores its "maintainers" (ann): no key of Prow's`,
    );
    const argo = await run(
      aDirectory({ "tree/OWNERS": "owners: [ann]\napprovers: [ben]\nemeritus_approvers: [cho]\n" }),
      "import",
      "tree",
    );
    expect(argo.err).toContain(`- OWNERS: Prow ignores its "owners" (ann): no key of Prow's`);
    expect(argo.err).not.toContain("cho");
  });

  it("looks only at what git tracks, and not through links, as Prow does", async () => {
    const cwd = aDirectory({ ...OWNERS, elsewhere: "approvers: [mallory]\n", "tree/b/z": "" });
    symlinkSync(join(cwd, "elsewhere"), join(cwd, "tree/b/OWNERS"));
    const git = (...args: readonly string[]) => execFileSync("git", ["-C", join(cwd, "tree"), ...args]);
    git("init", "--quiet");
    git("add", "--all");
    writeFileSync(join(cwd, "tree/untracked"), "");
    const { out } = await run(cwd, "import", "tree", "--json");
    const told = JSON.parse(out);
    expect([told.compared, told.differences, told.registry.includes("mallory")]).toEqual([6, [], false]);
  });

  it("chooses among several sources as asked, and names those it did not read", async () => {
    const cwd = aDirectory({ ...OWNERS, "tree/.github/CODEOWNERS": "* @dee @eve\n" });
    expect((await run(cwd, "import", "tree")).err).toContain(
      "Read OWNERS files; not read: .github/CODEOWNERS (--from chooses).",
    );
    expect((await run(cwd, "import", "tree", "--from", "codeowners")).out).toContain("maintainers: [dee, eve]");
  });

  const POLICY =
    "policy: { approval: [a] }\napproval_rules: [{ name: a, requires: { count: 1, users: [ann, ben] } }]\n";

  it("reads a policy where it is named, and where no list tells anything; beside lists it is named among what was not read", async () => {
    const cwd = aDirectory({ "tree/.policy.yml": POLICY, "tree/x": "" });
    const asked = await run(cwd, "import", "tree", "--from", "policy-bot", "--output", "roles.yaml");
    expect([asked.code, asked.out.split("\n")[0]]).toEqual([0, "Read .policy.yml (policy-bot)."]);
    expect((await run(cwd, "check")).out).toContain("roles.yaml: no faults");
    expect(await run(cwd, "import", "tree")).toMatchObject({
      code: 0,
      err: expect.stringContaining("Read .policy.yml"),
    });
    const listed = aDirectory({ ...OWNERS, "tree/.policy.yml": POLICY, "tree/.mergify.yml": "" });
    expect((await run(listed, "import", "tree")).err).toContain(
      "Read OWNERS files; not read: .policy.yml; .mergify.yml (--from chooses).",
    );
  });

  it("writes nothing of a policy that cannot be read, or that tells nothing, and says where and why", async () => {
    const cwd = aDirectory({ "tree/.policy.yml": "policy: { aproval: [] }", "tree/.mergify.yml": "queue_rules: []" });
    expect(await run(cwd, "import", "tree", "--from", "policy-bot", "--output", "roles.yaml")).toEqual({
      code: 1,
      out: "",
      err: 'Nothing was written: .policy.yml cannot be read.\n.policy.yml:1:11 policy has no key "aproval"; did you mean "approval"?',
    });
    expect((await run(cwd, "import", "tree", "--from", "mergify")).err).toBe(
      "Nothing was written: .mergify.yml tells nothing of who approves, since it asks for nobody's approval.",
    );
    expect(await run(aDirectory({ "tree/x": "" }), "import", "tree", "--from", "mergify")).toMatchObject({
      code: 1,
      err: "tree has nothing to read for --from mergify",
    });
  });

  it("tells every statement with its place as JSON", async () => {
    const cwd = aDirectory({ "tree/.policy.yml": POLICY });
    const told = JSON.parse((await run(cwd, "import", "tree", "--from", "policy-bot", "--json")).out);
    expect(told.statements).toEqual([{ place: ".policy.yml:2:29", text: '"a": 1 approval', fate: "said", why: "" }]);
  });

  it("says how it is used, and what it did not find", async () => {
    const cwd = aDirectory({ "tree/x": "" });
    expect(await run(cwd, "import", "tree")).toMatchObject({
      code: 1,
      err: expect.stringContaining("no CODEOWNERS where GitHub looks"),
    });
    expect(await run(cwd, "import", "nowhere")).toMatchObject({
      code: 1,
      err: "cannot read nowhere: there is no such folder",
    });
    expect(await run(cwd, "import")).toMatchObject({ code: 2 });
    expect(await run(cwd, "import", "tree", "--from", "gitlab")).toMatchObject({ code: 2 });
    expect(await run(cwd, "import", "tree", "--repo", "alone")).toMatchObject({ code: 2 });
  });

  it("takes the tree of a large project in seconds, with areas and people in the thousands", async () => {
    const files: Record<string, string> = { "tree/OWNERS": "approvers: [root-a, root-b]\n" };
    for (let at = 0; at < 300; at += 1) {
      files[`tree/d${at % 20}/e${at}/OWNERS`] = `approvers: [p${at}, p${(at * 7) % 300}]\nreviewers: [r${at}]\n`;
      for (let file = 0; file < 8; file += 1) files[`tree/d${at % 20}/e${at}/f${file}.go`] = "";
    }
    const told = JSON.parse((await run(aDirectory(files), "import", "tree", "--json")).out);
    expect([told.compared, told.differences, told.reviewersDiffer, told.faults]).toEqual([2701, [], 0, []]);
  });
});
