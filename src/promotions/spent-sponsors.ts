/**
 * Where several `sponsors` must all be met, each needs people of its own: who sponsors for which, assigned as best serves the candidate.
 * Pure.
 */

import { samePerson } from "../shared/people.ts";
import { sponsoring } from "./criteria/sponsors.ts";
import type { Criterion, Leaf, Person, PromotionFacts } from "./promotion-types.ts";

/** How many ways to divide people up are tried; after that they are assigned in order. */
const MAX_WAYS = 2_000;

interface Placed {
  readonly leaf: Leaf;
  /** The alternatives that it is part of: which of them, and on which side. */
  readonly sides: readonly { readonly of: Criterion; readonly at: number }[];
}

/** By number of the criterion: those whose sponsoring another one needs. */
export function spentSponsors(criterion: Criterion, facts: PromotionFacts): ReadonlyMap<number, readonly Person[]> {
  const all = sponsorsIn(criterion, []);
  if (all.length < 2) return new Map();
  const musts = all.filter(({ sides }) => sides.length === 0);
  const given = sharedOut(
    musts.map(({ leaf }) => leaf),
    facts,
  );
  const needed = new Map(musts.map(({ leaf }) => [leaf.number, needs(leaf, given.get(leaf.number) ?? [], facts)]));
  const spent = new Map<number, readonly Person[]>();
  for (const { leaf } of musts) {
    const own = given.get(leaf.number) ?? [];
    spent.set(
      leaf.number,
      [...given.values()].flat().filter((person) => !isAmong(own, person)),
    );
  }
  const before: Placed[] = [...musts];
  for (const one of all.filter(({ sides }) => sides.length > 0)) {
    const taken = before
      .filter((other) => areBothAsked(one, other))
      .flatMap(({ leaf }) => needed.get(leaf.number) ?? []);
    const free = sponsoring(one.leaf.params, facts).people.filter((person) => !isAmong(taken, person));
    spent.set(one.leaf.number, taken);
    needed.set(one.leaf.number, needs(one.leaf, free, facts));
    before.push(one);
  }
  return spent;
}

function sponsorsIn(criterion: Criterion, sides: Placed["sides"]): readonly Placed[] {
  if (criterion.combine === "leaf") return criterion.kind === "sponsors" ? [{ leaf: criterion, sides }] : [];
  const isEither = criterion.combine === "any" || (criterion.combine === "some" && criterion.min === 1);
  return criterion.of.flatMap((each, at) => sponsorsIn(each, isEither ? [...sides, { of: criterion, at }] : sides));
}

/** Whether both may be needed: not where they are two ways to the same. */
function areBothAsked(one: Placed, other: Placed): boolean {
  return !one.sides.some((side) => other.sides.some(({ of, at }) => of === side.of && at !== side.at));
}

function isAmong(people: readonly Person[], person: Person): boolean {
  return people.some((each) => samePerson(each, person));
}

/** Those without whom it would not be enough; everybody if it is not enough. */
function needs({ params }: Leaf, people: readonly Person[], facts: PromotionFacts): readonly Person[] {
  const { isEnough } = sponsoring(params, facts);
  if (!isEnough(people)) return people;
  return people.reduce<readonly Person[]>((kept, person) => {
    const others = kept.filter((each) => !samePerson(each, person));
    return isEnough(others) ? others : kept;
  }, people);
}

/** Everybody who sponsored for one of them: so that as many criteria as can be are met. */
function sharedOut(leaves: readonly Leaf[], facts: PromotionFacts): ReadonlyMap<number, readonly Person[]> {
  const groups = leaves.map(({ number, params }) => ({ number, ...sponsoring(params, facts) }));
  const people: Person[] = [];
  for (const { people: theirs } of groups) for (const one of theirs) if (!isAmong(people, one)) people.push(one);
  const choices = people.map((person) => groups.flatMap((group, at) => (isAmong(group.people, person) ? [at] : [])));
  const ways = choices.reduce((product, { length }) => product * Math.max(1, length), 1);
  const given = (way: readonly number[]) => groups.map((_, at) => people.filter((_person, who) => way[who] === at));
  const worth = (way: readonly number[]) =>
    given(way).reduce((sum, theirs, at) => {
      const group = groups[at];
      return group === undefined ? sum : sum + group.counted(theirs) + (group.isEnough(theirs) ? 1_000 : 0);
    }, 0);
  let best: readonly number[] = choices.map(([first = 0]) => first);
  if (ways <= MAX_WAYS) {
    let most = worth(best);
    for (const way of everyWay(choices)) {
      const found = worth(way);
      if (found > most) [best, most] = [way, found];
    }
  }
  return new Map(given(best).map((theirs, at) => [groups[at]?.number ?? 0, theirs]));
}

function everyWay(choices: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return choices.reduce<readonly (readonly number[])[]>(
    (ways, choice) => ways.flatMap((way) => choice.map((one) => [...way, one])),
    [[]],
  );
}
