import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { indexed } from "../../src/registry/registry-index.ts";
import { anyText } from "../support/any-text.ts";
import { faultsOf, KUSION, parsed } from "./a-registry.ts";

/** Fragments of registries, sound and broken, to be shuffled. */
const FRAGMENTS = [
  "maintainers: ", "approvers:\n", "areas:\n", "roles:\n", "approval: ", "labels: ", "kinds: ", "extends: true\n", "commands: ",
  "version: 1\n", "emeritus: ", "welcome: |\n  hi\n", "mode: advise\n", "  - ann\n", "- ben\n", "  - { login: cho, areas: [a] }\n",
  "  a: { repos: [x], paths: [\"b/**\"] }\n", "{ min: 2, from: approvers }", "{ branches: { \"r-*\": { min: 1 } } }", "[ann, ben]\n",
  "[", "]", "{", "}", ": ", "- ", "? ", "\n", "  ", "\t", "&a ", "*a ", "!!str ", "<<: *a\n", "\"", "'", "|\n", ">\n", "#", "---\n",
  "...\n", "%YAML 1.1\n", "null\n", "~", "true\n", "1e999\n", "0x1F", ".inf", "99999999999999999999", "__proto__: { x: 1 }\n",
  "constructor: 1\n", "toString: 1\n", "hasOwnProperty: [a]\n", "\u0000", "\ud800", "\u202e", "\ufeff", "é", "2024-02-30\n", "@ann",
  "login: ", "id: 5\n", "team: a/b\n", "promotion: { sponsors: { from: x, min: 2 } }\n", "exclusive: true\n", "since: 2024-01-24\n",
]; // biome-ignore format: a list of fragments

const yamlish = fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 25 }).map((parts) => parts.join(""));
const plainText = anyText({ maxLength: 200 });
const anyJson = fc.json({ maxDepth: 4 });

describe("R24: any text at all", () => {
  it("never throws; there is a registry exactly when no fault is an error; every place lies in the text", () => {
    fc.assert(
      fc.property(fc.oneof(yamlish, plainText, anyJson), (text) => {
        const { registry, faults } = parsed(text);
        expect(registry === null).toBe(faults.some(({ severity }) => severity === "error"));
        const lines = text.split(/\r\n|\n|\r/);
        for (const { line, column, message } of faults) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(message).toMatch(/\S/);
          expect(message).not.toMatch(/\n/);
        }
        if (registry !== null && registry.extends === undefined) indexed(registry).areaPathsOf(KUSION, "a/b");
      }),
      { numRuns: 4000, examples: [["[? \n"]] },
    );
  });

  it("never reaches an object's prototype", () => {
    fc.assert(
      fc.property(yamlish, (text) => {
        parsed(`${text}\n__proto__: { polluted: [ann] }\nconstructor: { prototype: { polluted: 1 } }`);
        expect("polluted" in {}).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

/**
 * Texts of nearly 1 MiB that cost a naive reader minutes or more. No clock is looked at: a reader whose work grew with the
 * square of the text would not end within the test's time at all.
 */
describe("R24: hostile texts of full size end with a plain answer", () => {
  const size = 1024 * 1024 - 100;
  const full = (unit: string) => unit.repeat(Math.floor(size / unit.length));

  it.each([
    ["opening brackets", full("["), /nested more than/],
    ["closing brackets", full("]"), /closes nothing here/],
    ["compact sequences", full("- "), /nested more than/],
    ["explicit keys", full("? "), /nested more than/],
    ["anchors", full("&a "), /anchor or alias/],
    ["directives", full("%x\n"), /directive/],
    ["documents", full("---\n"), /second document/],
    ["quotes", full('"'), /not valid YAML/],
    ["one key over and over", full("k: 1\n"), /./],
    ["the same person over and over", `maintainers:\n${full("- ann\n").slice(0, 600_000)}`, /listed twice/],
    [
      "misspelt areas",
      `areas: {${Array.from({ length: 5000 }, (_, n) => `area-${n}: {paths: ["a/**"]}`).join()}}\nmaintainers: [{ login: ann, areas: [${Array.from({ length: 90_000 }, (_, n) => `k${n}`).join()}]}]`,
      /is not defined/,
    ],
    [
      "areas within areas",
      `areas:\n${Array.from({ length: 12_000 }, (_, n) => `  a${n}: { paths: ["**/*.x${n}"] }`).join("\n")}\nmaintainers: [ann, ben]\napproval: { min: 3 }`,
      /./,
    ],
  ])("%s", (_, text, answer) => {
    expect(text.length).toBeLessThanOrEqual(1024 * 1024);
    expect(faultsOf(text).join("\n")).toMatch(answer);
  });

  it("a bomb of aliases is refused before it opens", () => {
    const levels = Array.from({ length: 30 }, (_, n) => `x${n}: &x${n} [${n === 0 ? "a" : `*x${n - 1}, *x${n - 1}`}]`);
    expect(faultsOf(levels.join("\n"))[0]).toMatch(/^1:5 "&x0" is a YAML anchor or alias/);
  });
});
