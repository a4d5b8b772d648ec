/** The fewest people who are enough for several things: exact for the usual few, greedy beyond. */

import { loginKey } from "../shared/names.ts";
import type { Person } from "../shared/person-sets.ts";

/** Steps of the exact search; then the best result so far is taken. */
const MAX_STEPS = 3_000;
/** Beyond this the search is greedy: the answer is advice, and nobody reads a list of fifty. */
const MAX_UNITS = 30;

/** So many of these people are missing. */
interface Need<P extends Person> {
  readonly missing: number;
  readonly candidates: readonly P[];
}

/** People who could do the same: the needs, by number, that each of them is one for. */
interface Group<P extends Person> {
  readonly needs: readonly number[];
  readonly members: readonly P[];
}

/** Groups and members in the order in which they are met. */
export function groupsOf<P extends Person>(needs: readonly Need<P>[]): readonly Group<P>[] {
  const people = new Map<string, { readonly person: P; readonly needs: number[] }>();
  for (const [index, need] of needs.entries()) {
    for (const person of need.candidates) {
      const key = `${person.id ?? loginKey(person.login)}`;
      const known = people.get(key);
      if (known === undefined) people.set(key, { person, needs: [index] });
      else known.needs.push(index);
    }
  }
  const alike = Map.groupBy(people.values(), (one) => one.needs.join(","));
  return [...alike.values()].map((all) => ({
    needs: all[0]?.needs ?? [],
    members: all.map(({ person }) => person),
  }));
}

/** How many of each group; among equals those that come first. As many as there are where they are not enough. */
export function fewest<P extends Person>(groups: readonly Group<P>[], needs: readonly Need<P>[]): readonly number[] {
  const missing = needs.map((need) => need.missing);
  return smallest(groups, missing, greedy(groups, missing), needs.length);
}

/** How many people of each group: those who help most come first. */
function greedy(groups: readonly Group<Person>[], needs: readonly number[]): readonly number[] {
  const left = [...needs];
  const taken = groups.map(() => 0);
  const gain = (group: Group<Person>) => group.needs.filter((unit) => (left[unit] ?? 0) > 0).length;
  while (left.some((need) => need > 0)) {
    const free = groups
      .map((group, index) => ({ group, index }))
      .filter(({ group, index }) => (taken[index] ?? 0) < group.members.length);
    const best = free.reduce<(typeof free)[number] | null>(
      (top, one) => (top === null || gain(one.group) > gain(top.group) ? one : top),
      null,
    );
    if (best === null || gain(best.group) === 0) break;
    taken[best.index] = (taken[best.index] ?? 0) + 1;
    for (const unit of best.group.needs) left[unit] = (left[unit] ?? 0) - 1;
  }
  return taken;
}

/** Branch and bound: each step settles the need with the fewest ways, and stops where the best known result is reached. */
function smallest(
  groups: readonly Group<Person>[],
  needs: readonly number[],
  start: readonly number[],
  size: number,
): readonly number[] {
  if (size > MAX_UNITS) return start;
  let best = start;
  let fewest = sum(start);
  let steps = 0;
  const taken = groups.map(() => 0);
  const left = [...needs];
  const total = () => sum(taken);
  function waysFor(unit: number): readonly number[] {
    return groups.flatMap((group, index) =>
      group.needs.includes(unit) && (taken[index] ?? 0) < group.members.length ? [index] : [],
    );
  }
  function take(index: number, count: number): void {
    taken[index] = (taken[index] ?? 0) + count;
    for (const unit of groups[index]?.needs ?? []) left[unit] = (left[unit] ?? 0) - count;
  }
  function search(): void {
    steps += 1;
    const open = left.flatMap((need, unit) => (need > 0 ? [unit] : []));
    if (open.length === 0) {
      fewest = total();
      best = [...taken];
      return;
    }
    const mostLeft = Math.max(...open.map((unit) => left[unit] ?? 0));
    if (steps > MAX_STEPS || total() + mostLeft >= fewest) return;
    const ways = open.map(waysFor).toSorted((one, other) => one.length - other.length)[0] ?? [];
    for (const index of ways) {
      take(index, 1);
      search();
      take(index, -1);
    }
  }
  search();
  return best;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
