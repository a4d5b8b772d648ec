/** The gate compared with a second implementation of its rules, over random registries, pull requests and statements. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRegistry } from "../../src/commands/read-registry.ts";
import type { Where } from "../../src/gate/check-outcome.ts";
import { combined } from "../../src/gate/combined.ts";
import { indexed } from "../../src/registry/registry-index.ts";
import { approval, listOf, minute } from "../support/a-pull.ts";
import { conditionedScenes, factsOf, judgedOf, scenes } from "./drawn-scenes.ts";
import { answerOf, type Scene, shownRow } from "./oracle.ts";
import { among, textOf } from "./random-registries.ts";

const SOURCE = { repository: { owner: "KusionStack", name: ".github" }, path: "roles.yaml", oid: "0".repeat(40) };
const runs = Number(process.env.ORACLE_RUNS ?? 500);

/** How many of them are green, by both. */
function greenAmong(all: fc.Arbitrary<Scene>, numRuns: number): number {
  let green = 0;
  fc.assert(
    fc.property(all, (scene) => {
      const { registry, faults } = parseRegistry(textOf(scene.registry), SOURCE);
      if (registry === null) throw new Error(JSON.stringify(faults));
      const { state, areas, holds } = judgedOf(scene, indexed(registry));
      const logins = (people: readonly { readonly login: string }[]) => people.map(({ login }) => login);
      const rows = areas.map(({ area, approved, needed, missing, blockedBy }) =>
        shownRow(area, needed === 0 ? [] : logins(approved), missing === 0, logins(blockedBy)),
      );
      const answer = answerOf(scene);
      green += Number(answer.isGreen);
      const told = {
        isGreen: state.kind === "approved",
        rows: new Set(rows),
        holds: new Set(holds.map((one) => one.login)),
      };
      expect(told).toEqual({ ...answer, rows: new Set(answer.rows), holds: new Set(answer.holds) });
    }),
    { numRuns },
  );
  return green;
}

describe("over any registry, pull request and words", () => {
  it("the gate says what the rules say: who approves each row, who blocks it, and whether all is green", () => {
    expect(greenAmong(scenes, runs)).toBeGreaterThan(runs / 100);
  });

  it("R73, R74: so it does where it counts whether the author is new, or which bot it is, and for whom people work", () => {
    // One in twenty is green.
    expect(greenAmong(conditionedScenes, runs / 2)).toBeGreaterThan(0);
  });

  it("R17, R18: several that share a commit, or are in one merge, pass only if each of them would", () => {
    fc.assert(
      fc.property(
        fc.array(scenes, { minLength: 1, maxLength: 3 }),
        among<Where>("pull", "merge-group"),
        (all, where) => {
          const parts = all.map((scene, at) => {
            const { registry } = parseRegistry(textOf(scene.registry), SOURCE);
            if (registry === null) throw new Error("faulty");
            return { number: at + 1, verdict: judgedOf(scene, indexed(registry)) };
          });
          const isGreen = all.every((scene) => answerOf(scene).isGreen);
          expect(combined(parts, where).outcome === "success").toBe(isGreen);
        },
      ),
      { numRuns: runs / 4 },
    );
  });

  it("R44: whom the quickest way names can finish it: their approvals are all that was missing", () => {
    let named = 0;
    fc.assert(
      fc.property(fc.oneof(scenes, conditionedScenes), (scene) => {
        const { registry } = parseRegistry(textOf(scene.registry), SOURCE);
        if (registry === null) throw new Error("faulty");
        const facts = factsOf(scene);
        const { quickest } = judgedOf(scene, indexed(registry), facts);
        fc.pre(quickest.length > 0);
        named += 1;
        const more = quickest.map(({ login }, at) =>
          approval(login, { at: minute(55), id: 900 + at, commit: facts.head.sha }),
        );
        const after = judgedOf(scene, indexed(registry), {
          ...facts,
          reviews: listOf([...facts.reviews.items, ...more]),
        });
        const open = after.areas.filter(({ state }) => state !== "approved" && state !== "nobody-needed");
        expect({ open, employers: after.employers?.missing ?? 0 }).toEqual({ open: [], employers: 0 });
      }),
      { numRuns: runs / 4, maxSkipsPerRun: 1_000 },
    );
    expect(named).toBeGreaterThan(runs / 5);
  });
});
