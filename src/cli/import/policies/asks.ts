/** Which demands for approvals imply which others. Nothing is assumed about people who are not named. */

import type { Ask } from "./policy-types.ts";

/** Whoever is in the first is in the second, by their names. */
export function isWithin<T>(one: ReadonlySet<T>, other: ReadonlySet<T>): boolean {
  return [...one].every((each) => other.has(each));
}

/** Where the first is given, the second is. */
export function implies(given: Ask, asked: Ask): boolean {
  return asked.count === 0 || (given.count >= asked.count && isWithin(given.who, asked.who));
}

/** Without those that follow from others. */
export function strongest(asks: readonly Ask[]): readonly Ask[] {
  const needed = asks.filter(({ count }) => count > 0);
  return needed.filter((ask, at) => !needed.some((other, place) => place !== at && follows(other, ask, place < at)));
}

/** Of two that say the same the earlier stays. */
function follows(other: Ask, ask: Ask, isEarlier: boolean): boolean {
  return implies(other, ask) && (isEarlier || !implies(ask, other));
}

/**
 * One ask from which it follows that one of several is given: so many approvals of all these people that by count alone they cannot
 * all fall short. Exact where each asks for one.
 */
export function anyOf(asks: readonly Ask[]): Ask {
  const weakest = asks.filter(
    (ask, at) => !asks.some((other, place) => place !== at && follows(ask, other, place < at)),
  );
  const [only, ...others] = weakest;
  if (only !== undefined && others.length === 0) return only;
  return {
    count: weakest.reduce((sum, { count }) => sum + count - 1, 1),
    who: new Set(weakest.flatMap(({ who }) => [...who])),
  };
}
