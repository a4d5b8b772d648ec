import { expect, it } from "vitest";
import { attestationsFor, latest } from "../../src/promotions/promotion-statements.ts";
import type { PromotionStatement } from "../../src/promotions/promotion-types.ts";
import { attest, sponsor, waive } from "./a-promotion.ts";

it("R80: of each person the latest counts, of each criterion the latest about it", () => {
  const words = [
    attest("ann", 1),
    sponsor("ann"),
    attest("ben", 1),
    attest("ann", 2),
    attest("ann", 1),
    waive("ann", 1),
  ];
  expect(latest(words, "attest")).toEqual([words[2], words[3], words[4]]);
  expect(attestationsFor(words, 1)).toEqual([words[2], words[4]]);
});

it("R53: the latest of each person are found by going through all once", () => {
  for (const found of [latest<"sponsor">, attestationsOf])
    expect(peopleRead(found, 400) / peopleRead(found, 100)).toBeLessThan(6);
});

function attestationsOf(words: readonly PromotionStatement[]): unknown {
  return attestationsFor(
    words.map((word) => Object.assign(word, { kind: "attest", criterion: null })),
    null,
  );
}

/** How often it is looked who said something, of as many words of as many people. */
function peopleRead(found: (words: readonly PromotionStatement[], kind: "sponsor") => unknown, count: number): number {
  let read = 0;
  const words = Array.from({ length: count }, (_, at): PromotionStatement => {
    const { by, ...rest } = sponsor(`person-${at}`);
    return Object.defineProperty(rest as PromotionStatement, "by", {
      get: () => {
        read += 1;
        return by;
      },
    });
  });
  found(words, "sponsor");
  return read;
}
