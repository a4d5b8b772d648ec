/** Decisions against their rules written a second time, over random kinds, communities and words. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { momentsOf } from "../voting-oracle.ts";
import { decided, decisionScenes } from "./drawn.ts";
import { type Answer, answerOf, type Scene } from "./oracle.ts";

const runs = Number(process.env.ORACLE_RUNS ?? 200);

/** Whoever loses the role is left out as if they had said nothing: what they held up may have ended before. */
function asTold(found: Answer, told: Answer, { changes }: Scene): Answer {
  const isByChange = changes.some(({ at }) => at === told.at);
  const isBefore = found.at !== null && told.at !== null && found.at <= told.at;
  return isByChange && isBefore ? { ...found, at: told.at } : found;
}

describe("over any kind of decision, community and words", () => {
  it("R92, R94: a decision stands where the rules say, and ended when they say", () => {
    const ends = new Set<string>();
    fc.assert(
      fc.property(decisionScenes, (scene) => {
        const told = answerOf(scene, momentsOf(scene));
        ends.add(told.stage);
        expect(asTold(decided(scene), told, scene)).toEqual(told);
      }),
      { numRuns: runs },
    );
    expect(ends).toEqual(new Set(["accepted", "cancelled", "declined", "open"]));
  });
});
