import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { rung } from "../../src/cli/rung.ts";
import { effectParagraphs } from "../../src/gate/effect-text.ts";
import type { Sandbox } from "../../src/sandbox/start.ts";
import { noBot } from "../cli/no-bot.ts";
import { pastSandbox } from "../cli/replay/a-replay.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const page = readFileSync(`${root}docs/seeing-the-effect.md`, "utf8");

/** The page's own files, by name. */
const files = new Map(
  [...page.matchAll(/<!-- file: (\S+) -->\n```yaml\n(.*?)```/gs)].map(([, name = "", text = ""]) => [name, text]),
);
/** What is typed, and what the page says comes of it. */
const commands = [...page.matchAll(/```console\n\$ rung (.*)\n([^`]*(?:`(?!``)[^`]*)*)```/g)].map(
  ([, typed = "", shown = ""]) => ({ typed, shown: shown.trimEnd() }),
);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await pastSandbox();
  vi.stubEnv("GITHUB_TOKEN", sandbox.personalToken("octo-fan"));
  vi.stubEnv("GHE_HOST", sandbox.host);
  vi.stubEnv("GHE_PROTOCOL", "http");
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await sandbox.close();
});

async function run(typed: string): Promise<string> {
  const said: string[] = [];
  const say = (text: string) => said.push(text);
  const readFile = (path: string) => files.get(path) ?? readFileSync(`${root}${path}`, "utf8");
  await rung(typed.split(" "), { out: say, err: say, readFile, cwd: "" }, noBot);
  return said.join("\n");
}

describe("docs/seeing-the-effect.md", () => {
  it("has commands, and every block is run or read here", () => {
    expect(commands.length).toBe(page.match(/^```console$/gm)?.length);
    expect(files.size).toBe(page.match(/^```yaml$/gm)?.length);
    expect(commands.length).toBeGreaterThanOrEqual(5);
  });

  it.each(commands)("rung $typed says what the page shows", async ({ typed, shown }) => {
    // Commits of the sandbox have other names whenever one of its files changes.
    const same = (text: string) => text.replaceAll(/`[0-9a-f]{7}`/g, "`commit`");
    expect(same(await run(typed))).toBe(same(shown));
  });

  it("every yaml file of it is what it is meant as", async () => {
    for (const name of files.keys()) {
      const isTest = name.endsWith(".test.yaml");
      const said = await run(isTest ? `test ${name}` : `check ${name}`);
      if (!name.startsWith("faulty")) expect(said, name).not.toMatch(/could not be used|fault(?!s$)/);
    }
  });

  it("what it quotes of the check is what the check says", () => {
    const quoted = page.match(/^>.*$/gm)?.map((line) => line.replace(/^> ?/, "")) ?? [];
    const text = effectParagraphs({
      looked: 2,
      pulls: [
        {
          ...{ repository: "KusionStack/kusion", number: 1, title: "feat: a flag" },
          ...{ from: "Approved: kusion", to: "Needs 1 approval: kusion" },
        },
      ],
      areas: [
        { area: "kusion", before: 3, after: 2, needed: 1 },
        { area: "engine", before: 2, after: 1, needed: 2 },
      ],
      limits: [],
    });
    expect(quoted.join("\n")).toBe(text);
  });
});
