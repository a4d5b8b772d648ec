/** What docs/conditions.md shows is what there is. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rung } from "../../src/cli/rung.ts";
import { noBot } from "../cli/no-bot.ts";

const page = readFileSync(new URL("../../docs/conditions.md", import.meta.url), "utf8");
const files = new Map(
  [...page.matchAll(/<!-- file: (\S+) -->\n```yaml\n(.*?)```/gs)].map(([, name = "", text = ""]) => [name, text]),
);

async function run(typed: string): Promise<string> {
  const said: string[] = [];
  const say = (text: string) => said.push(text);
  const readFile = (path: string) => {
    const text = files.get(path);
    if (text === undefined) throw Object.assign(new Error("not there"), { code: "ENOENT" });
    return text;
  };
  await rung(typed.split(" "), { out: say, err: say, readFile, cwd: "" }, noBot);
  return said.join("\n");
}

describe("docs/conditions.md", () => {
  it("shows registries without a fault and without a warning", async () => {
    expect(files.size).toBe(page.match(/^```yaml$/gm)?.length);
    for (const name of files.keys())
      if (!name.endsWith(".test.yaml")) expect(await run(`check ${name}`), name).toContain("no faults");
  });

  it("R73, R74: its examples come out as they say", async () => {
    expect(await run("test roles.test.yaml")).toMatch(/4 of 4 tests as expected$/);
  });
});
