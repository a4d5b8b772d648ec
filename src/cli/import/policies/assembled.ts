/** Combines what the clauses ask into the rules of one registry, so that whatever passes there also passed before. */

import { keptUnder } from "../../../registry/conditions/kept-labels.ts";
import { labelNames } from "../../../registry/label-key.ts";
import { LABEL_RULES } from "../../../triage/labels/index.ts";
import { implies, isWithin, strongest } from "./asks.ts";
import {
  botsOf,
  clauseAsks,
  type Enough,
  guardTold,
  literalTold,
  type PathAsk,
  saidOf,
  toldOfGuarded,
} from "./clause-asks.ts";
import { isEverything } from "./name-set.ts";
import type { Ask, Clause, Guard, Literal, MovedStatement } from "./policy-types.ts";

/** More approvals by the same people, where a guard holds. */
interface Raise {
  readonly guard: Extract<Guard, { readonly kind: "branch" | "lines" | "label" | "bots" }>;
  readonly min: number;
}

/** Fewer approvals, where one of these bots wrote all of it and nothing but these files is changed. */
interface Lowering {
  readonly bots: readonly string[];
  readonly only: readonly string[];
  readonly min: number;
}

export interface Assembled {
  /** Of every pull request, all of them; empty: see `rest`. */
  readonly base: readonly Ask[];
  /** What is asked where `base` is empty and no path asks anything: nothing, or the policy does not tell. */
  readonly rest: "nobody" | "untold";
  /** Beside the base. */
  readonly byPath: readonly PathAsk[];
  /** Enough for these files alone, instead of the base. */
  readonly enough: Enough | null;
  readonly raises: readonly Raise[];
  readonly lowerings: readonly Lowering[];
  readonly told: readonly MovedStatement[];
}

/** `found`: how many files of the tree patterns match. */
export function assembled(clauses: readonly Clause[], found: (paths: readonly string[]) => number): Assembled {
  const each = clauses.map(clauseAsks);
  const told: MovedStatement[] = each.flatMap((one) => one.told);
  const always = each.flatMap((one) => one.always);
  const {
    base,
    raises,
    covered,
    told: ofRaises,
  } = withRaises(
    always,
    each.flatMap((one) => one.raises),
  );
  told.push(...ofRaises);
  // Only where one clause asks for all of the base is that clause's way round it a way round the base.
  const [single, ...others] = each.filter((one) => one.always.length > 0);
  const [ask, ...more] = base;
  const isSingle = others.length === 0 && ask !== undefined && more.length === 0 && always.includes(ask);
  const chosen = isSingle && single !== undefined ? wayRound(single, { ask, raises, covered }, found) : null;
  const bots = isSingle && single !== undefined ? waysOfBots(single, ask, covered) : [];
  const free = base.length === 0 ? freeOf(each) : null;
  const enough = chosen ?? free;
  told.push(...each.flatMap((one) => toldOfWays(one, enough, bots)));
  return {
    base,
    rest: each.some(({ isFree }) => isFree) ? "nobody" : "untold",
    byPath: each.flatMap(({ byPath }) => byPath),
    enough,
    raises,
    lowerings: bots.map(({ lowering }) => lowering),
    told,
  };
}

interface Ways {
  readonly enough: readonly Enough[];
  readonly lowerings: readonly Enough[];
}

interface WayOfBots {
  readonly literal: Literal;
  readonly lowering: Lowering;
}

/** Only where the same people are asked for fewer, and they are no fewer than what the base alone covered asks for. */
function waysOfBots({ lowerings }: Ways, base: Ask, covered: readonly Literal[]): readonly WayOfBots[] {
  return lowerings.flatMap(({ literal, paths, asks }): readonly WayOfBots[] => {
    const min = Math.max(0, ...asks.map(({ count }) => count));
    const isOfSame = asks.every(({ who }) => isWithin(base.who, who));
    const bots = botsOf(literal);
    const ofThem = covered.filter((other) => mayBeOf(other, bots));
    if (min >= base.count || !isOfSame || !areCovered(ofThem, [{ count: min, who: base.who }])) return [];
    return [{ literal, lowering: { bots, only: paths, min } }];
  });
}

function mayBeOf({ guards }: Literal, bots: readonly string[]): boolean {
  return guards.every((guard) => guard.kind !== "bots" || guard.bots.some((bot) => bots.includes(bot)));
}

/** What is left out because everybody is asked as much anyway is not asked for where a way leads round that. */
function areCovered(literals: readonly Literal[], given: readonly Ask[]): boolean {
  return literals.every(({ asks }) => asks.every((ask) => given.some((one) => implies(one, ask))));
}

