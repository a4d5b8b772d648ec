/** The smallest set of people who could finish a pull request: exact for the usual few, greedy beyond that, fair among equals. */

import type { PullFacts } from "../model/facts.ts";
import type { Holder } from "../registry/registry-types.ts";
import { loginKey } from "../shared/names.ts";
import { samePerson } from "../shared/people.ts";
import { employerWays, withApprovals } from "./conditions/employer-choices.ts";
import type { EmployerNeed } from "./conditions/employers.ts";
import { fewest, groupsOf } from "./fewest.ts";
import type { OpenUnit } from "./tally.ts";
import type { Candidate, QuickestStep, Verdict } from "./verdict-types.ts";

/** With more candidates than this in all, only the first few of each requirement are considered. */
const MAX_CANDIDATES = 50_000;
const FEWER = 50;

/** Somebody whose request for changes is in force: it takes them, or the dismissal of their review, to go on. */
export interface Blocker {
  readonly login: string;
  readonly id: number | null;
  readonly areas: readonly string[];
  readonly isAway: boolean;
}

/** Whom to name first, and whom last. Logins. */
export interface Preferences {
  readonly blockers: readonly Blocker[];
  /** Who could dismiss the review of somebody who is away. */
  readonly dismissers: readonly string[];
  /** Who approved it as it was before: they know it. */
  readonly earlier: readonly string[];
  /** People whom Rung asked to review: they know that the pull request waits for them. */
  readonly asked: readonly string[];
  /** People whom GitHub does not accept as reviewers: a request does not reach them. */
  readonly refused: readonly string[];
}

const NO_EMPLOYERS: EmployerNeed = { missing: 0, candidates: [] };
const NO_PREFERENCES: Preferences = { blockers: [], dismissers: [], earlier: [], asked: [], refused: [] };

/**
 * Empty where nobody can finish some requirement. People who asked for changes come first, since only they, or a dismissal, can lift
 * that; then those who know of the pull request or were asked. People who are away are named only where it cannot be done without them.
 */
export function quickest(
  open: readonly OpenUnit[],
  facts: PullFacts,
  preferences: Partial<Preferences> = {},
  employers: EmployerNeed = NO_EMPLOYERS,
): Verdict["quickest"] {
  const preferred = { ...NO_PREFERENCES, ...preferences };
  if (open.some((unit) => unit.candidates.length < unit.missing) || employerWays(employers).length === 0) return [];
  const { blockers } = preferred;
  const present = blockers.filter(({ isAway }) => !isAway);
  const rest = present.length === 0 ? open : open.map((unit) => withHelp(unit, present));
  return [
    ...blockers.map((blocker) => unblocking(blocker, open, preferred)),
    ...others(
      rest.filter((unit) => unit.missing > 0),
      facts,
      preferred,
      withApprovals(employers, (one) => present.some((blocker) => samePerson(one, blocker))),
    ),
  ];
}

function unblocking(blocker: Blocker, open: readonly OpenUnit[], { dismissers }: Preferences): QuickestStep {
  const { login, areas, isAway } = blocker;
  const others = dismissers.filter((one) => loginKey(one) !== loginKey(login));
  if (isAway) return { login, areas, blocks: { dismissers: others } };
  const helped = open.filter((unit) => unit.candidates.some((one) => samePerson(one, blocker)));
  const all = [...areas, ...helped.map((unit) => unit.row.name)];
  return { login, areas: [...new Set(all)], blocks: { dismissers: null } };
}

/** What is still missing once the blockers have approved. */
function withHelp(unit: OpenUnit, blockers: readonly Blocker[]): OpenUnit {
  const candidates = unit.candidates.filter((one) => !blockers.some((blocker) => samePerson(one, blocker)));
  return { ...unit, candidates, missing: unit.missing - (unit.candidates.length - candidates.length) };
}

