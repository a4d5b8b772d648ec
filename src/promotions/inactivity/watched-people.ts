/** Whom a registry watches, and what to ask GitHub about them. Pure. */

import type { RoleInactivity } from "../../registry/inactivity/inactivity-key.ts";
import { listedIn } from "../../registry/people-index.ts";
import type { Holding, Registry } from "../../registry/registry-types.ts";
import { heightsOf } from "../../registry/rungs.ts";
import { milliseconds } from "../../shared/duration.ts";
import { pushTo } from "../../shared/grouped.ts";
import { datedFilter, measureOf } from "../counts.ts";
import { contributions } from "../criteria/contributions.ts";
import type { Measure, Person, Scope } from "../promotion-types.ts";

/** An entry of somebody in a role that has an `inactivity`. */
export interface WatchedHolding {
  readonly role: string;
  /** Empty: everywhere. */
  readonly areas: readonly string[];
  /** `YYYY-MM-DD`. */
  readonly since: string | null;
  readonly rule: RoleInactivity;
}

export interface WatchedPerson extends Person {
  readonly holdings: readonly WatchedHolding[];
  /** The absence that the registry gives for them: until that day, or without an end. */
  readonly away: string | true | null;
}

/**
 * People who are listed by name in a role with an `inactivity`, in the registry's order. Members of teams are not included, since GitHub
 * lists them, nor emeriti, who hold nothing. An entry that a higher one includes is not watched: its holder is needed there anyway.
 */
export function watchedPeople(registry: Registry): readonly WatchedPerson[] {
  const rules = new Map(registry.roles.map(({ name, inactivity }) => [name, inactivity]));
  const { atLeast } = heightsOf(registry.roles);
  const people = new Map<string, Holding[]>();
  const isFormer = listedIn(registry.emeritus ?? []);
  for (const held of registry.people) {
    if (isFormer(held)) continue;
    const key = held.id === null ? held.key : `#${held.id}`;
    pushTo(people, key, held);
  }
  return [...people.values()].flatMap((all): readonly WatchedPerson[] => {
    const [first] = all;
    const holdings = all.flatMap((held): readonly WatchedHolding[] => {
      const rule = rules.get(held.role);
      const isIncluded = all.some((other) => includes(other, held, atLeast));
      const { role, areas, since } = held;
      return rule === undefined || isIncluded ? [] : [{ role, areas, since, rule }];
    });
    if (first === undefined || holdings.length === 0) return [];
    return [{ login: first.login, id: first.id, holdings, away: awayOf(all) }];
  });
}

function includes(other: Holding, held: Holding, atLeast: (role: string, floor: string) => boolean): boolean {
  if (other.role === held.role || !atLeast(other.role, held.role)) return false;
  return other.areas.length === 0 || (held.areas.length > 0 && held.areas.every((area) => other.areas.includes(area)));
}

/** The longest of their entries' absences. */
function awayOf(all: readonly Holding[]): string | true | null {
  const written = all.flatMap(({ away }) => (away === null ? [] : [away]));
  if (written.includes(true)) return true;
  return (
    written
      .filter((away) => away !== true)
      .toSorted()
      .at(-1) ?? null
  );
}

/** What the look measures for an entry. */
interface HoldingMeasures {
  /** The last activity that GitHub's search finds. */
  readonly last: Measure;
  /** How much they did, if the rule asks for a number; otherwise empty. */
  readonly count: readonly Measure[];
}

export function holdingMeasures({ areas, rule }: WatchedHolding, owner: string): HoldingMeasures {
  const scope: Scope = { owner, role: "", areas };
  const where = {
    ...(rule.area && areas.length > 0 ? { area: true } : {}),
    ...(rule.of === undefined ? {} : { of: rule.of }),
  };
  return {
    last: measureOf("last-activity", datedFilter(where, scope), 0),
    count:
      rule.min > 1
        ? // A span that the calendar makes longer than its usual length is measured in full.
          contributions.measures({ ...where, min: rule.min, within: rule.after }, scope)
        : [],
  };
}

/** Whether only activity in the entry's areas, or of some kinds, counts: then anything else that happened tells nothing. */
export function narrows({ areas, rule }: Pick<WatchedHolding, "areas" | "rule">): boolean {
  return (rule.area && areas.length > 0) || rule.of !== undefined;
}

/** Everything to measure for somebody, each measure once. */
export function measuresOfPerson({ holdings }: WatchedPerson, owner: string): readonly Measure[] {
  const all = holdings.flatMap((holding) => {
    const { last, count } = holdingMeasures(holding, owner);
    return [last, ...count];
  });
  return [...new Map(all.map((measure) => [measure.key, measure])).values()];
}

/** Whether the activity that a delivery showed answers every question, so that no search is needed. */
export function isAnsweredBy(person: WatchedPerson, seenAt: number, now: number): boolean {
  return person.holdings.every(
    (holding) => holding.rule.min <= 1 && !narrows(holding) && now - seenAt < milliseconds(holding.rule.after),
  );
}
