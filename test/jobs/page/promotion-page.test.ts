import { describe, expect, it } from "vitest";
import { promotionShown } from "../../../src/jobs/page/promotion-page.ts";
import { type ShownPromotion, type ShownRequirement, shownPromotion } from "../../../src/model/page-data.ts";
import type { Measured } from "../../../src/promotions/promotion-types.ts";
import { aCount, sponsor, waive } from "../../promotions/a-promotion.ts";
import { aPromotionReview } from "./a-promotion-review.ts";

const ONE_WAY = {
  any: [{ "merged-pulls": { min: 1, labels: ["code"] } }, { "merged-pulls": { min: 3, labels: ["docs"] } }],
};

/** So many of each label. */
function counts(code: number, docs: number, words: Parameters<typeof waive>[] = []) {
  let asked = 0;
  const measured = (): Measured => {
    asked += 1;
    return aCount(asked === 1 ? code : docs);
  };
  return { measured, words: words.map((word) => waive(...word)) };
}

function shown(block: unknown, options: Parameters<typeof aPromotionReview>[1]): ShownPromotion {
  const found = promotionShown(
    aPromotionReview(block, options),
    9,
    "### P\n\n**Short.**\n\n| | A |\n| --- | --- |\n| 1 | b |",
  );
  if (found === null) throw new Error("the promotion has ended");
  return found;
}

function states(requirement: ShownRequirement | undefined): readonly string[] {
  if (requirement === undefined) return [];
  return requirement.combine === "leaf" ? [requirement.state] : requirement.of.flatMap(states);
}

describe("alternatives of a promotion", () => {
  it("none is met: each is a way, and it takes one", () => {
    const { requirements, met, of } = shown(ONE_WAY, counts(0, 0));
    expect([states(requirements), met, of]).toEqual([["missing", "missing"], 0, 1]);
  });

  it("one is met: the others are asked for no longer", () => {
    const { requirements, met, of } = shown(ONE_WAY, counts(1, 0));
    expect([states(requirements), met, of]).toEqual([["met", "spare"], 1, 1]);
  });

  it("the nearest way counts, with all it takes", () => {
    const block = {
      any: [
        { all: [{ "merged-pulls": 1 }, { sponsors: { from: "maintainers", min: 1 } }] },
        { objections: { from: "maintainers", window: "7d" } },
      ],
    };
    // Two entries ask for sponsors, and each needs its own.
    const options = { measured: { "merged-pulls": aCount(1) }, words: [sponsor("ben"), sponsor("ann")] };
    expect(shown(block, { measured: options.measured })).toMatchObject({ met: 0, of: 1 });
    // Two entries of sponsors need two people.
    const twice = { all: [block, { sponsors: { from: "maintainers", min: 1 } }] };
    const both = { ...options, words: [sponsor("ben"), sponsor("cho")] };
    expect(shown(twice, both)).toMatchObject({ met: 3, of: 3 });
  });

  it("those for other areas are no way, and are not shown", () => {
    const block = { any: [{ for: "karpor", sponsors: 1 }, { "merged-pulls": 3 }] };
    const { requirements, met, of } = shown(block, { measured: { "merged-pulls": aCount(1) } });
    expect([states(requirements), met, of]).toEqual([["missing"], 0, 1]);
  });

  it("at least two of three: those that miss the least", () => {
    const block = {
      some: {
        min: 2,
        of: [
          { "merged-pulls": 1 },
          { sponsors: { from: "maintainers", min: 1 } },
          { objections: { from: "maintainers", window: "7d" } },
        ],
      },
    };
    expect(shown(block, { measured: { "merged-pulls": aCount(1) } })).toMatchObject({ met: 1, of: 2 });
  });
});

it("a waived requirement counts, and says who waived it", () => {
  const { requirements, met, of } = shown(
    { "merged-pulls": 10 },
    { measured: { "merged-pulls": aCount(1) }, words: [waive("ann", 1)] },
  );
  expect([states(requirements), met, of]).toEqual([["waived"], 1, 1]);
  expect(JSON.stringify(requirements)).toContain("waived by ann");
});

it("comes back from the database as it went in, without the comment's table", () => {
  const found = shown(ONE_WAY, counts(1, 0));
  expect(shownPromotion.parse(JSON.parse(JSON.stringify(found)))).toEqual(found);
  expect(found.bodyMarkdown).toBe("**Short.**");
});
