/**
 * Any text at all, as `fc.string({ unit: "binary" })` gives it, including dangerous words like `__proto__`. That one keeps a table of
 * all million characters, which takes a second of computing and 180 MB in each worker, and a tenth of a second at each garbage
 * collection.
 */

import fc from "fast-check";

/** Halves of surrogate pairs are no characters. */
const SURROGATES = { from: 0xd800, count: 0x800 };

const anyCharacter = fc.nat({ max: 0x10_ffff - SURROGATES.count }).map(
  (n) => String.fromCodePoint(n < SURROGATES.from ? n : n + SURROGATES.count),
  (character) => {
    if (typeof character !== "string" || [...character].length !== 1) throw new Error("not one character");
    const n = character.codePointAt(0) ?? 0;
    if (n >= SURROGATES.from && n < SURROGATES.from + SURROGATES.count) throw new Error("half a character");
    return n < SURROGATES.from ? n : n - SURROGATES.count;
  },
);

export const anyText = (bounds: { readonly minLength?: number; readonly maxLength?: number } = {}) =>
  fc.string({ ...bounds, unit: anyCharacter });
