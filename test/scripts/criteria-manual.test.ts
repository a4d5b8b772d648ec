import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  criteriaManual,
  exampleOf,
  parametersOf,
  withCriteriaManual,
  wordsOf,
} from "../../scripts/references/criteria-manual.ts";
import { KINDS } from "../../src/promotions/criteria/index.ts";
import { parsePromotion } from "../../src/promotions/rule.ts";
import { faultsOf } from "../registry/a-registry.ts";

const text = readFileSync(new URL("../../docs/criteria.md", import.meta.url), "utf8");

describe("docs/criteria.md", () => {
  it("has each criterion in full, as the code has it; `npm run docs` writes it", () => {
    expect(text).toBe(withCriteriaManual(text));
    expect(text).toContain(criteriaManual());
    for (const { name } of KINDS) expect(text).toContain(`### ${name}\n`);
  });

  it("has every key of every criterion with what it means", () => {
    for (const { name, schema } of KINDS) {
      const [, section = ""] = text.split(`### ${name}\n`);
      for (const { key, about } of parametersOf(schema)) {
        expect(about, `${name}.${key}`).not.toBe("");
        expect(
          section.includes(`| \`${key}\` |`),
          `${name}.${key} in docs/criteria.md: \`npm run docs\` writes it`,
        ).toBe(true);
      }
    }
  });

  it.each(KINDS.map((kind) => [kind.name, kind] as const))(
    "%s: its examples are taken, and say something",
    (name, kind) => {
      for (const example of kind.examples) {
        expect(parsePromotion(parse(example)).faults, example).toEqual([]);
        expect(wordsOf(example).length, example).toBeGreaterThan(0);
      }
      const full = parse(kind.examples[0] ?? "");
      const keys = parametersOf(kind.schema);
      const must = keys.filter(({ key, isMust }) => isMust && !key.includes("."));
      for (const { key } of keys.filter((one) => !one.key.includes("."))) {
        const value = (one: string) => parse(exampleOf(name, one));
        const block = {
          [name]: {
            ...Object.fromEntries(must.map((one) => [one.key, value(one.key)])),
            ...needed(name),
            [key]: value(key),
          },
        };
        expect(parsePromotion(block).faults, `${name}.${key}`).toEqual([]);
      }
      expect(full).toHaveProperty(name);
    },
  );

  it("shows a ladder from prose to YAML that parses without a fault and without a warning", () => {
    const [, example = ""] = /Sentence by sentence:\n\n```yaml\n([\s\S]*?)```/.exec(text) ?? [];
    expect(example).toContain("after: 14d");
    expect(faultsOf(example)).toEqual([]);
  });
});

/** What some keys need beside them. */
function needed(kind: string): object {
  if (kind === "nomination") return { bots: ["ladder-bot"] };
  if (kind === "contributing") return { "project-since": "2024-01-24" };
  return kind === "seats" ? { max: 5 } : {};
}
