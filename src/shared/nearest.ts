/** The known word that somebody most likely meant. */

/** Longer words are no typos of anything; this also bounds the work for one comparison. */
const MAX_LENGTH = 64;

/**
 * The known word nearest to `word` by the number of letters added, dropped, changed or swapped, ignoring case; `null` if none is near
 * enough (`most`: a third of its letters, at least one). Among equals the first of `known`.
 */
export function nearest(
  word: string,
  known: Iterable<string>,
  most = Math.max(1, Math.floor(word.length / 3)),
): string | null {
  if (word === "" || word.length > MAX_LENGTH) return null;
  const folded = word.toLowerCase();
  let best: string | null = null;
  let limit = most + 1;
  for (const candidate of known) {
    if (candidate.length > MAX_LENGTH || Math.abs(candidate.length - word.length) >= limit) continue;
    const distance = wordDistance(folded, candidate.toLowerCase(), limit);
    if (distance < limit) {
      best = candidate;
      limit = distance;
    }
    if (limit === 0) break;
  }
  return best;
}

/** Damerau-Levenshtein distance (optimal string alignment); any number of at least `limit` once it cannot be below. */
function wordDistance(from: string, to: string, limit: number): number {
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      let cost = Math.min(at(row, j) + 1, at(next, j - 1) + 1, at(row, j - 1) + (same ? 0 : 1));
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1])
        cost = Math.min(cost, at(before, j - 2) + 1);
      next.push(cost);
      least = Math.min(least, cost);
    }
    // A swap may still reach back one row, hence the row before counts too.
    if (least >= limit && Math.min(...row) >= limit) return limit;
    before = row;
    row = next;
  }
  return at(row, to.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
