import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseRegistry } from "../../src/commands/read-registry.ts";
import { callsIn } from "../../src/commands/text/parse-commands.ts";

const page = readFileSync(new URL("../../docs/decisions.md", import.meta.url), "utf8");
const [, first = ""] = /```yaml\n(.*?)```/s.exec(page) ?? [];
const source = { repository: { owner: "KusionStack", name: "community" }, path: "roles.yaml", oid: "" };

describe("docs/decisions.md", () => {
  it("shows a registry without faults, whose kinds it names, and a list that is published", () => {
    const [, publish = ""] = /(publish: .*decisions.*)\n/.exec(page) ?? [];
    const { registry, faults } = parseRegistry(`version: 1\n${first}${publish}\n`, source);
    expect(faults.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(registry?.decisions?.map(({ kind }) => kind)).toEqual(["technical", "direction", "governance"]);
    expect(registry?.publish?.map(({ as }) => as)).toEqual(["decisions"]);
  });

  it("names commands that are read as such", () => {
    const rows = [...page.matchAll(/^\| `(\/[a-z]+)/gm)].map(([, command = ""]) => command);
    expect(new Set(rows)).toEqual(new Set(["/decide", "/vote", "/object", "/wait"]));
    for (const command of rows) expect(callsIn(`${command} x`)).toHaveLength(1);
  });
});
