import fc from "fast-check";
import { expect, it } from "vitest";
import { anyText } from "./any-text.ts";

const texts = fc.sample(anyText({ maxLength: 200 }), { numRuns: 3_000, seed: 1 });
const code = (character: string) => character.codePointAt(0) ?? 0;
const codes = texts.flatMap((text) => [...text].map(code));

it("any text is made of whole characters, of every length of their encoding", () => {
  expect(texts.every((text) => text.isWellFormed())).toBe(true);
  for (const [from, to] of [
    [0, 0x7f],
    [0x80, 0x7ff],
    [0x800, 0xd7ff],
    [0xe000, 0xffff],
    [0x1_0000, 0x10_ffff],
  ] as const)
    expect(codes.some((one) => one >= from && one <= to)).toBe(true);
  expect(texts).toContain("");
});

it("any text holds words that mean something to JavaScript more often than chance would give them", () => {
  expect(texts.some((text) => /__proto__|constructor|hasOwnProperty|toString|valueOf/.test(text))).toBe(true);
});
