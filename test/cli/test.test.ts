import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { rung } from "../../src/cli/rung.ts";
import { noBot } from "./no-bot.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

async function run(files: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const readFile = (path: string) => {
    const text = files[path.replace(/^\/here\//, "")];
    if (text === undefined) throw Object.assign(new Error("no such file"), { code: "ENOENT" });
    return text;
  };
  const io = { out: (text: string) => out.push(text), err: (text: string) => err.push(text), readFile, cwd: "/here" };
  const code = await rung(["test", ...args], io, noBot);
  return { code, out: out.join("\n"), err: err.join("\n") };
}

const REGISTRY = "maintainers: [ann, ben]\napprovers: [cho]\n";
const one = (name: string, expected: string) =>
  `  - name: ${name}\n    author: pat\n    files: [a]\n    reviews: [{ by: cho, state: approved }]\n    expect: ${expected}\n`;
const GOOD = `tests:\n${one("good", "approved")}`;

describe("rung test", () => {
  it("KusionStack's own registry means what its examples say", async () => {
    const files = Object.fromEntries(
      ["roles.yaml", "roles.test.yaml"].map((name) => [name, readFileSync(`${root}${name}`, "utf8")]),
    );
    const { code, out } = await run(files);
    expect(out).toMatch(/\n8 of 8 tests as expected$/);
    expect(code).toBe(0);
  });

  it("all as expected: exit 0, and a line each", async () => {
    expect(await run({ "roles.yaml": REGISTRY, "roles.test.yaml": GOOD })).toEqual({
      ...{ code: 0, err: "" },
      out: "ok    good\n1 of 1 test as expected",
    });
  });

  it("a difference: exit 1, with what was expected and found, its line, and why", async () => {
    const text = `${GOOD}${one("bad", "{ verdict: waiting, waiting-for: [x] }")}`.replaceAll("[x]", "[the-repository]");
    const found = await run({ "roles.yaml": REGISTRY, "roles.test.yaml": text });
    expect(found).toEqual({
      ...{ code: 1, err: "" },
      out: [
        "ok    good",
        "FAIL  bad (roles.test.yaml:7)",
        ...["      verdict", "        expected  waiting", "        found     approved"],
        ...["      waiting-for", "        expected  the-repository", "        found     nobody and nothing"],
        "      The check says: Approved: the-repository",
        "1 of 2 tests as expected",
      ].join("\n"),
    });
  });

  it("tells why something did not count", async () => {
    const text = GOOD.replace("by: cho", "by: eve");
    const { out } = await run({ "roles.yaml": REGISTRY, "roles.test.yaml": text });
    expect(out).toContain("      Did not count: eve, approval: has no role in this registry");
  });

  it("--json: every test with its differences", async () => {
    const { code, out } = await run(
      { "roles.yaml": REGISTRY, "t.yaml": `tests:\n${one("x", "held")}` },
      "t.yaml",
      "--json",
    );
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      files: [
        {
          file: "t.yaml",
          faults: [],
          tests: [
            {
              name: "x",
              line: 2,
              passed: false,
              differences: [{ what: "verdict", expected: "held", actual: "approved" }],
            },
          ],
        },
      ],
    });
  });

  it("every fault of a test file with its place, those of the registry by `rung check`", async () => {
    const faulty = GOOD.replace("author", "auther").replace("approved }", "aproved }");
    expect(await run({ "roles.yaml": REGISTRY, "roles.test.yaml": faulty })).toMatchObject({
      code: 1,
      out: expect.stringMatching(
        /^roles.test.yaml:3:5 {2}unknown key "auther".*\nroles.test.yaml:5:\d+ {2}"aproved" is not/,
      ),
    });
    expect((await run({ "roles.yaml": "aprovers: [x]", "roles.test.yaml": GOOD })).out).toContain(
      "roles.yaml is faulty; `rung check roles.yaml` tells where",
    );
    expect(await run({ "roles.test.yaml": GOOD })).toMatchObject({
      ...{ code: 1, out: "0 of 0 tests as expected; 1 file could not be used" },
      err: expect.stringContaining("its registry is missing: cannot read roles.yaml: there is no such file"),
    });
    expect((await run({})).err).toContain(
      "cannot read roles.test.yaml: there is no such file\nTo begin, write into roles.test.yaml: tests: [{ name: ",
    );
    expect((await run({ "roles.yaml": REGISTRY, "roles.test.yaml": GOOD }, "--jsno")).code).toBe(2);
  });

  it("several files that are missing are told each, and how to begin once", async () => {
    const { code, err } = await run({ "roles.yaml": REGISTRY }, "a.yaml", "b.yaml", "c.yaml");
    expect([code, err.split("\n")]).toEqual([
      1,
      [
        ...["a.yaml", "b.yaml", "c.yaml"].map((file) => `cannot read ${file}: there is no such file`),
        expect.stringMatching(/^To begin, write into a.yaml: tests: \[/),
      ],
    ]);
  });

  it("finds the registry beside the file, or where the file or the command line says", async () => {
    const other = "maintainers: [ann, ben]\n";
    const files = { "d/roles.test.yaml": GOOD, "d/roles.yaml": REGISTRY, "roles.yaml": other, "x/o.yaml": REGISTRY };
    expect((await run(files, "d/roles.test.yaml")).code).toBe(0);
    expect((await run(files, "d/roles.test.yaml", "--registry", "roles.yaml")).code).toBe(1);
    expect((await run({ ...files, "x/t.yaml": `registry: o.yaml\n${GOOD}` }, "x/t.yaml")).code).toBe(0);
    expect((await run({ "y/t.yaml": GOOD, "roles.yaml": REGISTRY }, "y/t.yaml")).code).toBe(0);
  });

  it("a registry that extends another is tested joined with it", async () => {
    const files = {
      "roles.yaml": "extends: true\napprovers: [dee]\n",
      "org.yaml": REGISTRY,
      "roles.test.yaml": `repository: o/r\n${GOOD}`,
    };
    expect((await run(files)).out).toContain("roles.yaml extends another registry; name a copy of that");
    expect((await run(files, "--extends", "org.yaml")).code).toBe(0);
    expect((await run({ ...files, "roles.test.yaml": `extends: org.yaml\n${GOOD}` })).code).toBe(0);
  });

  it("teams are those that the file tells", async () => {
    const files = {
      "roles.yaml": "maintainers: [ann, ben, { team: o/t }]\n",
      "roles.test.yaml": `repository: o/r\nteams: { o/t: [cho] }\n${GOOD}`,
    };
    expect(await run(files)).toMatchObject({ code: 0 });
  });

  it("`rung schema --tests` describes the file to editors", async () => {
    const out: string[] = [];
    const io = { out: (text: string) => out.push(text), err: () => {}, readFile: () => "", cwd: "" };
    expect(await rung(["schema", "--tests"], io, noBot)).toBe(0);
    expect(JSON.parse(out.join(""))).toMatchObject({ title: "roles.test.yaml of Rung", required: ["tests"] });
    expect(await rung(["schema", "--test"], io, noBot)).toBe(2);
  });
});
