/** Explains that a list was not read in full (R14). Pure. */

import type { Listed } from "../model/facts.ts";

/** Where GitHub's own lists end: reading again does not help, only a smaller pull request does. */
const ENDS: Readonly<Record<string, number>> = { "changed files": 3_000, commits: 250 };

export function cutWhy(name: string, { items, total, why }: Pick<Listed<unknown>, "items" | "total" | "why">): string {
  if (why !== undefined) return why;
  const most = ENDS[name];
  return most !== undefined && total > most
    ? `GitHub tells at most ${most} ${name} of a pull request, and this one has ${total}`
    : `GitHub returned ${items.length} of ${total} ${name}`;
}
