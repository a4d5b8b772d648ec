import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { rung } from "../../src/cli/rung.ts";
import { commands } from "../../src/commands/index.ts";
import { VARIABLE_NAMES } from "../../src/environment/variables.ts";
import { noBot } from "../cli/no-bot.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const page = readFileSync(join(root, "docs/faq.md"), "utf8");
const parts = page.split(/^## /m).slice(1);
const answers = parts
  .flatMap((part) => part.split(/^### /m).slice(1))
  .map((text): [string, string] => {
    const [question = "", ...lines] = text.split("\n");
    return [question, lines.join("\n").trim()];
  });
const code = [...page.replaceAll(/```yaml\n.*?```/gs, "").matchAll(/`([^`\n]+)`/g)].map(([, text = ""]) => text);

async function said(args: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const lines: string[] = [];
  const say = (text: string) => lines.push(text);
  const readFile = (path: string) => files[path] ?? "";
  return { code: await rung(args, { out: say, err: say, readFile, cwd: "/" }, noBot, {}), text: lines.join("\n") };
}

/** As GitHub makes a heading's anchor. */
function anchors(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe("docs/faq.md", () => {
  it("answers at least ten questions each of three kinds of readers", () => {
    const questions = parts.map((part) => part.match(/^### /gm)?.length ?? 0);
    expect(questions).toHaveLength(3);
    for (const count of questions) expect(count).toBeGreaterThanOrEqual(10);
  });

  it.each(answers)("%s is answered in at most five lines, beside an example", (_, answer) => {
    const lines = answer
      .replaceAll(/```yaml\n.*?```/gs, "")
      .split("\n")
      .filter((line) => line.trim() !== "");
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThanOrEqual(5);
  });

  it("every registry in it is accepted without a fault", async () => {
    const registries = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = ""]) => text);
    expect(registries.length).toBeGreaterThan(3);
    for (const text of registries) {
      const told = await said(["check", "roles.yaml"], { "roles.yaml": text });
      expect(told.code, `${text}${told.text}`).toBe(0);
    }
  });

  it("every command in it is one there is, with options that it has", async () => {
    const typed = commands.flatMap(({ name, cancelForms = [] }) => [name, ...cancelForms.map((form) => form.slice(1))]);
    const names = new Set([...typed, "readyz"]);
    for (const text of code) {
      const [, slash] = /^\/([a-z-]+)/.exec(text) ?? [];
      if (slash !== undefined) expect(names, text).toContain(slash);
      const [, name = "", rest = ""] = /^rung ([a-z-]+)(.*)$/.exec(text) ?? [];
      if (name === "") continue;
      const help = await said([name, "--help"]);
      expect(help.code, text).toBe(0);
      for (const [option] of rest.matchAll(/--[\w-]+/g)) expect(help.text, text).toContain(option);
    }
  });

  it("every variable in it is one that Rung reads, and every link leads somewhere", () => {
    for (const text of code) if (/^[A-Z]+_[A-Z_]+$/.test(text)) expect(VARIABLE_NAMES).toContain(text);
    for (const [, file = "", anchor] of page.matchAll(/\]\(([^)#]*)(?:#([^)]*))?\)/g)) {
      const path = join(root, "docs", file === "" ? "faq.md" : file);
      expect(existsSync(path), file).toBe(true);
      if (anchor !== undefined) expect(anchors(readFileSync(path, "utf8")), `${file}#${anchor}`).toContain(anchor);
    }
  });
});
