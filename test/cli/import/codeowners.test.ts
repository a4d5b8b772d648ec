import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { codeOwners } from "../../../src/registry/ownership/code-owners.ts";
import { codePattern } from "../../../src/registry/ownership/code-pattern.ts";
import { gateOf, moveIn } from "./a-tree.ts";
import { codeOwnersOf } from "./codeowners-oracle.ts";

function matches(source: string, path: string): boolean {
  const pattern = codePattern(source);
  if (typeof pattern === "string") throw new Error(pattern);
  return pattern.matches(path);
}

describe("a pattern of CODEOWNERS", () => {
  it("R24: does bounded work, however many wildcards it has: what backtracked would keep this from ending at all", () => {
    expect(matches("*a".repeat(40), `${"a".repeat(4000)}b`)).toBe(false);
    expect(matches(`${"*a".repeat(40)}b`, `${"a".repeat(4000)}bc`)).toBe(false);
    expect(matches(`${"**/a/".repeat(40)}b`, `${"a/".repeat(2000)}bc`)).toBe(false);
    expect(matches(`${"**/*a/".repeat(40)}b`, `${"a/".repeat(2000)}b`)).toBe(true);
  });
});

/** Paths that the patterns are about, and near misses: every wildcard filled in several ways, every name in every folder. */
function pathsFor(patterns: readonly string[]): readonly string[] {
  const filled = patterns.flatMap((pattern) =>
    ["", "q", "deep/er"].map((text) =>
      pattern
        .replace(/^\//, "")
        .replace(/\*\*\//g, text === "" ? "" : `${text}/`)
        .replace(/\*/g, text.replace("/", "")),
    ),
  );
  const names = filled.map((path) => path.replace(/\/$/, "").split("/").at(-1) ?? "");
  const folders = [
    ...new Set(
      filled.flatMap((path) =>
        path
          .split("/")
          .slice(0, -1)
          .map((_, at, all) => all.slice(0, at + 1).join("/")),
      ),
    ),
  ];
  const made = [
    ...filled.map((path) => (path.endsWith("/") ? `${path}inside.txt` : path)),
    ...folders.flatMap((folder) => [
      `${folder}/other.txt`,
      ...names.filter((_, at) => at % 4 === folder.length % 4).map((name) => `${folder}/${name}`),
    ]),
    "unowned.txt",
  ].filter((path) => !/(^|\/)(\/|$)/.test(path));
  const files = new Set(made);
  return [...files].filter((path) => ![...files].some((other) => other.startsWith(`${path}/`)));
}

describe.each(["cpython", "node"])("the CODEOWNERS of %s", (project) => {
  const text = readFileSync(new URL(`fixtures/${project}.codeowners`, import.meta.url), "utf8");
  const lines = text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.replace(/\s+/g, " "));
  const paths = pathsFor(lines.map((line) => line.split(" ")[0] ?? ""));
  const tree = { ...Object.fromEntries(paths.map((path) => [path, ""])), ".github/CODEOWNERS": text };

  it("gives every path to the owners it had, and says of every other that it had none", () => {
    const done = moveIn(tree, { owner: project === "node" ? "nodejs" : "python" });
    const gate = gateOf(done.text);
    expect(gate.faults.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(done.proof.differences.filter(({ reason }) => reason === null)).toEqual([]);
    const differing = new Set(done.proof.differences.map(({ path }) => path));
    for (const path of paths) {
      const owners = codeOwnersOf(lines, path) ?? [];
      expect([path, differing.has(path)]).toEqual([path, owners.length === 0]);
      if (owners.length > 0) expect([path, gate.who(path)]).toEqual([path, owners]);
      else expect(gate.who(path).length).toBeGreaterThan(10);
    }
  });

  it("needs no file named one by one, so that new files fall to whom they would have fallen", () => {
    // But for files that are called like a folder with a rule of its own: `**/x/**` is about a link called `x` too.
    const folders = lines.map((line) => line.split(" ")[0] ?? "").filter((pattern) => pattern.endsWith("/"));
    const names = new Set(folders.map((pattern) => pattern.split("/").at(-2)));
    const usual = Object.entries(tree).filter(([path]) => !names.has(path.split("/").at(-1)));
    expect(moveIn(Object.fromEntries(usual)).pinned).toBe(0);
  });
});

describe("CODEOWNERS lines", () => {
  const read = (text: string) => codeOwners(text, "CODEOWNERS");
  const skipped = (line: string) => read(line).notes.map(({ text }) => text);

  it("take a comment anywhere, spaces behind a backslash, and carriage returns", () => {
    const { rules, notes } = read(
      "\uFEFF# all\r\n*.js @js-owner #This is an inline comment.\r\nmy\\ folder/ @ann\r\n\r\n",
    );
    expect(notes).toEqual([]);
    expect(rules.map(({ line, pattern, owners }) => [line, pattern.source, owners])).toEqual([
      [2, "*.js", ["js-owner"]],
      [3, "my\\ folder/", ["ann"]],
    ]);
    expect(rules[1]?.pattern.matches("my folder/x")).toBe(true);
  });

  it("that GitHub skips are told with the reason and change nothing", () => {
    expect(skipped("!docs/ @ann")).toEqual(['GitHub skips the line "!docs/ @ann": patterns cannot be negated with !']);
    expect(skipped("app/[slug].ts @ann")[0]).toContain("[ ] ranges");
    expect(skipped("\\#x @ann")[0]).toContain("escaped #");
    expect(skipped("*.go ann")[0]).toContain('"ann" is neither @login, @organisation/team nor an e-mail address');
    expect(skipped("*.go @org/team/sub")[0]).toContain("is no login and no team");
    expect(read("* @ann\n!docs/ @ben").rules).toHaveLength(1);
  });

  it("of 3 MB or more are not loaded at all, like GitHub does", () => {
    expect(read(`* @ann\n${"#".repeat(3 * 1024 * 1024)}`)).toMatchObject({
      rules: [],
      notes: [{ place: "CODEOWNERS" }],
    });
  });

  it.each([
    ["foo", "bar/foo/baz", true],
    ["foo", "bar/foo.txt", false],
    ["/foo", "foo/bar", true],
    ["/foo", "bar/foo", false],
    ["foo/", "foo", false],
    ["foo/", "bar/foo/baz", true],
    ["foo/bar", "baz/foo/bar", false],
    ["foo/bar", "foo/bar/baz", true],
    ["/*", "foo/bar", false],
    ["/*/", "foo/bar", true],
    ["f*", "bar/foo/baz", true],
    ["foo/*", "foo/bar/baz", false],
    ["foo/*.txt", "foo/bar/baz.txt", false],
    ["foo/*/baz", "foo/bar/baz/qux", true],
    ["f\\*o", "f*o", true],
    ["f\\*o", "foo", false],
    ["f?o", "fooo", false],
    ["**/foo/bar", "qux/foo/bar/baz", true],
    ["foo/bar/**", "foo/bar", false],
    ["foo/**/bar", "foo/qux/quux/bar/baz", true],
    ["foo/**/", "foo/bar", true],
    ["/", "foo", false],
    ["//", "foo", false],
    ["foo//bar", "foo/bar", false],
    ["Docs/", "docs/x", false],
  ])("%s matches %s: %s", (pattern, path, expected) => {
    expect(matches(pattern, path)).toBe(expected);
  });
});

describe("moving in from CODEOWNERS", () => {
  it("reads the first of GitHub's three places and names the others", () => {
    const done = moveIn({ "docs/CODEOWNERS": "* @cho", CODEOWNERS: "* @ben", ".github/CODEOWNERS": "* @ann" });
    expect(gateOf(done.text).who("x")).toEqual(["ann"]);
    expect(done.moved.notes.map(({ place }) => place)).toEqual(["CODEOWNERS", "docs/CODEOWNERS"]);
  });

  it("names every pattern without owners, and leaves its files to everybody who owns something", () => {
    const tree = { CODEOWNERS: "/apps/ @octocat @org/team\n/apps/github\n", "apps/x": "", "apps/github/y": "", z: "" };
    const done = moveIn(tree);
    const gate = gateOf(done.text);
    expect(gate.who("apps/x")).toEqual(["octocat", "org/team"]);
    expect(gate.who("apps/github/y")).toEqual(["octocat", "org/team"]);
    expect(done.proof.differences.map(({ path, reason }) => [path, reason])).toEqual([
      ["CODEOWNERS", "no pattern of CODEOWNERS matches it, so any reviewer does for GitHub"],
      ["apps/github/y", 'line 2 of CODEOWNERS, "/apps/github", names no owner, so any reviewer does for GitHub'],
      ["z", "no pattern of CODEOWNERS matches it, so any reviewer does for GitHub"],
    ]);
  });

  it("says that an address is nobody it knows", () => {
    const done = moveIn({ CODEOWNERS: "* @ann\n*.go docs@example.com\n", "x.go": "" });
    expect(done.moved.notes).toEqual([
      {
        place: "CODEOWNERS:2",
        text: "1 e-mail owner (docs@example.com): whose accounts only GitHub knows; add the logins",
      },
    ]);
    expect(done.proof.differences[0]?.reason).toContain("names e-mail addresses alone");
  });

  it("leaves out other organisations' teams where it is told whose repository it is, and says so", () => {
    const tree = { CODEOWNERS: "* @org/a @other/b\n*.go @other/b\n", "x.go": "" };
    const done = moveIn(tree, { owner: "org", repository: "repo" });
    expect(gateOf(done.text, "repo").who("y")).toEqual(["org/a"]);
    expect(done.moved.notes.map(({ place }) => place)).toEqual(["CODEOWNERS"]);
    expect(done.proof.differences.map(({ path, reason }) => [path, reason])).toEqual([
      ["x.go", 'line 2 of CODEOWNERS, "*.go", names only teams of other organisations, whom GitHub passes over'],
    ]);
  });

  it("names files where a pattern is too long to be written, and tells of paths that are too long themselves", () => {
    const folder = `${"long-folder-name/".repeat(15)}end`;
    const tree = { CODEOWNERS: `* @ann\n/${folder}/ @ben\n`, [`${folder}/x`]: "", [`${folder}/${"y".repeat(40)}`]: "" };
    const done = moveIn(tree);
    expect(gateOf(done.text).who(`${folder}/x`)).toEqual([folder.length + 2 > 256 ? "ann" : "ben"]);
    for (const { reason } of done.proof.differences) expect(reason).toContain("longer than any pattern");
  });

  it("makes those who owned CODEOWNERS itself the ones who may change the registry, and nobody mightier than before", () => {
    const done = moveIn({ ".github/CODEOWNERS": "* @ann\n/.github/ @ben\n", "a.go": "" });
    const { registry, who } = gateOf(done.text);
    expect(registry.people.map(({ login, role, areas }) => [login, role, areas])).toEqual([
      ["ann", "approvers", ["everything"]],
      ["ben", "maintainers", [".github".slice(1)]],
    ]);
    expect(who("a.go")).toEqual(["ann"]);
  });

  it("gives a later rule its part of an earlier folder where the tree or the patterns show it, and nowhere else", () => {
    const rules = "/src/ @ann\n/web/ @ann @cho\n**/docs/ @ben\n*.md @dee\n";
    const tree = { ".github/CODEOWNERS": rules, "src/x/docs/a.txt": "", "src/b.go": "", "web/c.js": "" };
    const { text, proof } = moveIn(tree);
    expect(proof.differences.filter(({ reason }) => reason === null)).toEqual([]);
    expect(text).toContain('"src/**/docs/**"');
    expect(text).not.toContain('"web/**/docs/**"');
    for (const pattern of ['"src/**/*.md"', '"web/**/*.md"']) expect(text).toContain(pattern);
  });
});
