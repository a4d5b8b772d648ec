import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { standsIn } from "../../src/cli/main.ts";
import { aCheckout, aFolder, runIn } from "./a-folder.ts";

const REGISTRY = `areas:
  docs: { paths: ["docs/**"] }
  api: { paths: ["docs/api/**"], approval: { min: 2 } }
  keys: { paths: ["**/keys/**"], exclusive: true }
maintainers: [ann, ben]
approvers: [{ login: cho, areas: [docs] }, { login: dee, areas: [api] }, { login: eve, areas: [keys] }]
`;
const PLAIN = "maintainers: [ann, ben]\napprovers: [cho]\n";
const FILES = { "roles.yaml": REGISTRY, "docs/a.md": "", "docs/b.md": "", "src/keys/k": "", "src/m.ts": "" };

/** The first line of each answer. */
const heads = (out: string) => out.split("\n").filter((line) => !line.startsWith(" "));

describe("rung who", () => {
  it.each(["docs/", "docs", "./docs", "src/../docs"])("%s is a folder: each area below it answers", async (word) => {
    const { code, out } = await runIn(aCheckout(FILES), ["who", word]);
    expect(code).toBe(0);
    expect(heads(out)).toEqual([
      "docs/ (2 files): docs; needs 1 approval from approvers",
      "docs/ (no file yet, such as docs/api/x): api, within docs; needs 2 approvals from approvers",
    ]);
    expect(out).toContain("  cho (approver of docs)");
  });

  it("a folder that is not there answers by the patterns that would govern it", async () => {
    const { code, out } = await runIn(aCheckout(FILES), ["who", "docs/api/", "new/"]);
    expect(code).toBe(0);
    expect(heads(out)).toEqual([
      "docs/api/ (no file yet, such as docs/api/x): api, within docs; needs 2 approvals from approvers",
      "new/ (no file yet, such as new/x): no area; needs 1 approval from approvers",
    ]);
  });

  it("--json of a folder names the files of each answer", async () => {
    const { out } = await runIn(aCheckout(FILES), ["who", "src/", "--json"]);
    expect(JSON.parse(out)).toMatchObject([
      { path: "src/", area: "keys", files: ["src/keys/k"], approvers: [{ login: "eve" }] },
      { path: "src/", area: null, files: ["src/m.ts"] },
    ]);
  });

  it("a submodule is one file, not a folder", async () => {
    const folder = aCheckout(FILES);
    mkdirSync(join(folder, "docs/lib"));
    execFileSync("git", ["init", "--quiet"], { cwd: join(folder, "docs/lib") });
    expect(heads((await runIn(folder, ["who", "docs/lib"])).out)).toEqual([
      "docs/lib: docs; needs 1 approval from approvers",
    ]);
  });

  it("- takes paths from standard input, as git prints them: by lines, quoted, or with NUL between", async () => {
    const folder = aCheckout(FILES);
    for (const input of ["docs/a.md\nsrc/é\n", 'docs/a.md\r\n"src/\\303\\251"\r\n', "docs/a.md\0src/é\0"]) {
      const { code, out } = await runIn(folder, ["who", "-", "--json"], input);
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject([{ path: "docs/a.md" }, { path: "src/é" }]);
    }
    expect(await runIn(folder, ["who", "-", "--json"])).toMatchObject({ code: 0, out: "[]" });
  });

  it.each([
    ["", /^an empty path names nothing; name a file, or `\.`/],
    ["../x", /^"\.\.\/x" leads out of .*; name a path in it/],
    ["docs/../../x", /leads out of/],
    ["/etc/hosts", /^"\/etc\/hosts" is not in .*; if that is meant, write "etc\/hosts"/],
    ["docs\\a.md", /^"docs\\\\a\.md" has backslashes, .*; write "docs\/a\.md"/],
  ])("%j is used wrongly: it is told why, and what to write", async (word, said) => {
    const { code, out, err } = await runIn(aCheckout(FILES), ["who", word]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(said);
    expect(err).toMatch(/\nUsage: rung who /);
  });

  it("a link to a folder is a file of the repository, which has nothing below it", async () => {
    const folder = aCheckout(FILES);
    symlinkSync("docs", join(folder, "linked"));
    expect(heads((await runIn(folder, ["who", "linked"])).out)).toEqual([
      "linked: no area; needs 1 approval from approvers",
    ]);
  });

  it("an absolute path within the repository is a path of it, also by a link", async () => {
    const folder = aCheckout(FILES);
    const link = join(aFolder({}), "link");
    symlinkSync(folder, link);
    for (const word of [join(folder, "docs/a.md"), join(link, "docs/a.md")])
      expect(heads((await runIn(folder, ["who", word])).out)).toEqual([
        "docs/a.md: docs; needs 1 approval from approvers",
      ]);
  });
});

describe("in a folder of the checkout", () => {
  it("the registry is that of the root", async () => {
    const folder = aCheckout({ ...FILES, "roles.yaml": PLAIN, "roles.test.yaml": "tests: []\n" });
    expect(await runIn(join(folder, "docs"), ["check"])).toMatchObject({
      code: 0,
      out: "../roles.yaml: no faults",
    });
    expect((await runIn(join(folder, "src/keys"), ["test"])).out).toContain("../../roles.test.yaml");
  });

  it("paths count from there, and from the root where only that has them", async () => {
    const cwd = join(aCheckout(FILES), "docs");
    const { out } = await runIn(cwd, ["who", "a.md", "new.md", "docs/a.md", "src/m.ts", "../src/m.ts"]);
    expect(heads(out).map((line) => line.split(":")[0])).toEqual([
      ...["docs/a.md", "docs/new.md", "docs/a.md", "src/m.ts", "src/m.ts"],
    ]);
  });

  it("outside of a checkout, nothing above the folder is looked at", async () => {
    const folder = aFolder({ "roles.yaml": REGISTRY, "sub/x": "" });
    expect(await runIn(join(folder, "sub"), ["check"])).toMatchObject({
      code: 1,
      err: "cannot read roles.yaml: there is no such file",
    });
    expect((await runIn(folder, ["check", "sub"])).code).toBe(0);
  });
});

describe("rung check", () => {
  it("takes a folder for its registry, and - for standard input", async () => {
    const folder = aFolder({ "one/.github/roles.yaml": PLAIN });
    expect((await runIn(folder, ["check", "one"])).out).toBe("one/.github/roles.yaml: no faults");
    expect((await runIn(join(folder, "one"), ["check", "."])).code).toBe(0);
    expect(await runIn(folder, ["check", "-", "--json"], "maintainer: [ann]\n")).toMatchObject({ code: 1 });
    expect(await runIn(folder, ["check", "-"], PLAIN)).toMatchObject({ code: 0, out: "-: no faults" });
  });

  it("--json of what cannot be read is JSON, and tells why as a fault", async () => {
    const folder = aFolder({ "good.yaml": REGISTRY });
    for (const args of [["check"], ["check", "x.yaml"], ["check", "good.yaml", "--extends", "x.yaml"]]) {
      const { code, out } = await runIn(folder, [...args, "--json"]);
      expect(code).toBe(1);
      expect(JSON.parse(out)).toMatchObject({
        ok: false,
        faults: [{ severity: "error", line: 1, column: 1, message: expect.stringMatching(/no such file/) }],
      });
    }
  });

  it("reads a file with a byte order mark and lines of Windows, and names the one with another ending", async () => {
    const folder = aFolder({ "x.yaml": `\ufeff${REGISTRY.replaceAll("\n", "\r\n")}`, "roles.yml": REGISTRY });
    expect(await runIn(folder, ["check", "x.yaml"])).toMatchObject({ code: 0 });
    expect((await runIn(folder, ["check"])).err).toMatch(/^cannot read roles\.yaml: .*; roles\.yml is there, .*rename/);
  });
});

describe("every subcommand", () => {
  it("that was asked for JSON answers JSON where there is no answer", async () => {
    const folder = aFolder({});
    for (const args of [["who", "a"], ["candidates", "x", "--owner", "o"], ["audit"], ["parked"], ["who", ""]]) {
      const { code, out, err } = await runIn(folder, [...args, "--json"]);
      expect(code).toBeGreaterThan(0);
      expect(JSON.parse(out)).toEqual({ error: err });
    }
  });

  it("an option that is given twice, or with an empty value, is used wrongly", async () => {
    const folder = aFolder({ "roles.yaml": REGISTRY });
    expect(await runIn(folder, ["who", "a", "--base", "x", "--base", "y"])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^--base is given twice; give it once\n/),
    });
    expect(await runIn(folder, ["who", "a", "--base", ""])).toMatchObject({ code: 2 });
    expect(await runIn(folder, ["check", ""])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^check takes one file/),
    });
    expect(await runIn(folder, ["check", "--json", "--json"])).toMatchObject({ code: 0 });
  });

  it("behind -- takes a word for what it is", async () => {
    const folder = aFolder({ "roles.yaml": REGISTRY });
    expect(heads((await runIn(folder, ["who", "--", "--help", "-h"])).out)).toHaveLength(2);
  });
});

