import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { COLUMNS, FORMATS } from "../../src/registry/publishing/publish-key.ts";
import { aFolder, runIn } from "../cli/a-folder.ts";

const page = readFileSync(new URL("../../docs/publishing.md", import.meta.url), "utf8");
const [, registry = ""] = /<!-- file: roles\.yaml -->\n```yaml\n(.*?)```/s.exec(page) ?? [];
const commands = [...page.matchAll(/```console\n\$ rung (.*)\n([\s\S]*?)\n```\n/g)].map(
  ([, typed = "", shown = ""]) => [typed, shown] as const,
);

describe("docs/publishing.md", () => {
  it.each(commands)("rung %s says what the page shows", async (typed, shown) => {
    const config = '[remote "origin"]\n\turl = git@github.com:KusionStack/community.git\n';
    const { out, err, code } = await runIn(
      aFolder({ "roles.yaml": registry, ".git/config": config }),
      typed.split(" "),
    );
    expect([code, err]).toEqual([0, ""]);
    expect(out.trimEnd()).toBe(shown);
  });

  it("shows every kind of list, and names every format and column", () => {
    expect(commands).toHaveLength(4);
    for (const name of [...FORMATS, ...COLUMNS]) expect(page).toContain(`\`${name}\``);
  });
});