interface Around {
  readonly ask: Ask;
  readonly raises: readonly Raise[];
  /** Nothing is written for them, since the base covers them. */
  readonly covered: readonly Literal[];
}

/** Of files alone one way at most: two together would let in a pull request that has both kinds of files. */
function wayRound(
  { enough }: Ways,
  { ask: base, raises, covered }: Around,
  found: (paths: readonly string[]) => number,
): Enough | null {
  const useful = enough.filter(
    ({ asks }) => isEasier(asks, base) && isRaised(asks, base, raises) && areCovered(covered, asks),
  );
  return useful.toSorted((a, b) => found(b.paths) - found(a.paths))[0] ?? null;
}

/** Whether what asks for more reaches it, too: of the same people; and where nobody is needed only branches ask for more. */
function isRaised(asks: readonly Ask[], base: Ask, raises: readonly Raise[]): boolean {
  if (asks.length === 0) return raises.every(({ guard }) => guard.kind === "branch");
  return raises.length === 0 || asks.every(({ who }) => isWithin(who, base.who));
}

/** Whether it asks for less, or for others; one ask at most, since an area asks one thing. */
function isEasier(asks: readonly Ask[], base: Ask): boolean {
  return asks.length <= 1 && !asks.some((ask) => implies(ask, base));
}

/** Where nothing is asked of every pull request, files that need nobody are said all the same. */
function freeOf(each: readonly Ways[]): Enough | null {
  return each.flatMap(({ enough }) => enough).find(({ asks }) => asks.length === 0) ?? null;
}

function toldOfWays(one: Ways, chosen: Enough | null, bots: readonly WayOfBots[]): readonly MovedStatement[] {
  const literals = new Set([...one.enough, ...one.lowerings].map(({ literal }) => literal));
  const taken = new Set([...(chosen === null ? [] : [chosen.literal]), ...bots.map(({ literal }) => literal)]);
  return [...literals].flatMap((literal): readonly MovedStatement[] => {
    const guards = literal.guards.map((guard) => guardTold(guard, "said", ""));
    if (taken.has(literal)) return [...literalTold(literal, "said", ""), ...literal.guards.map(toldOfTaken)];
    const why = "asked for like every other pull request, since another rule would be passed by with it";
    return [...literalTold(literal, "stricter", why), ...guards];
  });
}

function toldOfTaken(guard: Guard): MovedStatement {
  if (guard.kind === "only-files" && !guard.set.isExact)
    return guardTold(guard, "stricter", "only the files that patterns of roles.yaml surely say");
  return guardTold(guard, "said", "");
}

interface Raised {
  readonly base: readonly Ask[];
  readonly raises: readonly Raise[];
  readonly covered: readonly Literal[];
  readonly told: readonly MovedStatement[];
}

/** A raise is of the same people; what asks others under a condition is asked always. */
function withRaises(always: readonly Ask[], literals: readonly Literal[]): Raised {
  const told: MovedStatement[] = [];
  const raises: Raise[] = [];
  const covered: Literal[] = [];
  let base = always;
  const weakestFirst = literals.toSorted((a, b) => most(a) - most(b));
  for (const literal of weakestFirst) {
    const guard = literal.guards.find(isRaising);
    const left = literal.asks.filter((ask) => !base.some((other) => implies(other, ask)));
    const isOfSame = left.every(({ who }) => base.some((other) => isWithin(other.who, who)));
    if (left.length === 0) {
      covered.push(literal);
      told.push(...saidOf(literal));
    } else if (guard !== undefined && base.length > 0 && isOfSame) {
      raises.push({ guard, min: Math.max(...left.map(({ count }) => count)) });
      told.push(...toldOfGuarded(literal, guard));
    } else {
      base = [...base, ...left];
      told.push(...toldOfGuarded(literal, null));
    }
  }
  return { base: strongest(base), raises, covered, told };
}

/** Labels that Rung moves itself ask for nothing. */
const KEPT = labelNames(LABEL_RULES, null);

function isRaising(guard: Guard): guard is Raise["guard"] {
  if (guard.kind === "branch") return guard.set.over !== null && !isEverything(guard.set);
  if (guard.kind === "label") return keptUnder(guard.label, KEPT) === null;
  return guard.kind === "bots" || guard.kind === "lines";
}

function most({ asks }: Literal): number {
  return Math.max(0, ...asks.map(({ count }) => count));
}
