/** The sets of employers whose people could approve, for the search for the fewest people who can finish. Pure. */

import type { EmployerCandidate, EmployerNeed } from "./employers.ts";

/** Each way is judged separately, and the result is only advice. */
const MAX_WAYS = 30;

/** For each way, groups of people of whom one each is enough. Exact where one employer is missing, and for the usual few. */
export function employerWays({
  missing,
  candidates,
}: EmployerNeed): readonly (readonly (readonly EmployerCandidate[])[])[] {
  if (missing === 0) return [[]];
  if (missing === 1) return candidates.length === 0 ? [] : [[candidates]];
  const groups = [...Map.groupBy(candidates, ({ employer }) => employer).values()];
  // Whoever may approve more settles more.
  const reach = (group: readonly EmployerCandidate[]) => Math.max(...group.map(({ areas }) => areas.length));
  return combinations(
    groups.toSorted((one, other) => reach(other) - reach(one)),
    missing,
  );
}

/** The first ways to take `count` of the items, at most `MAX_WAYS`. */
function combinations<T>(items: readonly T[], count: number): readonly (readonly T[])[] {
  if (count === 0) return [[]];
  const found: (readonly T[])[] = [];
  for (const [at, first] of items.entries()) {
    if (found.length >= MAX_WAYS || items.length - at < count) break;
    for (const rest of combinations(items.slice(at + 1), count - 1)) found.push([first, ...rest]);
  }
  return found.slice(0, MAX_WAYS);
}

/** What is still missing once these people have approved. */
export function withApprovals(
  { missing, candidates }: EmployerNeed,
  isApproving: (one: EmployerCandidate["candidate"]) => boolean,
): EmployerNeed {
  const brought = new Set(candidates.flatMap(({ candidate, employer }) => (isApproving(candidate) ? [employer] : [])));
  return {
    missing: Math.max(0, missing - brought.size),
    candidates: candidates.filter(({ employer }) => !brought.has(employer)),
  };
}
