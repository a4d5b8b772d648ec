/** How much of something each person may cause within a period, so that strangers use up their own share and nobody else's (R54). */

import { HOUR_MS } from "../shared/duration.ts";
import { type Account, type Instant, loginKey } from "../shared/names.ts";

interface Budget {
  /** Takes one, identified by `what`: the same one again, as after a failed try, costs nothing. `false`: none is left. */
  take(by: Account, what: string, at: Instant, most: number): boolean;
  /** Whether nothing is left to them since. */
  isSpent(by: Account, most: number): boolean;
}

/** How many people are remembered; beyond that, the one who asked least recently is forgotten. */
const MAX_PEOPLE = 5_000;

/** `windowMs` by GitHub's clock. In this process's memory alone: it spares GitHub's limits and decides nothing. */
export function budget(windowMs: number): Budget {
  const spent = new Map<string, Map<string, Instant>>();
  const keyOf = (by: Account) => (by.id === null ? loginKey(by.login) : `${by.id}`);
  return {
    isSpent: (by, most) => (spent.get(keyOf(by))?.size ?? 0) >= most,
    take(by, what, at, most) {
      const key = keyOf(by);
      const own = spent.get(key) ?? new Map<string, Instant>();
      for (const [one, when] of own) if (at - when >= windowMs) own.delete(one);
      spent.delete(key);
      spent.set(key, own);
      const [oldest] = spent.keys();
      if (spent.size > MAX_PEOPLE && oldest !== undefined) spent.delete(oldest);
      if (own.has(what)) return true;
      if (own.size >= most) return false;
      own.set(what, at);
      return true;
    },
  };
}

export interface Budgets {
  readonly answers: Budget;
  readonly measures: Budget;
  /** Readings of the world for a registry, by its repository. */
  readonly readings: Budget;
}

export function budgets(): Budgets {
  return { answers: budget(HOUR_MS), measures: budget(HOUR_MS), readings: budget(HOUR_MS) };
}
