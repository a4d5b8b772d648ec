/** How two answers of what is asked, and of whom, differ for the same files (R82). Pure. */

import type { Holder } from "../registry/registry-types.ts";
import { loginKey } from "../shared/names.ts";
import type { FilePowers } from "./verdict-types.ts";

/** What is asked of a file, and who may approve that. */
export interface AskedThere {
  readonly area: string | null;
  readonly min: number;
  readonly who: readonly Holder[];
}

/** Who is of one list alone, and who of the other. Equal keys: the same people. */
interface Apart {
  readonly gain: readonly Holder[];
  readonly lose: readonly Holder[];
  readonly key: number;
}

interface Comparing {
  apart(was: readonly Holder[], is: readonly Holder[]): Apart;
  /** Of logins; equal keys: the same. */
  keyOf(gain: readonly string[], lose: readonly string[]): number;
  /** Equal: the very same people, as they are written. The same people may be written in several ways. */
  writtenKey(who: readonly Holder[]): number;
}

/** Most areas of a large registry share a list, which is compared once. */
export function comparing(): Comparing {
  const known = new Map<readonly Holder[], Map<readonly Holder[], Apart>>();
  const keys = new Map<string, number>();
  function keyOf(gain: readonly string[], lose: readonly string[]): number {
    const text = JSON.stringify([inOneOrder(gain), inOneOrder(lose)]);
    const key = keys.get(text) ?? keys.size;
    keys.set(text, key);
    return key;
  }
  function apart(was: readonly Holder[], is: readonly Holder[]): Apart {
    const others = known.get(was) ?? new Map<readonly Holder[], Apart>();
    known.set(was, others);
    const found = others.get(is);
    if (found !== undefined) return found;
    const [gain, lose] = [notAmong(is, was), notAmong(was, is)];
    const made = { gain, lose, key: keyOf(namesOf(gain), namesOf(lose)) };
    others.set(is, made);
    return made;
  }
  const written = new Map<readonly Holder[], number>();
  const texts = new Map<string, number>();
  function writtenKey(who: readonly Holder[]): number {
    const found = written.get(who);
    if (found !== undefined) return found;
    const text = JSON.stringify(who.map(({ login, id }) => `${loginKey(login)} ${id}`).toSorted());
    const key = texts.get(text) ?? texts.size;
    texts.set(text, key);
    written.set(who, key);
    return key;
  }
  return { apart, keyOf, writtenKey };
}

type Change = Omit<FilePowers, "files" | "when">;

/** Equal keys: the same change. */
export interface Told {
  readonly change: Change | null;
  readonly key: string;
  /** Somebody has to approve, before and after. */
  readonly isAsked: boolean;
}

function toldOf(change: Change, people: number): Omit<Told, "isAsked"> {
  const { gain: _gain, lose: _lose, gainAlone, loseAlone, within = [], ...rest } = change;
  const alone = [inOneOrder(gainAlone), inOneOrder(loseAlone)];
  const parts = within.map(({ area, gain, lose }) => [area, inOneOrder(gain), inOneOrder(lose)]);
  return { change, key: JSON.stringify([people, alone, parts, rest]) };
}

/** The same people, whichever of them a rule lists first, and however they are written there. */
function inOneOrder(logins: readonly string[]): readonly string[] {
  return logins.map(loginKey).toSorted();
}

/** What needs nobody's approval gives nobody power. */
export function changeAt(before: readonly AskedThere[], after: readonly AskedThere[], comparing: Comparing): Told {
  const was = before.filter(({ min }) => min > 0);
  const is = after.filter(({ min }) => min > 0);
  const [old, now] = [was[0], is[0]];
  const isAsked = old !== undefined && now !== undefined;
  if (isAsked && was.length === 1 && is.length === 1) {
    const { gain, lose, key } = comparing.apart(old.who, now.who);
    const needs = old.min === now.min ? { before: [], after: [] } : { before: numbers(was), after: numbers(is) };
    if (gain.length + lose.length + needs.before.length === 0) return { change: null, key: "", isAsked };
    return { ...toldOf({ ...NOBODY, gain: namesOf(gain), lose: namesOf(lose), ...needs }, key), isAsked };
  }
  if (areSame(was, is, comparing)) return { change: null, key: "", isAsked };
  const change = changeOfSeveral(was, is);
  return { ...toldOf(change, comparing.keyOf(change.gain, change.lose)), isAsked };
}

export const NOBODY = { gain: [], lose: [], gainAlone: [], loseAlone: [] };
export const UNCHANGED = { ...NOBODY, before: [], after: [] };

