import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { rung } from "../../src/cli/rung.ts";
import { history } from "../../src/sandbox/kusionstack-history.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.ts";
import { aWorld } from "../sandbox/a-sandbox.ts";
import { noBot } from "./no-bot.ts";

const page = readFileSync(new URL("../../docs/moving-in.md", import.meta.url), "utf8");

/** The lines of every block of shell. */
const commands = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = ""]) => block.trim().split("\n"));

let sandbox: Sandbox;
beforeAll(async () => {
  const world = aWorld({ registry: null });
  history(world);
  sandbox = await startSandbox({ world });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await sandbox.close();
});

function aTreeOnDisk(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "rung-moving-in-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** The policy that the page's report is of. */
const POLICY = `policy:
  approval: [{ or: [reviewed, urgent] }, checked]
approval_rules:
  - name: checked
    requires:
      conditions:
        has_status: [build]
  - name: urgent
    if: { title: { matches: ["^urgent"] } }
  - name: reviewed
    requires: { count: 1, teams: [my-org/approvers] }
`;

/** Runs a line of the page; its placeholders stand for the sandbox and its repository. */
async function typed(line: string, cwd: string) {
  const said: string[] = [];
  const io = {
    ...{ cwd, readFile: (path: string) => readFileSync(join(cwd, path), "utf8") },
    ...{ out: (text: string) => said.push(text), err: (text: string) => said.push(text) },
  };
  const words = line.split(" ");
  const args = words
    .slice(words.indexOf("rung") + 1)
    .map((word) => word.replace("my-org/my-repo", "KusionStack/kusion"));
  return { code: await rung(args, io, noBot), said: said.join("\n") };
}

describe("docs/moving-in.md", () => {
  it("has commands that do what they say, in their order", async () => {
    vi.stubEnv("GITHUB_TOKEN", sandbox.personalToken("SparkYuan"));
    vi.stubEnv("GHE_HOST", sandbox.host);
    vi.stubEnv("GHE_PROTOCOL", "http");
    const moving = aTreeOnDisk({
      OWNERS: "approvers: [ann, ben]\n",
      "pkg/server/OWNERS": "approvers: [cho]\n",
      "pkg/server/main.go": "",
      ".policy.yml": POLICY,
    });
    expect(commands).toHaveLength(6);
    for (const line of commands) {
      const cwd = line.includes("rung init") ? aTreeOnDisk({}) : moving;
      expect([line, (await typed(line, cwd)).code]).toEqual([line, 0]);
    }
    expect((await typed("rung who pkg/server/main.go --registry roles.yaml", moving)).said).toContain(
      "cho (approver of pkg/server)",
    );
    expect(readFileSync(join(moving, "my-repo.yaml"), "utf8")).toContain("repos: [kusion]");
  });

  it("shows the report of a policy as it is given", async () => {
    const cwd = aTreeOnDisk({ ".policy.yml": POLICY, "main.go": "", "README.md": "" });
    const shown = /```\n(Read \.policy[\s\S]*?)```/.exec(page)?.[1] ?? "missing";
    expect((await typed("rung import . --from policy-bot --output policy.yaml", cwd)).said).toContain(shown.trim());
  });

  it("shows a report as it is given", async () => {
    const cwd = aTreeOnDisk({
      ".github/CODEOWNERS": "/.github/ @octo-org/admins\n/apps/ @octocat\n/apps/github\n",
      ...{ "apps/x.rb": "", "apps/github/x.rb": "", "README.md": "" },
    });
    const shown = /```\n(Read \.github[\s\S]*?)```/.exec(page)?.[1] ?? "missing";
    const { said } = await typed("rung import . --output roles.yaml", cwd);
    expect(said.startsWith(shown.trim())).toBe(true);
  });
});
