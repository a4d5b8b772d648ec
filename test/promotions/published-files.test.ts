import { describe, expect, it } from "vitest";
import { type FileState, publishedFiles, type Snapshot } from "../../src/promotions/published-files.ts";
import type { Visibility } from "../../src/registry/publishing/plan.ts";
import { aRegistry, KUSION, parsed } from "../registry/a-registry.ts";

const OWN = `extends: true
publish: [{ file: M.md, as: table, columns: [login] }, { file: P.md, as: table, columns: [login], public: true }]
areas: { engine: { paths: [pkg/**] } }
approvers: [{ login: ann, areas: [engine] }]
`;
const ORGANISATION =
  "publish: [{ file: O.md, repo: kusion, as: table }, { file: T.md, as: table }]\nmaintainers: [ben]\n";
const PUBLIC: Visibility = { from: "public", to: "public" };

function published(text: string, organisation: string | null, visibility = PUBLIC, files: Snapshot = new Map()) {
  return publishedFiles(parsed(text, {}, "kusion").registry, {
    ...{ repository: KUSION, paths: null, snapshots: [files], visibility, webUrl: "https://github.com" },
    extended: organisation === null ? null : aRegistry(organisation),
  });
}

const kinds = ({ plans }: ReturnType<typeof published>) =>
  Object.fromEntries((plans[0] ?? []).map(({ path, outcome }) => [path, outcome.kind]));

describe("what is published into the repository of a registry", () => {
  it("R66: says who holds roles by what is extended, too, and has the lists that the organisation publishes there", () => {
    const { plans, reads } = published(OWN, ORGANISATION);
    expect(reads).toEqual(["M.md", "P.md", "O.md"]);
    expect(JSON.stringify(plans[0]?.[0])).toMatch(/ben.*ann/);
    expect(kinds(published(OWN, ORGANISATION))).toEqual({ "M.md": "written", "P.md": "written", "O.md": "written" });
  });

  it("is nothing where what it extends is not known, or the registry is faulty", () => {
    expect(published(OWN, null)).toMatchObject({ reads: [], plans: [[]] });
    expect(published(`${OWN}colour: red\n`, ORGANISATION)).toMatchObject({ reads: [], plans: [[]] });
  });

  it("a private registry is published into a public repository where its entry says so, and nowhere else", () => {
    const shown = published(OWN, ORGANISATION, { from: "private", to: "public" });
    expect(shown.reads).toEqual(["P.md"]);
    expect(kinds(shown)).toEqual({ "M.md": "told", "P.md": "written", "O.md": "told" });
  });

  it.each([
    ["a link", [["M.md", { mode: "120000", text: "README.md" }]]],
    ["below a link", [["docs", { mode: "120000", text: "other" }]]],
    ["a submodule", [["M.md", { mode: "160000", text: null }]]],
    ["below a file", [["docs", { mode: "100644", text: "x" }]]],
    ["no text", [["M.md", { mode: "100644", text: null }]]],
  ] as const)("is not written where it is %s", (where, files) => {
    const file = where.startsWith("below") ? "docs/M.md" : "M.md";
    const text = `publish: [{ file: ${file}, as: table }]\nmaintainers: [ben]\n`;
    expect(kinds(published(text, null, PUBLIC, new Map<string, FileState>(files)))).toEqual({ [file]: "told" });
  });
});
