/** Each criterion against its rules written a second time, over random communities and words, at any moment. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { communityOf, standingsAt } from "./criteria-oracle.ts";
import { looks, standings } from "./drawn-looks.ts";
import type { Standing } from "./told.ts";

const runs = Number(process.env.ORACLE_RUNS ?? 1500);

describe("over any community and words, at any moment", () => {
  it("R44, R49: each criterion stands as its rules say", () => {
    const seen = new Set<Standing>();
    fc.assert(
      fc.property(looks, (look) => {
        const { before, people, employers, ...rest } = look;
        const community = communityOf(people, employers);
        const told = standingsAt({ ...rest, community, frozen: communityOf(before, employers) });
        for (const one of told) seen.add(one);
        expect(standings(look)).toEqual(told);
      }),
      { numRuns: runs },
    );
    expect(seen.size).toBe(5);
  });
});
