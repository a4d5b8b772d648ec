/**
 * The gate over time compared with a second implementation of its rules: texts are edited and deleted, reviews dismissed, labels put on, and Rung
 * looks now and then, with what it remembers and what events told it (R7, R9b, R10, R15b, R80).
 */

import fc from "fast-check";
import { expect, it } from "vitest";
import { parseRegistry } from "../../src/commands/read-registry.ts";
import { indexed, type RegistryIndex } from "../../src/registry/registry-index.ts";
import { governedHistories, type History, histories, looksAt, wordsAt } from "./drawn-histories.ts";
import { answerOf, shownRow, type WrittenRegistry } from "./oracle.ts";
import { textOf } from "./random-registries.ts";

const SOURCE = { repository: { owner: "KusionStack", name: ".github" }, path: "roles.yaml", oid: "0".repeat(40) };
const runs = Number(process.env.ORACLE_RUNS ?? 60);

function indexOf(written: WrittenRegistry): RegistryIndex {
  const { registry, faults } = parseRegistry(textOf(written), SOURCE);
  if (registry === null) throw new Error(JSON.stringify(faults));
  return indexed(registry);
}

function expectSaid(history: History): void {
  for (const { at, verdict } of looksAt(history, indexOf)) {
    const answer = answerOf(wordsAt(history, at));
    const logins = (people: readonly { readonly login: string }[]) => people.map(({ login }) => login);
    const rows = verdict.areas.map(({ area, approved, needed, missing, blockedBy }) =>
      shownRow(area, needed === 0 ? [] : logins(approved), missing === 0, logins(blockedBy)),
    );
    const holds = verdict.holds.map(({ login }) => login);
    expect({ at, isGreen: verdict.state.kind === "approved", rows: new Set(rows), holds: new Set(holds) }).toEqual({
      at,
      isGreen: answer.isGreen,
      rows: new Set(answer.rows),
      holds: new Set(answer.holds),
    });
  }
}

it("the gate says at each look what the rules say, whatever was edited, deleted or dismissed", () => {
  fc.assert(fc.property(histories, expectSaid), { numRuns: runs });
});

it("R5, R9b: so it does where the registry becomes another one meanwhile", () => {
  fc.assert(fc.property(governedHistories, expectSaid), { numRuns: runs / 2 });
});