describe("rung --version", () => {
  it.each(["--version", "-v", "version"])("%s tells the version of the package", async (word) => {
    expect(await runIn("/", [word])).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+$/), err: "" });
  });

  it("help is there by name too, and a typo of an option is told", async () => {
    expect((await runIn("/", ["help", "who"])).out).toBe((await runIn("/", ["who", "--help"])).out);
    expect(await runIn("/", ["help", "hwo"])).toMatchObject({ code: 2, err: expect.stringContaining("`rung who`") });
    expect((await runIn("/", ["--verison"])).err).toContain("did you mean `rung --version`?");
  });
});

describe("the process", () => {
  const own = fileURLToPath(new URL("../../", import.meta.url));
  const main = join(own, "scripts/rung.mjs");

  it("stands where npm was called for `npm run rung`, and nowhere else than it is for other scripts", () => {
    const env = { npm_lifecycle_event: "rung", INIT_CWD: "/home/ann/project" };
    expect(standsIn(own.replace(/\/$/, ""), env)).toBe("/home/ann/project");
    expect(standsIn("/home/ann/other", env)).toBe("/home/ann/other");
    expect(standsIn(own, { ...env, npm_lifecycle_event: "test" })).toBe(own);
    expect(standsIn(own, {})).toBe(own);
  });

  it("reads standard input, once, and ends well where its own output is no longer read", () => {
    const cwd = aFolder({ "roles.yaml": REGISTRY });
    const many = Array.from({ length: 3_000 }, (_, index) => `docs/${index}`).join("\n");
    const script = `"${process.execPath}" "${main}" who - | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const piped = spawnSync("bash", ["-c", script], { cwd, input: many, encoding: "utf8" });
    expect(piped).toMatchObject({ stdout: "docs/0: docs; needs 1 approval from approvers\n0\n", stderr: "" });
    const twice = spawnSync(process.execPath, [main, "check", "-", "--extends", "-"], {
      ...{ cwd, input: REGISTRY, encoding: "utf8" },
    });
    expect(twice).toMatchObject({ status: 1, stderr: expect.stringContaining("can be read only once") });
  });
});
