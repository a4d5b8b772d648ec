import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { aliasesFile, frontMatter, ownersFile } from "../../../src/registry/ownership/owners-files.ts";
import { gateOf, moveIn } from "./a-tree.ts";

const cases = z
  .object({
    cases: z.array(z.object({ id: z.string(), query: z.looseObject({ kind: z.string() }), expect: z.unknown() })),
  })
  .parse(JSON.parse(readFileSync(new URL("../../cases/prow-owners.json", import.meta.url), "utf8"))).cases;

function caseOf(id: string) {
  const found = cases.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no case ${id}`);
  return found;
}

/** The tree of Prow's own tests, as test/cases/prow-owners.json tells it. */
const PROW_TREE = {
  OWNERS: "approvers: [carla]\nreviewers: [Alice, bob]\nrequired_reviewers: [chris]\nlabels: [EVERYTHING]\n",
  OWNERS_ALIASES: "aliases:\n  Best-approvers: [carl, carla]\n  best-reviewers: [Carl, BOB]\n",
  "src/OWNERS": "approvers: [Best-Approvers]\n",
  "src/dir/OWNERS": 'approvers: [bob]\nreviewers: [alice, "@Carla", jakub]\nlabels: [src-code]\n',
  "src/dir/subdir/OWNERS": "approvers: [bob, alice]\nreviewers: [bob, alice]\n",
  "src/dir/conformance/OWNERS":
    "options: { no_parent_owners: true, auto_approve_unowned_subfolders: true }\napprovers: [mila]\n",
  "docs/file.md": "---\napprovers:\n- ALICE\n\nlabels:\n- docs\n---\n",
  "vendor/OWNERS": "approvers: [alice]\n",
  "vendor/k8s.io/client-go/OWNERS": "approvers: [bob]\n",
  foo: "approvers: [bob]\n",
};

describe("what OWNERS files say of people who have left", () => {
  it("is told where it is not carried over: who is active elsewhere, and an alias", () => {
    const { moved } = moveIn({
      OWNERS: "approvers: [ann, ben]\nemeritus_approvers: [Cho, dee, old-team]\n",
      OWNERS_ALIASES: "aliases: { old-team: [eve] }\n",
      "docs/OWNERS": "reviewers: [cho]\n",
    });
    expect(moved.emeritus).toEqual(["dee"]);
    expect(moved.notes.map(({ place, text }) => `${place}: ${text}`)).toEqual([
      'OWNERS: its emeritus "Cho" is an approver or reviewer by an OWNERS file, and not written down as emeritus',
      'OWNERS: its emeritus "old-team" is an alias, whose people may be active; not written down as emeritus',
    ]);
  });
});

describe("a filter of the root", () => {
  it("is no area where all of its people approve everything anyway, also with no_parent_owners", () => {
    const root = "filters: { '.*': { approvers: [ann, ben] }, '^go\\\\.mod$': { approvers: [ben] } }\n";
    for (const options of ["", "options: { no_parent_owners: true }\n"])
      expect(moveIn({ OWNERS: root + options, "go.mod": "" }).text).not.toContain("areas:\n");
  });
});

describe("moving in from OWNERS files", () => {
  it("answers Prow's own cases as Prow does", () => {
    const { query, expect: expected } = caseOf("prow.owners.ignored.05");
    const { paths } = z.object({ paths: z.array(z.string()) }).parse(query);
    const { who } = z.object({ who: z.record(z.string(), z.array(z.string())) }).parse(expected);
    const gate = gateOf(moveIn({ ...PROW_TREE, ...Object.fromEntries(paths.map((path) => [path, ""])) }).text);
    for (const path of paths) expect([path, gate.who(path)]).toEqual([path, who[path]]);
  });

  it("reads filters on the path below their folder, and falls back to the parents where none fits", () => {
    const done = moveIn({
      OWNERS: 'filters:\n  ".*":\n    approvers: [alice, bob]\n',
      "a/b/e/OWNERS": 'filters:\n  ".*\\\\.md":\n    approvers: [carl, dave]\n  ".*\\\\.txt":\n    approvers: [elic]\n',
      "f/OWNERS":
        'options: { no_parent_owners: true }\nfilters:\n  ".*\\\\.md":\n    approvers: [carl]\n  ".*\\\\.txt":\n    approvers: [flex]\n',
      ...{ "testFile.md": "", "a/b/e/testFile.md": "", "f/testFile.go_to_parent": "", "f/testFile.md": "" },
    });
    const gate = gateOf(done.text);
    expect(gate.who("testFile.md")).toEqual(["alice", "bob"]);
    expect(gate.who("a/b/e/testFile.md")).toEqual(["alice", "bob", "carl", "dave"]);
    expect(gate.who("f/testFile.go_to_parent")).toEqual(["alice", "bob"]);
    expect(gate.who("f/testFile.md")).toEqual(["carl"]);
    expect([done.pinned, done.proof.differences]).toEqual([0, []]);
  });

  it("lets in without approval what auto_approve_unowned_subfolders lets in", () => {
    const done = moveIn({ ...PROW_TREE, "src/dir/conformance/x": "", "src/dir/conformance/a/b/x": "" });
    const gate = gateOf(done.text);
    expect([gate.needed("src/dir/conformance/x"), gate.needed("src/dir/conformance/a/b/x")]).toEqual([1, 0]);
    expect(done.proof.differences).toEqual([]);
  });

  it("leaves no file to nobody where the root names no approvers, and says that Prow did", () => {
    const done = moveIn({ "a/OWNERS": "approvers: [ann]\n", "a/x": "", "b/y": "", "a/c/OWNERS": "approvers: [cho]\n" });
    const gate = gateOf(done.text);
    expect([gate.who("a/x"), gate.who("a/c/z"), gate.who("b/y")]).toEqual([["ann"], ["ann", "cho"], ["ann", "cho"]]);
    expect(done.proof.differences.map(({ path }) => path)).toEqual(["b/y"]);
    expect(done.proof.differences[0]?.reason).toContain("Prow lets nobody approve it");
    expect(gate.faults.map(({ message }) => message)).toEqual([]);
  });

  it("reads front matter only when asked, and says so otherwise", () => {
    expect(moveIn(PROW_TREE).moved.notes.map(({ place }) => place)).toContain("docs/file.md");
    const asked = gateOf(moveIn(PROW_TREE, { frontMatter: true }).text);
    expect(asked.who("docs/file.md")).toEqual(["alice", "carla"]);
    expect(asked.who("docs/other.md")).toEqual(["carla"]);
  });

  it("makes root approvers the top role, lists emeritus people once, and gives every person one entry a role", () => {
    const done = moveIn({
      OWNERS: "approvers: [thockin]\nemeritus_approvers: [bgrant0607, thockin]\n",
      "a/OWNERS": "approvers: [thockin, cho]\n",
      "b/OWNERS": "approvers: [cho, thockin]\n",
      "c/OWNERS": "options: { no_parent_owners: true }\napprovers: [thockin, dee]\n",
    });
    const { registry, faults } = gateOf(done.text);
    expect(registry.people.map(({ login, role, areas }) => [login, role, areas])).toEqual([
      ["thockin", "maintainers", []],
      ["cho", "approvers", ["a"]],
      ["thockin", "maintainers", ["c"]],
      ["dee", "approvers", ["c"]],
    ]);
    expect(registry.areas[0]?.paths).toEqual(["a/**", "b/**"]);
    expect(registry.emeritus?.map(({ login }) => login)).toEqual(["bgrant0607"]);
    expect(faults.map(({ message }) => message)).toEqual([
      "only 1 person holds maintainers; a change of this file that they propose has nobody to approve it",
    ]);
  });

  const ALIASES = "aliases:\n  sig-testing: [Aojea, bentheelder]\n  sig-node: [cho, dims]\n  unused: [zoe]\n";

  it("names areas after the alias that governs, lists people where they stand, and makes groups of the aliases", () => {
    const done = moveIn({
      OWNERS: "approvers: [ann, ben]\n",
      OWNERS_ALIASES: ALIASES,
      "images/krte/OWNERS": "approvers: [sig-testing]\nreviewers: [sig-testing, sig-node, eve]\n",
      "jobs/OWNERS": "approvers: [sig-testing]\nreviewers: [sig-testing]\n",
      "jobs/node/OWNERS": "approvers: [sig-node, fay]\nreviewers: [ann]\n",
      "docs/OWNERS": "approvers: [ann]\n",
    });
    expect(done.text.slice(done.text.indexOf("groups:"))).toBe(
      `groups:
  sig-testing: [Aojea, bentheelder]
  sig-node: [cho, dims]

areas:
  sig-testing: { paths: ["images/krte/**"], approvers: [sig-testing], reviewers: [sig-node, eve] }
  jobs: { paths: ["jobs/**"], approvers: [sig-testing] }
  jobs/node: { paths: ["jobs/node/**"], approvers: [sig-node, fay] }

maintainers:
  - ann
  - ben
`,
    );
    const { who, faults } = gateOf(done.text);
    expect(faults).toEqual([]);
    expect([who("images/krte/x"), who("jobs/x"), who("jobs/node/x"), who("docs/x")]).toEqual([
      ["ann", "aojea", "ben", "bentheelder"],
      ["ann", "aojea", "ben", "bentheelder"],
      ["ann", "aojea", "ben", "bentheelder", "cho", "dims", "fay"],
      ["ann", "ben"],
    ]);
  });

  it("keeps an alias whose people all hold more, since others may be in it tomorrow", () => {
    const done = moveIn({
      OWNERS: "approvers: [aojea, bentheelder]\n",
      OWNERS_ALIASES: ALIASES,
      "a/OWNERS": "approvers: [sig-testing]\n",
      "b/OWNERS": "options: { no_parent_owners: true }\napprovers: [sig-testing]\n",
    });
    const { who, faults } = gateOf(done.text);
    expect(done.text).toContain('  sig-testing: { paths: ["a/**"], approvers: [sig-testing] }\n');
    expect(done.text).toContain('  b: { paths: ["b/**"], inherits: false, approvers: [sig-testing] }\n');
    expect([faults, who("b/x")]).toEqual([[], ["aojea", "bentheelder"]]);
  });

  it("takes a filter's dot for a dot where nothing else of the tree matches", () => {
    const tree = {
      OWNERS: 'filters:\n  ".*": { approvers: [ann, ben] }\n  "^(config|plugins).yaml$": { approvers: [cho] }\n',
      "config.yaml": "",
      "x.go": "",
    };
    const done = moveIn(tree);
    expect(done.text).toContain('paths: ["config.yaml", "plugins.yaml"]');
    expect(done.proof.differences).toEqual([]);
    const other = moveIn({ ...tree, "config-yaml": "" });
    expect(gateOf(other.text).who("config-yaml")).toEqual(["ann", "ben", "cho"]);
  });

  /** Two hundred folders as kubernetes/test-infra has them: an alias, some people of a project, who review and approve. */
  function largeTree(): Record<string, string> {
    const files: Record<string, string> = { OWNERS: "approvers: [ann, ben, cho]\nlabels: [area/root]\n" };
    const names = (start: number, count: number) =>
      Array.from({ length: count }, (_, index) => `- dev-${(start * 37 + index * 53) % 420}\n`).join("");
    const aliases = Array.from(
      { length: 40 },
      (_, index) => `  team-${index}-approvers:\n${names(index, 5).replaceAll("- ", "  - ")}`,
    );
    files.OWNERS_ALIASES = `aliases:\n${aliases.join("")}`;
    for (let index = 0; index < 200; index += 1) {
      const alias = `- team-${index % 40}-approvers\n`;
      const who = index % 3 === 0 ? alias : index % 3 === 1 ? `${alias}${names(index, 2)}` : names(index, 6);
      const folder = `config/jobs/org-${index % 7}/repo-${index}`;
      files[`${folder}/OWNERS`] =
        `# See the docs\napprovers:\n${who}reviewers:\n${who}${names(index + 7, 3)}labels:\n- area/x\n`;
      files[`${folder}/jobs.yaml`] = "";
      files[`${folder}/sub/more.yaml`] = "";
    }
    return files;
  }

  it("of a tree of 200 folders is a third as long as the files were, with each alias's people once, and the same approvers for every path", () => {
    const tree = largeTree();
    const done = moveIn(tree);
    const lines = (text: string) => text.split("\n").length - 1;
    const before = Object.values(tree).reduce((sum, text) => sum + lines(text), 0);
    expect(lines(done.text)).toBeLessThan(900);
    expect(lines(done.text) / before).toBeLessThan(0.36);
    expect([done.proof.differences, done.proof.toCome, done.proof.faults, done.proof.reviewersDiffer]).toEqual([
      [],
      [],
      [],
      0,
    ]);
    expect(done.text.match(/^ {2}team-\d+-approvers: \[/gm)).toHaveLength(40);
  });

  it("writes areas of one repository where it is named, for a registry that serves several", () => {
    const done = moveIn(
      { OWNERS: "approvers: [ann, ben]\n", "a/OWNERS": "approvers: [cho]\n" },
      { owner: "org", repository: "repo" },
    );
    const gate = gateOf(done.text, "repo");
    expect([gate.who("x"), gate.who("a/x")]).toEqual([
      ["ann", "ben"],
      ["ann", "ben", "cho"],
    ]);
    expect(gateOf(done.text, "other").who("x")).toEqual([]);
  });

  it("names files where a filter cannot be a path pattern, and says so", () => {
    const done = moveIn({
      OWNERS: 'filters:\n  ".*": { approvers: [ann] }\n  "(?i)readme": { approvers: [ben] }\n',
      "docs/ReadMe.md": "",
      x: "",
    });
    const gate = gateOf(done.text);
    expect([gate.who("docs/ReadMe.md"), gate.who("x")]).toEqual([["ann", "ben"], ["ann"]]);
    expect(done.text).toContain("# OWNERS says (?i)readme, which no path pattern can say");
  });
});

