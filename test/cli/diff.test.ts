import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { unmarked } from "../../src/cli/terminal-text.ts";
import { code, escapeMarkdown } from "../../src/shared/markdown.ts";
import { aCheckout, aFolder, runIn } from "./a-folder.ts";

const OLD =
  'areas: { docs: { paths: ["docs/**"] } }\nmaintainers: [ann, ben]\napprovers: [{ login: cho, areas: [docs] }]\n';
const NEW = OLD.replace("cho", "dee_x");
const FILES = { "roles.yaml": OLD, "new.yaml": NEW, "docs/a.md": "", "src/m.ts": "" };

describe("rung diff", () => {
  it("says what the check of the change would say, over the files of the checkout: exit 1", async () => {
    const { code: ending, out, err } = await runIn(aCheckout(FILES), ["diff", "roles.yaml", "new.yaml"]);
    expect([ending, err]).toEqual([1, ""]);
    expect(out.split("\n").slice(0, 5)).toEqual([
      "dee_x becomes approver of docs.",
      "cho is no longer approver of docs.",
      "",
      "Who gains and loses what (computed over 4 files of this repository and sample paths of each pattern)",
      "- `docs/a.md`, `docs/x`: dee_x may approve now; cho may no longer approve",
    ]);
  });

  it("of two that mean the same: exit 0, however they are written", async () => {
    const folder = aFolder({
      "a.yaml": OLD,
      "b.yaml": `# the same\n${OLD.replace("[ann, ben]", "\n  - ann\n  - ben")}`,
    });
    expect(await runIn(folder, ["diff", "a.yaml", "b.yaml"])).toEqual({
      ...{ code: 0, err: "", out: "a.yaml and b.yaml mean the same" },
    });
    const { out } = await runIn(folder, ["diff", "a.yaml", "b.yaml", "--json"]);
    expect(JSON.parse(out)).toMatchObject({ equal: true, changes: [], powers: { files: [], standing: [] }, fewer: [] });
  });

  it("without files goes by paths made from the patterns, and says so", async () => {
    const { out } = await runIn(aFolder(FILES), ["diff", "roles.yaml", "new.yaml"]);
    expect(out).toContain("over sample paths of each pattern, since there are no files to look at here)");
    expect(out).toContain("- `docs/x`: dee_x may approve now");
  });

  it("asks about the files below --tree, or those that --files lists", async () => {
    const tree = aFolder({ "docs/in-tree.md": "" });
    const folder = aCheckout({ ...FILES, list: "docs/listed.md\n" });
    const told = async (...more: string[]) => (await runIn(folder, ["diff", "roles.yaml", "new.yaml", ...more])).out;
    expect(await told("--tree", tree)).toMatch(/over 1 file of .*\n- `docs\/in-tree\.md`, `docs\/x`/);
    expect(await told("--files", "list")).toMatch(/over 1 file of .*\n- `docs\/listed\.md`, `docs\/x`/);
    const { out } = await runIn(folder, ["diff", "roles.yaml", "new.yaml", "--files", "-"], "src/m.ts\0");
    expect(out).toContain("- `docs/**` of area docs matches no file of this repository");
  });

  it("takes standard input for one of the two, and folders for their registry", async () => {
    const folder = aCheckout(FILES);
    expect(await runIn(folder, ["diff", "-", "."], OLD)).toMatchObject({
      code: 0,
      out: "- and roles.yaml mean the same",
    });
    expect(await runIn(join(folder, "docs"), ["diff", "-", "."], NEW)).toMatchObject({ code: 1 });
  });

  it("--json has it in parts, as plain text", async () => {
    const { code: ending, out } = await runIn(aCheckout(FILES), ["diff", "roles.yaml", "new.yaml", "--json"]);
    expect(ending).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      equal: false,
      changes: ["dee_x becomes approver of docs.", "cho is no longer approver of docs."],
      powers: { files: [{ gain: ["dee_x"], lose: ["cho"] }] },
    });
  });

  it("what cannot be read or is faulty, and what is used wrongly: exit 2", async () => {
    const folder = aFolder({
      ...FILES,
      "bad.yaml": "maintainer: [ann]\n",
      "more.yaml": "extends: true\napprovers: [x]\n",
    });
    for (const [said, ...args] of [
      ["cannot read x.yaml", "x.yaml", "roles.yaml"],
      ["bad.yaml is faulty; `rung check bad.yaml` tells where", "roles.yaml", "bad.yaml"],
      ["more.yaml extends another registry", "roles.yaml", "more.yaml"],
      ["diff takes two registries", "roles.yaml"],
      ["diff takes two registries", "roles.yaml", "new.yaml", "roles.yaml"],
      ["diff takes --tree or --files, not both", "roles.yaml", "new.yaml", "--tree", ".", "--files", "x"],
      ['--tree takes a folder, and "roles.yaml" is none', "roles.yaml", "new.yaml", "--tree", "roles.yaml"],
      ["cannot read nosuch", "roles.yaml", "new.yaml", "--files", "nosuch"],
    ])
      expect(await runIn(folder, ["diff", ...args])).toMatchObject({
        code: 2,
        err: expect.stringContaining(said ?? ""),
      });
    const joined = ["diff", "more.yaml", "more.yaml", "--extends", "roles.yaml"];
    expect(await runIn(folder, joined)).toMatchObject({ code: 0 });
  });
});