function others(
  open: readonly OpenUnit[],
  facts: PullFacts,
  preferred: Preferences,
  employers: EmployerNeed,
): Verdict["quickest"] {
  const own = together(open);
  const ways = employerWays(employers).map((groups) => [
    ...own,
    ...groups.map((group) => ({ areas: [], missing: 1, candidates: group.map(({ candidate }) => candidate) })),
  ]);
  const elsewhere = (holder: Holder) =>
    employers.candidates.find((one) => samePerson(one.candidate, holder))?.areas ?? [];
  const best = ways
    .map((needs) => solved(needs, facts, preferred))
    .reduce<Solved | null>((one, other) => (one !== null && !isBetter(other, one) ? one : other), null);
  return (best?.choice ?? []).map(([holder, helped]) => {
    const areas = [...new Set(helped.flatMap((need) => best?.needs[need]?.areas ?? []))];
    // Asked for their employer alone: they approve what they may.
    return { login: holder.login, areas: areas.length > 0 ? areas : elsewhere(holder) };
  });
}

interface Solved {
  readonly needs: readonly Need[];
  readonly choice: Choice;
  /** How far the search had to go: 0 where those who know of it are enough, 3 where somebody who is away is needed. */
  readonly level: number;
}

function isBetter(one: Solved, other: Solved): boolean {
  return one.level === other.level ? one.choice.length < other.choice.length : one.level < other.level;
}

function solved(needs: readonly Need[], facts: PullFacts, preferred: Preferences): Solved {
  const refused = new Set(preferred.refused.map(loginKey));
  const known = knownBy(preferred);
  const isThere = ({ away }: Candidate) => away !== true;
  const isReached = (one: Candidate) => isThere(one) && !refused.has(loginKey(one.login));
  const pools = [(one: Candidate) => known(one) > 0 && isReached(one), isReached, isThere].map((isIn) =>
    poolOf(needs, isIn),
  );
  const first = pools.findIndex((pool) => pool !== null);
  const level = first === -1 ? pools.length : first;
  return { needs, level, choice: chosen(pools[level] ?? needs, facts, known) };
}

/** The needs with these candidates alone; `null`: they are not enough. */
function poolOf(needs: readonly Need[], isIn: (one: Candidate) => boolean): readonly Need[] | null {
  const pool = needs.map((need) => ({ ...need, candidates: need.candidates.filter(isIn) }));
  return pool.every((need) => need.candidates.length >= need.missing) ? pool : null;
}

type Familiarity = (person: Pick<Holder, "login">) => number;

function knownBy({ earlier, asked }: Preferences): Familiarity {
  const before = new Set(earlier.map(loginKey));
  const now = new Set(asked.map(loginKey));
  return ({ login }) => (before.has(loginKey(login)) ? 2 : 0) + (now.has(loginKey(login)) ? 1 : 0);
}

interface Need {
  readonly areas: readonly string[];
  readonly missing: number;
  readonly candidates: readonly Candidate[];
}

/** Requirements that exactly the same people can fulfil are one: an approval counts for all of them. */
function together(open: readonly OpenUnit[]): readonly Need[] {
  const needs = [...Map.groupBy(open, (unit) => unit.candidates)].map(([candidates, units]) => ({
    areas: units.map((unit) => unit.row.name),
    missing: Math.max(...units.map((unit) => unit.missing)),
    candidates,
  }));
  const total = needs.reduce((count, need) => count + need.candidates.length, 0);
  if (total <= MAX_CANDIDATES) return needs;
  return needs.map((need) => ({ ...need, candidates: need.candidates.slice(0, Math.max(need.missing, FEWER)) }));
}

type Choice = readonly (readonly [Holder, readonly number[]])[];

function chosen(units: readonly Need[], facts: PullFacts, known: Familiarity): Choice {
  const groups = groupsOf(units).toSorted((one, other) => other.needs.length - one.needs.length);
  const best = fewest(groups, units);
  return groups.flatMap((group, index) =>
    fairly(group.members, facts.number)
      .toSorted((one, other) => known(other) - known(one))
      .slice(0, best[index] ?? 0)
      .map((holder) => [holder, group.needs] as const),
  );
}

/** An order that another pull request would have different, and this one always the same; never the alphabet's. */
function fairly(members: readonly Holder[], seed: number): readonly Holder[] {
  return members.toSorted(
    (one, other) =>
      seededHash(one, seed) - seededHash(other, seed) || (loginKey(one.login) < loginKey(other.login) ? -1 : 1),
  );
}

/** FNV-1a over the seed (the pull request's number) and the login, finished so that near logins fall far apart. */
export function seededHash({ login }: Pick<Holder, "login">, seed: number | string): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}:${loginKey(login)}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
