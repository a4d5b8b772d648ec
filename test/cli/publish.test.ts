import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { aCheckout, aFolder, runIn } from "./a-folder.ts";

const REGISTRY = `publish:
  - { file: MAINTAINERS.md, as: table, roles: [maintainers], columns: [name, login] }
  - { file: .github/CODEOWNERS, as: codeowners }
  - { file: OWNERS, as: owners, repo: kusion }
areas: { engine: { paths: [pkg/engine/**], approval: { min: 2 } } }
maintainers: [{ login: ann, name: Ann A }, ben]
`;
const PAGE = "# Us\r\n<!-- rung:begin -->\r\n<!-- rung:end -->\r\nbye";
const read = (folder: string, path: string) => readFileSync(join(folder, path), "utf8");

describe("rung publish", () => {
  it("prints what would stand where, with what differs from the registry and why, and writes nothing", async () => {
    const folder = aCheckout({ "roles.yaml": REGISTRY, "MAINTAINERS.md": PAGE, "pkg/engine/a.go": "" });
    const { code, out, err } = await runIn(folder, ["publish"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("MAINTAINERS.md changes:\n# Us\n");
    expect(out).toContain("| Ann A | [ann](https://github.com/ann) |");
    expect(out).toContain(
      ".github/CODEOWNERS: engine, pkg/engine/a.go, pkg/engine/**: needs 2; CODEOWNERS knows only any one of them\n.github/CODEOWNERS is new:",
    );
    expect(out).toContain("kusion: OWNERS is new:\n");
    expect(read(folder, "MAINTAINERS.md")).toBe(PAGE);
  });

  it("--write writes here, --check then finds nothing, and an edit by hand is a difference: exit 1", async () => {
    const folder = aCheckout({ "roles.yaml": REGISTRY, "MAINTAINERS.md": PAGE });
    expect(await runIn(folder, ["publish", "--check"])).toMatchObject({ code: 1 });
    const { code, out } = await runIn(folder, ["publish", "--write"]);
    expect(code).toBe(0);
    expect(out).toContain("MAINTAINERS.md is written");
    expect(out).toContain("kusion: OWNERS is of another repository, whose files are not here");
    const text = read(folder, "MAINTAINERS.md");
    expect([text.startsWith("# Us\r\n<!-- rung:begin -->\r\n"), text.endsWith("<!-- rung:end -->\r\nbye")]).toEqual([
      true,
      true,
    ]);
    expect(await runIn(folder, ["publish", "--check"])).toMatchObject({ code: 0, err: "" });
    writeFileSync(join(folder, "MAINTAINERS.md"), text.replace("Ann A", "Eve"));
    const differing = await runIn(folder, ["publish", "--check", "./MAINTAINERS.md"]);
    expect(differing.code).toBe(1);
    expect(differing.out).toContain(
      "-| Eve | [ann](https://github.com/ann) |\n+| Ann A | [ann](https://github.com/ann) |",
    );
    expect(differing.out).not.toContain("CODEOWNERS");
    expect(read(folder, "MAINTAINERS.md")).toContain("Eve");
  });

  it("finds the registry's folder from below it, and from .github", async () => {
    const folder = aCheckout({ ".github/roles.yaml": REGISTRY, "docs/x.md": "" });
    for (const below of ["docs", ".github"]) {
      expect((await runIn(join(folder, below), ["publish", "MAINTAINERS.md", "--write"])).code).toBe(0);
      expect(read(folder, "MAINTAINERS.md")).toContain("Ann A");
      const seen = await runIn(join(folder, below), ["publish", "--check", "../MAINTAINERS.md"]);
      expect(seen).toMatchObject({ code: 0, out: "MAINTAINERS.md is up to date" });
    }
  });

  it("tells what cannot be published, shows both, and goes on with the others: exit 1", async () => {
    const folder = aCheckout({ "roles.yaml": REGISTRY, "MAINTAINERS.md": "# Us\n", ".github/CODEOWNERS": "* @eve\n" });
    const { code, out, err } = await runIn(folder, ["publish", "--write"]);
    expect(code).toBe(1);
    expect(err).toContain("MAINTAINERS.md has no markers; put <!-- rung:begin -->");
    expect(err).toContain(".github/CODEOWNERS is there, and its first line does not say that it comes from roles.yaml");
    expect(out).toMatch(/-\* @eve\n[\s\S]*\+\* @ann @ben\n/);
    expect([read(folder, "MAINTAINERS.md"), read(folder, ".github/CODEOWNERS")]).toEqual(["# Us\n", "* @eve\n"]);
    writeFileSync(join(folder, "MAINTAINERS.md"), PAGE);
    expect((await runIn(folder, ["publish", "--write"])).out).toContain("MAINTAINERS.md is written");
  });

  it("writes through no link, over no folder, and into no bytes that are no text", async () => {
    const away = aFolder({ "MAINTAINERS.md": PAGE });
    const told = async (prepare: (folder: string) => void) => {
      const folder = aFolder({ "roles.yaml": REGISTRY });
      prepare(folder);
      const { code, err } = await runIn(folder, ["publish", "--write", "MAINTAINERS.md"]);
      return `${code}: ${err}`;
    };
    expect(await told((folder) => symlinkSync(join(away, "MAINTAINERS.md"), join(folder, "MAINTAINERS.md")))).toMatch(
      /^1: .* is a link/,
    );
    expect(await told((folder) => mkdirSync(join(folder, "MAINTAINERS.md")))).toMatch(/^1: .* is no file/);
    const bytes = Buffer.concat([Buffer.from(PAGE), Buffer.from([0xff, 0xfe])]);
    expect(await told((folder) => writeFileSync(join(folder, "MAINTAINERS.md"), bytes))).toMatch(
      /^1: .* is no text in UTF-8/,
    );
    expect(read(away, "MAINTAINERS.md")).toBe(PAGE);
  });

  it("is used wrongly with a file that no entry has, or with both options: exit 2", async () => {
    const folder = aFolder({ "roles.yaml": REGISTRY });
    expect(await runIn(folder, ["publish", "MAINTAINER.md"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("did you mean MAINTAINERS.md?"),
    });
    expect(await runIn(folder, ["publish", "--write", "--check"])).toMatchObject({ code: 2 });
  });

  it("publishes nothing from a faulty registry, or from one that says nothing of it", async () => {
    const faulty = aFolder({ "roles.yaml": REGISTRY.replace("as: table", "as: tabel") });
    expect(await runIn(faulty, ["publish", "--write"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("roles.yaml is faulty"),
    });
    expect(await runIn(aFolder({}), ["publish"])).toMatchObject({ code: 1 });
    expect(await runIn(aFolder({ "roles.yaml": "maintainers: [ann]\n" }), ["publish", "--check"])).toMatchObject({
      code: 0,
      out: "roles.yaml publishes nothing; `publish` in it says what",
    });
  });

  it("knows the registry's own repository from git or --repo", async () => {
    const text = REGISTRY.replace("as: codeowners", "as: codeowners, repo: Community");
    const folder = aFolder({ "roles.yaml": text });
    expect((await runIn(folder, ["publish"])).out).toContain("Community: .github/CODEOWNERS is new");
    const { out } = await runIn(folder, ["publish", "--repo", "KusionStack/community", "--write"]);
    expect(out).toContain("\n.github/CODEOWNERS is written");
  });
});
