/** What docs/inactivity.md shows is what there is. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { subcommands } from "../../src/cli/subcommands.ts";
import { inactivityRules, looksAtInactivity } from "../../src/registry/inactivity/rules.ts";
import { aRegistry, faultsOf } from "../registry/a-registry.ts";

const text = readFileSync(new URL("../../docs/inactivity.md", import.meta.url), "utf8");
const registries = [...text.matchAll(/<!-- file: roles\.yaml -->\n```yaml\n(.*?)```/gs)].map(([, yaml = ""]) => yaml);

describe("docs/inactivity.md", () => {
  it("shows registries that are read without a fault and without a warning", () => {
    expect(registries).toHaveLength(2);
    for (const registry of registries) {
      expect(faultsOf(registry)).toEqual([]);
      expect(looksAtInactivity(aRegistry(registry))).toBe(true);
    }
  });

  it("names every default as it is", () => {
    const { keep: _, ...rules } = inactivityRules(aRegistry(registries[0] ?? ""));
    for (const [key, value] of Object.entries(rules)) {
      const [, shown = ""] = new RegExp(`^\\| \`${key}\` \\| \`(.*?)\` \\|`, "m").exec(text) ?? [];
      expect(parse(shown), key).toEqual(value);
    }
  });

  it("uses the command as it is used", () => {
    const seen = subcommands.find(({ name }) => name === "seen");
    for (const [, option = ""] of text.matchAll(/rung seen.*?--([a-z-]+)/g))
      expect(Object.keys(seen?.given ?? {})).toContain(option);
  });
});
