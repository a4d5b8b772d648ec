/** Promotions against their rules written a second time, over random rules, communities and words. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drivenScene, scenes, standingOf } from "./drawn.ts";
import { answerOf } from "./oracle.ts";

const runs = Number(process.env.ORACLE_RUNS ?? 200);

describe("over any rule, community and words", () => {
  it("R44, R47, R49, R81: a promotion stands where the rules say, and passed or ended when they say", () => {
    const ends = new Set<string>();
    fc.assert(
      fc.property(scenes, (scene) => {
        const told = answerOf(scene);
        ends.add(told.stage);
        expect(standingOf(drivenScene(scene))).toEqual(told);
      }),
      { numRuns: runs },
    );
    expect(ends.size).toBeGreaterThan(4);
  });
});
