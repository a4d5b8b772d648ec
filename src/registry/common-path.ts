/** A path that two patterns both match: where areas overlap, other people are asked than in either alone. */

import { glob, normalised, samplePath } from "./glob.ts";

/** `null`: there is none, or none is found (brackets and backslashes are not looked into). */
export function commonPath(one: string, other: string): string | null {
  if (!mayMeet(one, other)) return null;
  const found = met(segmentsOf(one), segmentsOf(other), metSegment)?.join("/") ?? null;
  return found !== null && glob(one).matches(found) && glob(other).matches(found) ? found : null;
}

/** Cheap, and settles most pairs: their literal beginnings and endings agree as far as both go. */
export function mayMeet(one: string, other: string): boolean {
  const [a, b] = [glob(one), glob(other)];
  return (
    (a.beginning.startsWith(b.beginning) || b.beginning.startsWith(a.beginning)) &&
    (a.ending.endsWith(b.ending) || b.ending.endsWith(a.ending))
  );
}

/** At the end `**` stands for one segment at least, elsewhere for none, too. */
function segmentsOf(pattern: string): readonly string[] {
  const segments = normalised(pattern).split("/");
  return segments.at(-1) === "**" ? [...segments.slice(0, -1), "*", "**"] : segments;
}

/**
 * What two lists both stand for, where `**` stands for any number of items and `both` tells what two items stand for; `null`: there
 * is nothing. The work is bounded by the product of the lengths.
 */
function met(
  some: readonly string[],
  others: readonly string[],
  both: (one: string, other: string) => string | null,
): readonly string[] | null {
  const width = others.length + 1;
  // Whether what is left of both from there on stands for something; the ends do.
  const isMet = new Uint8Array((some.length + 1) * width);
  const isMetAt = (i: number, j: number) => isMet[i * width + j] === 1;
  const steps = (i: number, j: number) =>
    stepsFrom(some[i], others[j], both).find(([di, dj]) => isMetAt(i + di, j + dj));
  for (let i = some.length; i >= 0; i -= 1)
    for (let j = others.length; j >= 0; j -= 1)
      if ((i === some.length && j === others.length) || steps(i, j) !== undefined) isMet[i * width + j] = 1;
  if (!isMetAt(0, 0)) return null;
  const found: string[] = [];
  let [i, j] = [0, 0];
  for (let step = steps(i, j); step !== undefined; step = steps(i, j)) {
    const [di, dj, item] = step;
    if (item !== null) found.push(item);
    [i, j] = [i + di, j + dj];
  }
  return found;
}

/** How far in each list, and which item that makes; `null`: none. */
type Step = readonly [number, number, string | null];

function stepsFrom(
  one: string | undefined,
  other: string | undefined,
  both: (one: string, other: string) => string | null,
): readonly Step[] {
  const isAny = one === "**";
  if (isAny && other === "**") return BOTH_ANY;
  if (isAny || other === "**") {
    const kept = isAny ? other : one;
    const item = kept === undefined ? null : both(kept, "*");
    const skip: Step = isAny ? [1, 0, null] : [0, 1, null];
    return item === null ? [skip] : [skip, isAny ? [0, 1, item] : [1, 0, item]];
  }
  const item = one === undefined || other === undefined ? null : both(one, other);
  return item === null ? [] : [[1, 1, item]];
}

const BOTH_ANY: readonly Step[] = [
  [1, 0, null],
  [0, 1, null],
];

/** What two segments both stand for. */
function metSegment(one: string, other: string): string | null {
  if (one === other || other === "*") return samplePath(one);
  if (one === "*") return samplePath(other);
  if (/[[\]\\]/.test(one + other)) return null;
  const letters = met(lettersOf(one), lettersOf(other), (a, b) => {
    if (a === "*" || a === "?") return b === "*" || b === "?" ? "x" : b;
    return b === "*" || b === "?" || a === b ? a : null;
  });
  return letters === null ? null : letters.join("") || "x";
}

/** `*` as `met` knows it. */
function lettersOf(segment: string): readonly string[] {
  return [...segment.replaceAll(/\*+/g, "*")].map((letter) => (letter === "*" ? "**" : letter));
}