describe("OWNERS files, as lenient as Prow", () => {
  it("keys in any case, names of any YAML kind, the last of two equal keys", () => {
    const { filters } = ownersFile("Approvers: [123, yes, Ann]\nreviewers: [x]\nREVIEWERS: [y]\n");
    expect(filters[0]?.people).toMatchObject({ approvers: ["123", "yes", "Ann"], reviewers: ["y"] });
  });

  it("filters beside people are ignored, and so is an expression Go does not know", () => {
    expect(ownersFile('approvers: [a]\nfilters: { "x": { approvers: [b] } }\n')).toMatchObject({
      filters: [{ pattern: ".*" }],
      ignored: ["its filters: it lists people outside them as well"],
    });
    const wrong = ownersFile('filters:\n  "(?!x)y": { approvers: [b] }\n  "z": { approvers: [c] }\n');
    expect(wrong.filters.map(({ pattern }) => pattern)).toEqual(["z"]);
    expect(wrong.ignored).toEqual(['the filter "(?!x)y": no expression of Go\'s']);
  });

  it("a file that is no YAML, or whose options are none, says nothing", () => {
    expect(ownersFile("approvers:\n- @ann\n").ignored[0]).toContain("no YAML");
    expect(ownersFile("approvers: [ann]\noptions: { no_parent_owners: 'true' }\n")).toMatchObject({ filters: [] });
    expect(ownersFile("")).toMatchObject({ filters: [], ignored: [] });
  });

  it("aliases are lists, mappings or empty, and not nested", () => {
    const { members, ignored } = aliasesFile("aliases:\n  A: [x, b]\n  b: { y: , z: }\n  c:\n  d: text\n");
    expect([...members]).toEqual([
      ["a", ["x", "b"]],
      ["b", ["y", "z"]],
      ["c", []],
    ]);
    expect(ignored).toEqual(['the alias "d": it is no list of names']);
  });

  it("front matter ends at a line of dashes and may have anything behind it", () => {
    const text = "---\napprovers: [ann]\n---\n\n# Title\n\n---\n: not yaml: [\n";
    expect(frontMatter(text)?.filters[0]?.people.approvers).toEqual(["ann"]);
    expect(frontMatter("# no front matter\n")).toBeNull();
  });
});
