/** A path that two patterns both match: where areas overlap, other people are asked than in either alone. */
import { glob, normalised, samplePath } from "./glob.ts";

/** `null`: there is none, or none is found (brackets and backslashes are not looked into). */
export function commonPath(one: string, other: string): string | null {
  if (!canMeet(one, other)) return null;
  const found = met(segmentsOf(one), segmentsOf(other), metSegment)?.join("/") ?? null;
  return found !== null && glob(one).matches(found) && glob(other).matches(found) ? found : null;
}

/** Cheap, and settles most pairs: their literal beginnings and endings agree as far as both go. */
function canMeet(one: string, other: string): boolean {
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
 * is nothing. No two places are looked at twice, so that the work is bounded by the product of the lengths.
 */
function met(
  some: readonly string[],
  others: readonly string[],
  both: (one: string, other: string) => string | null,
): readonly string[] | null {
  const failed = new Set<number>();
  function from(i: number, j: number): readonly string[] | null {
    if (i === some.length && j === others.length) return [];
    const place = i * (others.length + 1) + j;
    if (failed.has(place)) return null;
    const found = next(i, j);
    if (found === null) failed.add(place);
    return found;
  }
  function next(i: number, j: number): readonly string[] | null {
    const [one, other] = [some[i], others[j]];
    if (one === "**" && other === "**") return from(i + 1, j) ?? from(i, j + 1);
    if (one === "**" || other === "**") {
      const [skipped, kept] = one === "**" ? [from(i + 1, j), other] : [from(i, j + 1), one];
      if (skipped !== null || kept === undefined) return skipped;
      return after(both(kept, "*"), one === "**" ? from(i, j + 1) : from(i + 1, j));
    }
    return one === undefined || other === undefined ? null : after(both(one, other), from(i + 1, j + 1));
  }
  return from(0, 0);
}

function after(first: string | null, rest: readonly string[] | null): readonly string[] | null {
  return first === null || rest === null ? null : [first, ...rest];
}

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
