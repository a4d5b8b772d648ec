/**
 * What still has to happen by a rule, as sentences: who blocks it, what comes first, what is short, who is asked, which period has to
 * end. Pure.
 */

import type { LeafResult } from "./leaf-result.ts";
import { isBlocked, pendingLeaves, pendingParts, pendingTexts, type Standings } from "./pending.ts";
import type { Criterion } from "./promotion-types.ts";

/** Sentences without their full stop, the most urgent first; people are not asked for a part while something must come first. Inert. */
export function nextClauses(criterion: Criterion, standings: Standings): readonly string[] {
  const all = pendingParts(criterion, standings);
  const parts = Map.groupBy(all, (part) => sortOf(part, standings));
  const textsOf = (sort: Sort) => (parts.get(sort) ?? []).flatMap((part) => pendingTexts(part, standings, clauseOf));
  const first = notYet(textsOf("blocked"), []);
  if (first.length > 0) return once([...textsOf("opposed"), ...first]);
  return once([
    ...textsOf("opposed"),
    ...notYet(textsOf("short"), COUNTED),
    ...textsOf("unknown"),
    ...textsOf("asked"),
    ...textsOf("time"),
  ]);
}

function once(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

type Sort = "opposed" | "blocked" | "short" | "unknown" | "asked" | "time";

const COUNTED: readonly string[] = ["Figures are counted anew every day"];

function notYet(texts: readonly string[], after: readonly string[]): readonly string[] {
  return texts.length === 0 ? [] : [`Not yet: ${texts.join("; ")}`, ...after];
}

/** Of alternatives, the one that people can do most about decides. */
function sortOf(part: Criterion, standings: Standings): Sort {
  if (isBlocked(part, standings)) return "blocked";
  const open = pendingLeaves(part, standings).map(({ standing }) => standing);
  if (open.every(({ state }) => state === "opposed")) return "opposed";
  if (open.every(({ state }) => state === "short")) return "short";
  if (open.every(({ state }) => state === "short" || state === "unknown")) return "unknown";
  return open.some(({ onlyTime }) => onlyTime === true) ? "time" : "asked";
}

function clauseOf({ wording, standing, waiver }: LeafResult): string | null {
  const or = waiver === null ? "" : `, or ${waiver}`;
  if (standing.next !== null) return `${standing.next}${or}`;
  if (standing.state === "unknown")
    return `not known yet, and looked at again by itself: ${wording} (${standing.figure.replace(/^unknown: /, "")})${or}`;
  // A window that has not begun is nobody's turn.
  return standing.onlyTime === true ? null : `${wording} (${standing.figure})`;
}
