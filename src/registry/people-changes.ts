/** Explains who gains and loses which role where. */

import { escapeMarkdown } from "../shared/markdown.ts";
import { joinNames } from "../shared/people.ts";
import { singular } from "../shared/singular.ts";
import { emeritusChanges } from "./emeritus-changes.ts";
import { entryFactChanges } from "./entry-facts.ts";
import type { Holding, Registry } from "./registry-types.ts";

/** Sentences, in the order of the later registry, those who left it last. */
export function peopleChanges(before: Registry, after: Registry): readonly string[] {
  const pinnedBefore = new Set(before.people.map(({ id }) => id));
  const pinned = new Set(after.people.map(({ id }) => id).filter((id) => id !== null && pinnedBefore.has(id)));
  const was = personsOf(before, pinned);
  const is = personsOf(after, pinned);
  const keys = new Set([...is.keys(), ...was.keys()]);
  const nobody: Person = { name: "", id: null, roles: new Map() };
  return [
    ...renames(before, after),
    ...[...keys].flatMap((key) => personChanges(was.get(key) ?? nobody, is.get(key) ?? nobody)),
    ...entryFactChanges(before, after),
    ...emeritusChanges(before, after),
  ];
}

interface Person {
  /** Inert. */
  readonly name: string;
  readonly id: number | null;
  /** Roles by area; under the empty name those held everywhere. */
  readonly roles: ReadonlyMap<string, ReadonlySet<string>>;
}

/** People by login, teams by name; people who are `pinned` in both registries are found by id, whatever the login. */
function personsOf(registry: Registry, pinned: ReadonlySet<number | null>): ReadonlyMap<string, Person> {
  const persons = new Map<string, { name: string; id: number | null; roles: Map<string, Set<string>> }>();
  const add = (key: string, name: string, id: number | null, held: Pick<Holding, "role" | "areas">) => {
    const person = persons.get(key) ?? { name, id, roles: new Map() };
    persons.set(key, person);
    for (const area of held.areas.length === 0 ? [""] : held.areas)
      person.roles.set(area, (person.roles.get(area) ?? new Set()).add(held.role));
  };
  for (const holding of registry.people)
    add(
      holding.id !== null && pinned.has(holding.id) ? `id ${holding.id}` : holding.key,
      escapeMarkdown(holding.login),
      holding.id,
      holding,
    );
  for (const team of registry.teams)
    add(`team ${team.team.toLowerCase()}`, `Team ${escapeMarkdown(team.team)}`, null, team);
  return persons;
}

function personChanges(before: Person, after: Person): readonly string[] {
  const name = after.name || before.name;
  const moves = new Map<string, { lost: readonly string[]; gained: readonly string[]; areas: string[] }>();
  for (const area of new Set([...after.roles.keys(), ...before.roles.keys()])) {
    const lost = missingFrom(before.roles.get(area), after.roles.get(area));
    const gained = missingFrom(after.roles.get(area), before.roles.get(area));
    if (lost.length === 0 && gained.length === 0) continue;
    const key = JSON.stringify([lost, gained, area === ""]);
    const move = moves.get(key) ?? { lost, gained, areas: [] };
    moves.set(key, move);
    move.areas.push(area);
  }
  const sentences = [...moves.values()].map(({ lost, gained, areas }) => {
    const where = areas[0] === "" ? "everywhere" : `of ${joinNames(areas)}`;
    if (lost.length === 0) return `${name} becomes ${spoken(gained)} ${where}.`;
    if (gained.length === 0) return `${name} is no longer ${spoken(lost)} ${where}.`;
    return `${name} moves from ${spoken(lost)} to ${spoken(gained)} ${where}.`;
  });
  return [...sentences, ...pinChange(before, after)];
}

function missingFrom(one: ReadonlySet<string> | undefined, other: ReadonlySet<string> | undefined): readonly string[] {
  return [...(one ?? [])].filter((role) => !other?.has(role));
}

function spoken(roles: readonly string[]): string {
  return joinNames(roles.map(singular));
}

function pinChange(before: Person, after: Person): readonly string[] {
  if (before.id === after.id || before.name === "" || after.name === "") return [];
  if (before.id === null) return [`${after.name} is pinned to the account with id ${after.id}.`];
  if (after.id === null) return [`${after.name} is no longer pinned: whoever has that login holds the roles.`];
  return [`${after.name} is pinned to another account: id ${after.id} instead of ${before.id}.`];
}

/** The same account with another login. */
function renames(before: Registry, after: Registry): readonly string[] {
  const was = new Map(before.people.flatMap(({ id, login }) => (id === null ? [] : [[id, login]])));
  const reported = new Set<number>();
  return after.people.flatMap(({ id, login }) => {
    const old = id === null ? undefined : was.get(id);
    if (id === null || old === undefined || reported.has(id) || old.toLowerCase() === login.toLowerCase()) return [];
    reported.add(id);
    return [`The account with id ${id} is now called ${escapeMarkdown(login)}, formerly ${escapeMarkdown(old)}.`];
  });
}
