/**
 * The effect of a change of the registry written a second time, from the gate's oracle: what each registry asks of one file, whoever
 * the author is, and what of that people have to be told (R82).
 */

import { type Held, heldBy, isMatch, type Scene, type Unit, unitsOf, type WrittenRegistry } from "./oracle.ts";

/** One file of one pull request, by somebody whom no registry lists. */
export interface At {
  readonly path: string;
  readonly base: string;
  readonly labels: readonly string[];
  readonly lines: number;
}

export interface AskedOf {
  readonly row: string;
  readonly min: number;
  readonly who: readonly string[];
}

export function sceneOf(registry: WrittenRegistry, { path, base, labels, lines }: At): Scene {
  const words: Scene["words"] = [];
  return {
    ...{
      registry,
      repository: "kusion",
      base,
      author: "stranger",
      coauthor: null,
      heads: [],
      bases: [],
      shifted: [],
      words,
      labels,
      lines,
    },
    files: [[null, path]],
  };
}

export function askedAt(registry: WrittenRegistry, at: At, people: readonly string[]): readonly AskedOf[] {
  const may = (who: string, isAllowed: Unit["isAllowed"]) =>
    heldBy(who, registry).some((held: Held) => isAllowed(held));
  return unitsOf(sceneOf(registry, at)).map(({ row, min, isAllowed }) => ({
    row,
    min,
    who: people.filter((who) => may(who, isAllowed)),
  }));
}

/** Whether the approvals of these people are enough. */
export function isGreenBy(asked: readonly AskedOf[], people: ReadonlySet<string>): boolean {
  return asked.every(({ min, who }) => who.filter((one) => people.has(one)).length >= min);
}

/** Whose `/lgtm` counts for the file. */
export function lookersAt(registry: WrittenRegistry, path: string, people: readonly string[]): readonly string[] {
  const units = unitsOf(sceneOf(registry, { path, base: "main", labels: [], lines: 1 }));
  return people.filter((who) => heldBy(who, registry).some((held) => units.some((unit) => unit.isReviewer(held))));
}

/** Of so many people: each choice of them. */
export function choicesOf(people: readonly string[]): readonly ReadonlySet<string>[] {
  const [first, ...others] = people;
  if (first === undefined) return [new Set()];
  const without = choicesOf(others);
  return [...without, ...without.map((chosen) => new Set([first, ...chosen]))];
}

export interface Telling {
  readonly gain: readonly string[];
  readonly lose: readonly string[];
  readonly gainAlone: readonly string[];
  readonly loseAlone: readonly string[];
  /** "web +ann -ben", where several areas are asked as before. */
  readonly within: readonly string[];
  /** Of each side "web 2", in any order; empty on both: as many as before. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Whether, from now on, it needs nobody beside a change that does; `null`: as before. */
  readonly beside: boolean | null;
}

/** What has to be told of the file; `null`: nothing, since the same people are enough as before. */
export function tellingOf(
  before: readonly AskedOf[],
  after: readonly AskedOf[],
  [wasFree, isFree]: readonly [boolean, boolean],
): Telling | null {
  const was = before.filter(({ min }) => min > 0);
  const is = after.filter(({ min }) => min > 0);
  const shown = (asked: readonly AskedOf[]) =>
    asked.map(({ min, who }) => `${min} of ${who.toSorted().join()}`).toSorted();
  const isAsked = was.length > 0 && is.length > 0;
  const beside = wasFree !== isFree && isAsked ? isFree : null;
  if (shown(was).join() === shown(is).join()) {
    const none: Telling = {
      gain: [],
      lose: [],
      gainAlone: [],
      loseAlone: [],
      within: [],
      before: [],
      after: [],
      beside,
    };
    return beside === null ? null : none;
  }
  const numbers = (asked: readonly AskedOf[]) => asked.map(({ row, min }) => `${row} ${min}`).toSorted();
  const areAlike =
    was.length === 1 && is.length === 1 ? was[0]?.min === is[0]?.min : numbers(was).join() === numbers(is).join();
  const needs = areAlike ? { before: [], after: [] } : { before: numbers(was), after: numbers(is) };
  const may = (asked: readonly AskedOf[], one: string) => isAsked && asked.some(({ who }) => who.includes(one));
  const everyone = [...new Set([...was, ...is].flatMap(({ who }) => who))].toSorted(byName);
  const gain = everyone.filter((one) => may(is, one) && !may(was, one));
  const lose = everyone.filter((one) => may(was, one) && !may(is, one));
  // Who was asked for everything, and is, is told by the numbers.
  const isOfAll = (asked: readonly AskedOf[], one: string) => asked.every(({ who }) => who.includes(one));
  const isEnough = (asked: readonly AskedOf[], one: string) => isAsked && isGreenBy(asked, new Set([one]));
  const gainAlone = everyone.filter((one) => isEnough(is, one) && !isOfAll(was, one) && !gain.includes(one));
  const loseAlone = everyone.filter((one) => isEnough(was, one) && !isOfAll(is, one) && !lose.includes(one));
  const within =
    areAlike && is.length > 1
      ? is.flatMap((area) => withinText(area, was, [...gain, ...gainAlone, ...lose, ...loseAlone]))
      : [];
  return { gain, lose, gainAlone, loseAlone, within: within.toSorted(), ...needs, beside };
}

function withinText({ row, who }: AskedOf, before: readonly AskedOf[], told: readonly string[]): readonly string[] {
  const was = before.find((one) => one.row === row)?.who ?? [];
  const more = who.filter((one) => !was.includes(one) && !told.includes(one)).map((one) => `+${one}`);
  const less = was.filter((one) => !who.includes(one) && !told.includes(one)).map((one) => `-${one}`);
  return more.length + less.length === 0 ? [] : [[row, ...more, ...less].join(" ")];
}

const byName = (one: string, other: string) => (one < other ? -1 : 1);

/** A branch that the pattern matches, of those that these tests know. */
export function branchOf(pattern: string): string {
  return ["x", "release-x"].find((branch) => isMatch(pattern, branch)) ?? "";
}
