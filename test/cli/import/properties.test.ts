import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gateOf, moveIn } from "./a-tree.ts";
import { codeOwnersOf, owns } from "./codeowners-oracle.ts";
import { type OracleFolder, prowApprovers } from "./prow-oracle.ts";

const SEGMENTS = ["a", "b", "docs", "src", "x.go"];
const folder = fc.array(fc.constantFrom("a", "b", "docs", "src"), { maxLength: 3 }).map((names) => names.join("/"));
const fileName = fc.constantFrom("x.go", "y.md", "README", "go.mod", "OWNERS2", "z.test.go", "a");
const paths = fc
  .uniqueArray(fc.tuple(folder, fileName), { minLength: 1, maxLength: 25, selector: ([at, name]) => `${at}/${name}` })
  .map((list) => list.map(([at, name]) => (at === "" ? name : `${at}/${name}`)))
  // A path cannot be a file and a folder at once.
  .map((list) => list.filter((path) => !list.some((other) => other.startsWith(`${path}/`))));
const logins = fc.uniqueArray(fc.constantFrom("ann", "ben", "cho", "dee", "eve", "fay"), {
  minLength: 1,
  maxLength: 3,
});
const expression = fc.constantFrom(
  ...[
    "\\.go$",
    "\\.md$",
    "^[^/]*\\.go$",
    "^docs/",
    "README",
    "^go\\.(mod|sum)$",
    "a.*go",
    "^.*/x\\.go$",
    "(?:src|docs)/.+\\.md$",
  ],
  ...["b/.", "x?\\.go", "[a-z]+\\.go$", "^a$", "^a/b/x\\.go$", ".+", "^[yz].*", "s.c"],
);

const oracleFolder = fc.record({
  noParents: fc.boolean(),
  filters: fc.oneof(
    logins.map((approvers) => [{ pattern: null, approvers }]),
    fc.uniqueArray(fc.record({ pattern: fc.oneof(expression, fc.constant(null)), approvers: logins }), {
      minLength: 1,
      maxLength: 3,
      selector: ({ pattern }) => pattern,
    }),
  ),
});

function ownersText({ noParents, filters }: OracleFolder): string {
  const [only, ...more] = filters;
  const options = noParents ? { options: { no_parent_owners: true } } : {};
  if (only?.pattern === null && more.length === 0) return JSON.stringify({ ...options, approvers: only.approvers });
  const written = Object.fromEntries(filters.map(({ pattern, approvers }) => [pattern ?? ".*", { approvers }]));
  return JSON.stringify({ ...options, filters: written });
}

const codePattern = fc
  .tuple(
    fc.constantFrom("", "/"),
    fc.array(fc.constantFrom(...SEGMENTS, "*", "*.go", "*.md", "**", "?", "d*s", "README"), {
      minLength: 1,
      maxLength: 3,
    }),
    fc.constantFrom("", "/"),
  )
  .map(([start, names, end]) => start + names.join("/") + end);
const codeLine = fc
  .tuple(codePattern, fc.oneof({ weight: 5, arbitrary: logins }, { weight: 1, arbitrary: fc.constant([]) }))
  .map(([pattern, owners]) => [pattern, ...owners.map((owner) => `@${owner}`)].join(" "));

describe("moving in keeps who may approve what", () => {
  it("of any tree of OWNERS files, asked of the gate against Prow's rules told another way", () => {
    fc.assert(
      fc.property(paths, fc.dictionary(folder, oracleFolder, { minKeys: 1, maxKeys: 6 }), (files, folders) => {
        const known = new Map(Object.entries(folders));
        const owners = Object.entries(folders).map(([at, each]) => [
          at === "" ? "OWNERS" : `${at}/OWNERS`,
          ownersText(each),
        ]);
        const tree = { ...Object.fromEntries(files.map((path) => [path, ""])), ...Object.fromEntries(owners) };
        const done = moveIn(tree);
        const gate = gateOf(done.text);
        for (const path of Object.keys(tree)) {
          const before = prowApprovers(known, path);
          const told = done.proof.differences.find((each) => each.path === path);
          if (before.length > 0) expect([path, gate.who(path), gate.needed(path)]).toEqual([path, before, 1]);
          else
            expect([path, told?.reason, gate.who(path).length > 0]).toEqual([
              path,
              expect.stringContaining("no OWNERS file"),
              true,
            ]);
        }
        expect(done.proof.differences.filter(({ reason }) => reason === null)).toEqual([]);
      }),
      { numRuns: 120 },
    );
  });

  it("of any CODEOWNERS file, asked of the gate against GitHub's rules told another way", () => {
    fc.assert(
      fc.property(paths, fc.array(codeLine, { minLength: 1, maxLength: 8 }), (files, lines) => {
        fc.pre(lines.some((line) => line.includes("@")));
        const tree = { ...Object.fromEntries(files.map((path) => [path, ""])), ".github/CODEOWNERS": lines.join("\n") };
        const done = moveIn(tree);
        const gate = gateOf(done.text);
        for (const path of Object.keys(tree)) {
          const before = codeOwnersOf(lines, path) ?? [];
          const told = done.proof.differences.find((each) => each.path === path);
          if (before.length > 0) expect([path, gate.who(path), told]).toEqual([path, before, undefined]);
          else expect([path, typeof told?.reason, gate.who(path).length > 0]).toEqual([path, "string", true]);
        }
        expect(done.proof.differences.filter(({ reason }) => reason === null)).toEqual([]);
      }),
      { numRuns: 120 },
    );
  });
});

describe("the oracle of CODEOWNERS", () => {
  it("reads GitHub's own examples as GitHub says", () => {
    expect(owns("*", "a/b/c")).toBe(true);
    expect(owns("docs/*", "docs/getting-started.md")).toBe(true);
    expect(owns("docs/*", "docs/build-app/troubleshooting.md")).toBe(false);
    expect(owns("apps/", "x/apps/y/z")).toBe(true);
    expect(owns("/docs/", "x/docs/y")).toBe(false);
    expect(owns("/apps/github", "apps/github/x")).toBe(true);
    expect(owns("**/logs", "build/logs/x")).toBe(true);
  });
});
