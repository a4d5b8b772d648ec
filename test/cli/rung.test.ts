import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rung } from "../../src/cli/rung.ts";
import type { Env } from "../../src/environment/variables.ts";
import { noBot } from "./no-bot.ts";

/** Runs `rung` in a directory that holds these files. */
async function run(files: Readonly<Record<string, string>>, ...args: readonly string[]) {
  return await runWith({}, files, ...args);
}

async function runWith(env: Env, files: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await rung(
    args,
    {
      out: (text) => out.push(text),
      err: (text) => err.push(text),
      readFile: (path) => {
        const text = files[path.replace(/^\/here\//, "")];
        if (text === undefined) throw Object.assign(new Error("no such file"), { code: "ENOENT" });
        return text;
      },
      cwd: "/here",
    },
    noBot,
    env,
  );
  return { code, out: out.join("\n"), err: err.join("\n") };
}

const GOOD = "maintainers: [ann, ben]\napprovers: [cho]\n";
const FAULTY = "maintainers: [ann, ben]\napprover: [cho]\nareas:\n  a: { repo: [x] }\n";
const KUSIONSTACK = readFileSync(new URL("../../roles.yaml", import.meta.url), "utf8");

describe("rung", () => {
  it("tells what there is, and what was meant by a typo", async () => {
    expect((await run({}, "--help")).out).toMatch(/^ {2}rung check {2,}\S.*\n {2}rung who {2,}\S/m);
    expect(await run({})).toMatchObject({ code: 2, err: expect.stringMatching(/^ {2}rung check {2}/m) });
    expect(await run({}, "chekc")).toMatchObject({
      code: 2,
      err: 'rung has no command "chekc"; did you mean `rung check`?',
    });
    expect(await run({}, "constructor")).toMatchObject({ code: 2 });
    expect((await run({}, "who", "--help")).out).toMatch(/^Tell who may approve/);
  });
});

describe("rung start", () => {
  it("runs the bot that the entry hands over, and ends with 0 once it stands", async () => {
    let started = 0;
    const io = { out: () => {}, err: () => {}, readFile: () => "", cwd: "/here" };
    const code = await rung(["start"], io, async () => {
      started += 1;
    });
    expect({ code, started }).toEqual({ code: 0, started: 1 });
  });
});

describe("rung check", () => {
  it("of a sound file: exit 0", async () => {
    expect(await run({ "roles.yaml": GOOD }, "check")).toEqual({ code: 0, out: "roles.yaml: no faults", err: "" });
  });

  it("of a faulty file: every fault with its place, and exit 1", async () => {
    expect(await run({ "x.yaml": FAULTY }, "check", "x.yaml")).toEqual({
      code: 1,
      out: [
        'x.yaml:2:1          unknown key "approver"; did you mean "approvers"?',
        'x.yaml:4:8          unknown key "repo"; did you mean "repos"?',
        "2 faults",
      ].join("\n"),
      err: "",
    });
  });

  it("knows the commands that `commands` may name", async () => {
    const files = { "roles.yaml": `${GOOD}commands: { hodl: members, hold: members, "remove-label": members }\n` };
    const { code, out } = await run(files, "check");
    expect(code).toBe(1);
    expect(out).toContain('there is no command "hodl"; did you mean "hold"?');
    expect(out).toContain('there is no command "remove-label"');
  });

  it("warnings alone: exit 0", async () => {
    const { code, out } = await run(
      { "roles.yaml": "maintainers: [ann, ben]\nreviews: { request: 0 }\napproval: { lgtm: 9 }\n" },
      "check",
    );
    expect(code).toBe(0);
    expect(out).toMatch(/roles.yaml:3:13 +warning: .*\n1 warning$/);
  });

  it("--json: severity, line, column and message", async () => {
    const { code, out } = await run({ "x.yaml": FAULTY }, "check", "x.yaml", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      file: "x.yaml",
      ok: false,
      faults: [
        { severity: "error", line: 2, column: 1, message: 'unknown key "approver"; did you mean "approvers"?' },
        { severity: "error", line: 4, column: 8, message: 'unknown key "repo"; did you mean "repos"?' },
      ],
    });
  });

  it("finds .github/roles.yaml where there is no roles.yaml", async () => {
    expect((await run({ ".github/roles.yaml": GOOD }, "check")).out).toBe(".github/roles.yaml: no faults");
  });

  it("says which file is missing", async () => {
    expect(await run({}, "check")).toEqual({ code: 1, out: "", err: "cannot read roles.yaml: there is no such file" });
  });

  it("holds a file that extends against the one it extends, where that is given", async () => {
    const files = {
      "roles.yaml": "extends: true\napprovers: [{ login: cho, areas: [kusoin] }]\n",
      "org.yaml": KUSIONSTACK,
    };
    expect(await run(files, "check")).toMatchObject({
      code: 0,
      out: expect.stringMatching(/extends another registry/),
    });
    expect(await run(files, "check", "--extends", "org.yaml")).toMatchObject({
      code: 1,
      out: expect.stringMatching(/area "kusoin" is not defined; .*did you mean "kusion"/),
    });
  });

  it("used wrongly: exit 2 with the usage", async () => {
    expect(await run({}, "check", "a", "b")).toMatchObject({
      code: 2,
      err: expect.stringMatching(/one file\nUsage: rung check/),
    });
    expect(await run({}, "check", "--jsno")).toMatchObject({
      code: 2,
      err: expect.stringMatching(/Usage: rung check/),
    });
  });
});

describe("rung who", () => {
  const files = { "roles.yaml": KUSIONSTACK, "-": "a\nb: needs nobody's approval\0\u001b[31mred\0" };

  it("tells area, count, and everyone who may approve with their role", async () => {
    expect(await run(files, "who", "pkg/engine/apply.go", "--repo", "KusionStack/kusion")).toEqual({
      code: 0,
      out: [
        "pkg/engine/apply.go: engine, within kusion; needs 1 approval from approvers",
        "  SparkYuan (maintainer of kusion)",
        "  liu-hm19 (maintainer of kusion)",
        "  ffforest (maintainer of kusion, karpor)",
        "  adohe (maintainer of kusion, karpor)",
        "  Yangyang96 (maintainer of kusion)",
        "  hoangndst (approver of kusion)",
      ].join("\n"),
      err: "",
    });
  });

  it("R25: no file's name forges a line or steers the terminal", async () => {
    const { out } = await run(files, "who", "-", "--repo", "KusionStack/kusion");
    const lines = out.split("\n").filter((line) => !line.startsWith("  "));
    expect(lines).toEqual([
      expect.stringMatching(/^"a\\nb: needs nobody's approval": kusion; needs 1 approval/),
      expect.stringMatching(/^"\\u001b\[31mred": kusion; needs 1 approval/),
    ]);
    expect((await run(files, "who", "../\u001b[2J")).err).not.toContain("\u001b");
  });

  it("R25: in a workflow no file's name or text commands the runner", async () => {
    const hostile = { "roles.yaml": GOOD, "faulty.yaml": '"##[add-mask]a": [b]\n', "-": "::error::x\n" };
    const inWorkflow = { GITHUB_ACTIONS: "true" };
    const who = await runWith(inWorkflow, hostile, "who", "-", "--repo", "KusionStack/kusion");
    expect(who.out).toMatch(/^\\u003a:error::x: no area; needs 1 approval/);
    const check = await runWith(inWorkflow, hostile, "check", "faulty.yaml");
    expect(check.out).toContain("unknown key");
    expect(check.out).not.toContain("##[");
    expect((await run(hostile, "who", "-", "--repo", "KusionStack/kusion")).out).toMatch(/^::error::x: no area/);
  });

  it("--json: one entry a path", async () => {
    const { out } = await run(files, "who", "./main.go", "docs/a.md", "--repo", "KusionStack/karpor", "--json");
    const answers: unknown = JSON.parse(out);
    expect(answers).toMatchObject([
      {
        path: "main.go",
        repository: "KusionStack/karpor",
        area: "karpor",
        needed: 1,
        from: "approvers",
        enclosing: [],
      },
      {
        path: "docs/a.md",
        area: "karpor",
        approvers: [{ login: "elliotxx", role: "maintainers", areas: ["karpor"] }, {}, {}, {}],
      },
    ]);
  });

  it("without --repo answers for every repository that areas name", async () => {
    const { code, out } = await run(files, "who", "main.go");
    expect(code).toBe(0);
    expect(out.match(/^\S+ main.go: \S+;/gm)).toEqual([
      ...[
        "kusion main.go: kusion;",
        "karpor main.go: karpor;",
        "kuperator main.go: kuperator;",
        "controller-mesh main.go: ctrl-mesh;",
      ],
    ]);
  });

  it("the registry's own file needs the top role", async () => {
    const { out } = await run(files, "who", "roles.yaml", "--repo", "KusionStack/kusion");
    expect(out).toMatch(/^roles.yaml: a change of the registry; needs 1 approval from maintainers\n/);
    expect(out).not.toMatch(/hoangndst/);
    const elsewhere = await run(files, "who", ".github/roles.yaml", "--repo", "KusionStack/community", "--json");
    expect(JSON.parse(elsewhere.out)[0].approvers).toHaveLength(12);
  });

  it("--base takes the branch's rule into account; an area of nobody says so", async () => {
    const text =
      'areas: { free: { paths: ["f/**"], approval: { min: 0 } } }\napproval: { branches: { "r-*": { min: 2 } } }\nmaintainers: [ann, ben]\napprovers: [{ team: o/t }]\n';
    expect((await run({ "x.yaml": text }, "who", "a", "--registry", "x.yaml", "--base", "r-1")).out).toBe(
      "a: no area; needs 2 approvals from approvers\n  ann (maintainer everywhere)\n  ben (maintainer everywhere)\n  the members of o/t",
    );
    expect((await run({ "x.yaml": text }, "who", "f/a", "--registry", "x.yaml")).out).toMatch(
      /^f\/a: free; needs nobody's approval/,
    );
    expect((await run(files, "who", "a", "--repo", "KusionStack/community")).out).toBe(
      "a: no area; needs 1 approval from approvers\n  nobody may approve it",
    );
  });

  it("a faulty registry answers nothing", async () => {
    expect(await run({ "roles.yaml": FAULTY }, "who", "a")).toEqual({
      code: 1,
      out: "",
      err: "roles.yaml is faulty; `rung check roles.yaml` tells where",
    });
    expect(await run({ "roles.yaml": "extends: true\napprovers: [a]" }, "who", "a")).toMatchObject({
      code: 1,
      out: "",
    });
  });

  it("used wrongly: exit 2 with the usage", async () => {
    expect(await run(files, "who")).toMatchObject({
      code: 2,
      err: expect.stringMatching(/at least one path, or --tree\nUsage/),
    });
    expect(await run(files, "who", "a", "--repo", "kusion")).toMatchObject({
      code: 2,
      err: expect.stringMatching(/OWNER\/NAME/),
    });
  });
});

describe("rung schema", () => {
  it("prints the JSON Schema", async () => {
    const { code, out } = await run({}, "schema");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ $schema: "http://json-schema.org/draft-07/schema#" });
  });
});