/** Where nobody, or several areas, are asked before or after. */
function changeOfSeveral(was: readonly AskedThere[], is: readonly AskedThere[]): Change {
  const isAlike = named(was) === named(is);
  const needs = isAlike ? { before: [], after: [] } : { before: numbers(was), after: numbers(is) };
  if (was.length === 0 || is.length === 0) return { ...NOBODY, ...needs };
  const gain = notAmong(inAny(is), inAny(was));
  const lose = notAmong(inAny(was), inAny(is));
  const gainAlone = notAmong(notAmong(alone(is), inAll(was)), gain);
  const loseAlone = notAmong(notAmong(alone(was), inAll(is)), lose);
  const within = isAlike ? changesWithin(was, is, [...gain, ...gainAlone], [...lose, ...loseAlone]) : [];
  return {
    gain: namesOf(gain),
    lose: namesOf(lose),
    gainAlone: namesOf(gainAlone),
    loseAlone: namesOf(loseAlone),
    ...(within.length > 0 && { within }),
    ...needs,
  };
}

/** So many approvals from the very same people, whatever the areas are called. */
function areSame(some: readonly AskedThere[], others: readonly AskedThere[], comparing: Comparing): boolean {
  if (some.length !== others.length) return false;
  const [one, left] = withoutAlike(some, others, comparing);
  return one.every(({ min, who }) => {
    const at = left.findIndex((other) => other.min === min && arePeople(comparing.apart(who, other.who)));
    if (at !== -1) left.splice(at, 1);
    return at !== -1;
  });
}

/** Without those of both that are written alike: few are left to be held against each other, however many areas there are (R53). */
function withoutAlike(
  some: readonly AskedThere[],
  others: readonly AskedThere[],
  { writtenKey }: Comparing,
): readonly [AskedThere[], AskedThere[]] {
  const keyOf = ({ min, who }: AskedThere) => `${min} ${writtenKey(who)}`;
  const alike = Map.groupBy(others, keyOf);
  const left = some.filter((one) => alike.get(keyOf(one))?.pop() === undefined);
  return [left, [...alike.values()].flat()];
}

function arePeople({ gain, lose }: Apart): boolean {
  return gain.length + lose.length === 0;
}

function numbers(all: readonly AskedThere[]): FilePowers["before"] {
  return all.map(({ area, min }) => ({ area, min }));
}

function named(all: readonly AskedThere[]): string {
  return JSON.stringify(
    numbers(all)
      .map(({ area, min }) => `${min} ${area}`)
      .toSorted(),
  );
}

/** Where several areas are asked as before, who gains and loses one of them; others have been told of. */
function changesWithin(
  before: readonly AskedThere[],
  after: readonly AskedThere[],
  gained: readonly Holder[],
  lost: readonly Holder[],
): NonNullable<FilePowers["within"]> {
  return after.flatMap(({ area, who: is }) => {
    const was = before.find((one) => one.area === area)?.who ?? [];
    const gain = namesOf(notAmong(notAmong(is, was), gained));
    const lose = namesOf(notAmong(notAmong(was, is), lost));
    return gain.length + lose.length === 0 ? [] : [{ area, gain, lose }];
  });
}

export function inAny(all: readonly AskedThere[]): readonly Holder[] {
  return [...new Map(all.flatMap(({ who }) => who.map((one) => [loginKey(one.login), one] as const))).values()];
}

/** Who may give something to each thing that is asked. */
function inAll(all: readonly AskedThere[]): readonly Holder[] {
  const lists = all.map(({ who }) => new Set(who.map(({ login }) => loginKey(login))));
  return inAny(all).filter(({ login }) => lists.every((list) => list.has(loginKey(login))));
}

/** People whose approval alone is enough for everything that is asked. */
function alone(all: readonly AskedThere[]): readonly Holder[] {
  return all.every(({ min }) => min === 1) ? inAll(all) : [];
}

/** Those of the first list who are not in the other: by id where both are pinned, otherwise by login (R4). */
export function notAmong(some: readonly Holder[], others: readonly Holder[]): readonly Holder[] {
  const logins = new Map(others.map((one) => [loginKey(one.login), one.id]));
  const ids = new Set(others.flatMap(({ id }) => (id === null ? [] : [id])));
  return some.filter(({ login, id }) => {
    if (id !== null && ids.has(id)) return false;
    const known = logins.get(loginKey(login));
    return known === undefined || (known !== null && id !== null);
  });
}

export function namesOf(holders: readonly Holder[]): readonly string[] {
  return [...new Set(holders.map(({ login }) => login))];
}