describe("our Markdown on a terminal", () => {
  it.each(["a_b*c", "x|y", "<b>", "\\d", "$1", "@ann", "`a`", "[x](y)", "- item", "a && b"])(
    "%s reads as it is",
    (text) => {
      expect(unmarked(escapeMarkdown(text))).toBe(text);
      expect(unmarked(code(text))).toBe(`\`${text}\``);
    },
  );
});

describe("rung who --tree", () => {
  it("tells of all files below where one stands: by area, with people, and what no pattern covers", async () => {
    const folder = aCheckout({ ...FILES, ".gitignore": "out/\n" });
    const { code: ending, out } = await runIn(folder, ["who", "--tree"]);
    expect(ending).toBe(0);
    expect(out.split("\n")).toEqual([
      "./ (3 files): no area; needs 1 approval from approvers",
      ...["  ann (maintainer everywhere)", "  ben (maintainer everywhere)"],
      "./ (1 file): docs; needs 1 approval from approvers",
      ...["  ann (maintainer everywhere)", "  ben (maintainer everywhere)", "  cho (approver of docs)"],
      "./ (1 file): a change of the registry; needs 1 approval from maintainers",
      ...["  ann (maintainer everywhere)", "  ben (maintainer everywhere)"],
      ...["No area covers 3 files:", "  .gitignore", "  new.yaml", "  src/m.ts"],
    ]);
  });

  it("--json of a folder, with what is new and not ignored; without git with all there is", async () => {
    const folder = aCheckout({ ...FILES, ".gitignore": "*.log\n" });
    const { out } = await runIn(folder, ["who", "--tree", "docs", "--json"]);
    const all = { folder: "docs/", files: 1, answers: [{ area: "docs", files: ["docs/a.md"] }], uncovered: [] };
    expect(JSON.parse(out)).toMatchObject(all);
    const bare = aFolder({ ...FILES, "docs/x.log": "" });
    expect(JSON.parse((await runIn(bare, ["who", "--tree", "docs", "--json"])).out)).toMatchObject({ files: 2 });
  });

  it("of another checkout goes by its own registry", async () => {
    const other = aCheckout({ "roles.yaml": "maintainers: [zoe, yan]\n", a: "" });
    expect((await runIn(aCheckout(FILES), ["who", "--tree", other])).out).toContain("zoe (maintainer everywhere)");
  });

  it("of a file, of nothing, or of two folders is used wrongly", async () => {
    const folder = aCheckout(FILES);
    for (const [said, ...words] of [
      ['"new.yaml" is a file', "new.yaml"],
      ['"x" is none', "x"],
      ["one folder", ".", "docs"],
    ])
      expect(await runIn(folder, ["who", "--tree", ...words])).toMatchObject({
        ...{ code: 2, err: expect.stringContaining(said ?? "") },
      });
  });
});
