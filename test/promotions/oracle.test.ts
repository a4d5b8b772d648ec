/** Promotions against their rules written a second time, over random rules, communities and words. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drivenScene, scenes } from "./drawn.ts";
import { answersOf } from "./oracle.ts";

const runs = Number(process.env.ORACLE_RUNS ?? 250);

describe("over any rules, community, promotions and words", () => {
  it("R44, R47, R49, R81: each promotion stands where the rules say, and passed or ended when they say", () => {
    const ends = new Set<string>();
    fc.assert(
      fc.property(scenes, (scene) => {
        const told = answersOf(scene);
        for (const { stage } of told) ends.add(stage);
        expect(drivenScene(scene)).toEqual(told);
      }),
      { numRuns: runs },
    );
    expect(ends.size).toBeGreaterThan(5);
  });
});
