import { describe, expect, it } from "vitest";
import { parseRegistry } from "../../src/commands/read-registry.ts";
import { emptyRecord } from "../../src/gate/record/record-changes.ts";
import { rowsOf } from "../../src/gate/rows.ts";
import { verdict } from "../../src/gate/verdict.ts";
import { withinReach } from "../../src/gate/within-reach.ts";
import { indexed } from "../../src/registry/registry-index.ts";
import { aPull, approval } from "../support/a-pull.ts";

const each = <T>(count: number, made: (at: number) => T) => Array.from({ length: count }, (_, at) => made(at));

function indexOf(text: string) {
  const source = { repository: { owner: "KusionStack", name: "kusion" }, path: "roles.yaml", oid: "1" };
  const { registry } = parseRegistry(text, source);
  if (registry === null) throw new Error("the registry is faulty");
  return indexed(registry);
}

function judged(text: string, files: readonly string[]) {
  const index = indexOf(text);
  const facts = withinReach(aPull({ files, reviews: [approval("ann")] }), index);
  const { state } = verdict({ facts, index, record: emptyRecord(), diffs: new Map() });
  return { state, rows: rowsOf(facts, index).length };
}

describe("R53: a pull request whose files would have to be tried on very many patterns", () => {
  const patterns = (count: number) =>
    `areas:\n${each(count, (at) => `  a${at}: { paths: ["**/q${at}*/*x*"] }\n`).join("")}maintainers: [ann]\n`;
  const files = each(3_000, (at) => `packages/some/folder/below/another/file-${at}`);

  it("passes by nobody's word, and says what to do", () => {
    expect(judged(patterns(2_000), files).state).toEqual({
      kind: "unknown",
      why: expect.stringMatching(
        /^it would take too long to hold 3000 changed files against .*; begin patterns with the folder/,
      ),
    });
  });

  it("is judged where fewer patterns, or fewer files, are tried", () => {
    expect(judged(patterns(100), files).state).toEqual({ kind: "approved" });
    expect(judged(patterns(2_000), files.slice(0, 300)).state).toEqual({ kind: "approved" });
  });

  it("is judged where the patterns begin with their folders, however many there are", () => {
    const own = `areas:\n${each(3_000, (at) => `  a${at}: { paths: ["packages/p${at}/**"] }\n`).join("")}maintainers: [ann]\n`;
    const one = each(3_000, (at) => `packages/p${at}/file`);
    expect(judged(own, one)).toMatchObject({ state: { kind: "approved" }, rows: 3_000 });
  });
});

describe("R53: a pull request in thousands of areas, with thousands of people in each", () => {
  it("passes by nobody's word", () => {
    const areas = each(1_000, (at) => `  a${at}: { paths: ["p${at}/**"] }\n`).join("");
    const people = each(4_000, (at) => `p${at}`).join(", ");
    const crowd = `areas:\n${areas}maintainers: [ann]\napprovers: [${people}]\n`;
    const files = each(1_000, (at) => `p${at}/file`);
    expect(judged(crowd, files).state).toMatchObject({ kind: "unknown" });
    expect(judged(crowd, files.slice(0, 500)).state).toEqual({ kind: "approved" });
  });
});
