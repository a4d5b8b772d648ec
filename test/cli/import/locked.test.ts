import { describe, expect, it } from "vitest";
import { inOrder } from "../../../src/cli/import/import-people.ts";
import { report } from "../../../src/cli/import/import-report.ts";
import { move } from "../../../src/cli/import/move.ts";
import { proof } from "../../../src/cli/import/proof.ts";
import { aTree, gateOf, moveIn } from "./a-tree.ts";

const OPTIONS = { from: null, owner: null, repository: null, frontMatter: false } as const;

describe("moving in locks nobody out", () => {
  it.each([
    ["e-mail owners alone", { CODEOWNERS: "* ann@example.com\n", x: "" }],
    ["a line without a pattern", { CODEOWNERS: "@ann\n", x: "" }],
    ["lines that GitHub skips", { CODEOWNERS: "!x @ann\n", x: "" }],
    ["a key that Prow does not know", { OWNERS: "maintainers: [ann]\n", x: "" }],
    ["reviewers alone", { OWNERS: "reviewers: [ann]\n", x: "" }],
    ["copies of others' code alone", { "third_party/OWNERS": "approvers: [kim]\n", x: "" }],
    ["approvers of Markdown without a maintainer", { "APPROVERS.md": "- @ann\n", x: "" }],
    ["questions alone", { "MAINTAINERS.md": "## Docs\n\n- @ann\n", x: "" }],
  ])("from %s nothing is written, and why is said", (_, files) => {
    const done = move(aTree(files), OPTIONS);
    expect(done).toMatchObject({ kind: "not-moved", sources: [{ why: expect.stringMatching(/./) }] });
  });

  it("what was not read for certain is said in the verdict, and in the file that people keep", () => {
    const done = moveIn({ "MAINTAINERS.md": "- @ann\n- @ben\n\n## Docs\n\n- @cho\n", x: "" });
    expect(report(done).join("\n")).toContain("That is of what was read for certain; 1 entry below could not be.");
    expect(done.text.replaceAll("\n# ", " ")).toContain(
      "nobody holds a role by it until a person writes it here: MAINTAINERS.md:6.",
    );
  });

  it("one OWNERS file anywhere does not choose the source", () => {
    const done = moveIn({
      ".github/CODEOWNERS": "* @ann @ben\n",
      "vendor/k8s.io/api/OWNERS": "approvers: [kim]\n",
      "pkg/x.go": "",
    });
    expect(done.moved.source).toBe(".github/CODEOWNERS");
    expect(gateOf(done.text).who("pkg/x.go")).toEqual(["ann", "ben"]);
    expect(report(done).join("\n")).toContain("Passed over OWNERS files: no OWNERS file names an approver");
  });

  it("OWNERS files without one at the root are taken where there is nothing else, and that is said", () => {
    const files = { "a/OWNERS": "approvers: [ann]\n", "a/x": "", y: "" };
    expect(report(moveIn(files)).join("\n")).toContain("Taken though no OWNERS file at the root names approvers");
    expect(moveIn({ ...files, CODEOWNERS: "* @cho\n" }).moved.source).toBe("CODEOWNERS");
  });

  it("a file that nobody may approve is a difference, also where nobody could before", () => {
    const done = moveIn({ OWNERS: "approvers: [ann]\n", x: "" });
    const locked = "version: 1\nareas:\n  a: { paths: ['**'], exclusive: true }\nmaintainers: [ann]\n";
    const nobody = {
      ...done.moved,
      ownershipOf: () => ({
        approvers: new Set<string>(),
        reviewers: new Set<string>(),
        needsNobody: false,
        unowned: "because",
      }),
    };
    const proving = { owner: "", repository: "", everybody: new Set<string>() };
    expect(proof(locked, nobody, aTree({ x: "" }), proving).differences).toMatchObject([{ path: "x", reason: null }]);
  });
});

describe("what moving in writes", () => {
  it("begins with mode: advise, and with a ladder that promotes nobody", () => {
    const { registry, faults } = gateOf(moveIn({ CODEOWNERS: "* @ann @ben\n", x: "" }).text);
    expect(registry.mode).toBe("advise");
    expect(registry.roles.map(({ name, promotion }) => [name, promotion])).toEqual([
      ["members", null],
      ["contributors", null],
      ["approvers", null],
      ["maintainers", null],
    ]);
    expect(faults.filter(({ message }) => message.includes("sponsor"))).toEqual([]);
  });

  it("says why everybody became a maintainer", () => {
    const done = moveIn({ "docs/CODEOWNERS": "/src/ @ann @ben\n", "src/x": "" });
    expect(done.text).toContain("All 2 who approve something are maintainers here");
    expect(report(done).join("\n")).toContain(
      "All 2 who approve something become maintainers, since nobody owns docs/CODEOWNERS itself",
    );
  });

  it("groups what it cannot carry over", () => {
    const lines = Array.from({ length: 90 }, (_, at) => `/d${at}/ a${at}@example.com`);
    const done = moveIn({ CODEOWNERS: ["* @ann", ...lines, ""].join("\n"), x: "" });
    expect(done.moved.notes.map(({ text }) => text)).toEqual([
      "90 e-mail owners (a0@example.com, a1@example.com, a2@example.com and 87 more, on 90 lines, the first 2): whose accounts only GitHub knows; add the logins",
    ]);
  });

  it("takes escaped brackets as part of a name", () => {
    const done = moveIn({ CODEOWNERS: "* @ann\n/app/\\[id\\]/ @ben\n", "app/[id]/page.tsx": "", "app/i/page.tsx": "" });
    expect([gateOf(done.text).who("app/[id]/page.tsx"), gateOf(done.text).who("app/i/page.tsx")]).toEqual([
      ["ben"],
      ["ann"],
    ]);
  });

  it("covers folders to come of a pattern that only files match now", () => {
    const done = moveIn({ CODEOWNERS: "* @ann\n/test* @qa\n", "test.sh": "" });
    expect(gateOf(done.text).who("tests/new.sh")).toEqual(["qa"]);
  });

  it.each([
    ["CODEOWNERS", { CODEOWNERS: "* @ann\n/pkg-*/ @core\n*.spec.js @tess\n", "pkg-b/x.js": "", "y.spec.js": "" }],
    [
      "OWNERS",
      {
        OWNERS:
          "filters:\n  '.*': { approvers: [ann] }\n  '\\.md$': { approvers: [ben] }\n  '^docs/': { approvers: [cho] }\n",
        "a.md": "",
        "docs/x": "",
      },
    ],
  ])("tells which files to come would fall to others than by %s", (_, files) => {
    const done = moveIn(files);
    const gate = gateOf(done.text);
    for (const { path, before, after } of done.proof.toCome) {
      expect(inOrder(done.moved.ownershipOf(path, "").approvers)).toEqual(before);
      expect(gate.who(path)).toEqual(after);
    }
    expect(report(done).join("\n")).toMatch(/of files to come would fall to others|may approve before and after/);
  });
});
