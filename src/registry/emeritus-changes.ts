/** Explains who joins and leaves the list of emeritus, and how the record of what they held changes. */

import { escapeMarkdown } from "../shared/markdown.ts";
import { joinNames } from "../shared/people.ts";
import { singular } from "../shared/singular.ts";
import type { FormerHolding, Registry } from "./registry-types.ts";

export function emeritusChanges(before: Registry, after: Registry): readonly string[] {
  const was = formerPeople(before);
  const is = formerPeople(after);
  return [
    ...[...is].flatMap(([key, { name }]) => (was.has(key) ? [] : [`${name} is listed as emeritus.`])),
    ...[...was].flatMap(([key, { name }]) => (is.has(key) ? [] : [`${name} is no longer listed as emeritus.`])),
    ...[...is].flatMap(([key, { name, held }]) => {
      const old = was.get(key)?.held ?? held;
      return old === held ? [] : [`${name}, emeritus: ${held}, formerly ${old}; \`/return\` goes by it.`];
    }),
  ];
}

interface Former {
  /** Inert. */
  readonly name: string;
  readonly held: string;
}

/** The former people, with their ids: with another id it is another account. */
function formerPeople({ emeritus = [] }: Registry): ReadonlyMap<string, Former> {
  const people = new Map<string, Former>();
  for (const former of emeritus) {
    const { key, id, login } = former;
    const person = `${key} ${id ?? ""}`;
    const name = id === null ? escapeMarkdown(login) : `${escapeMarkdown(login)} (id ${id})`;
    const held = [people.get(person)?.held, heldText(former)].filter((one) => one !== undefined).join("; ");
    people.set(person, { name, held });
  }
  return people;
}

/** "approver of kusion until 2026-11-30". */
function heldText({ was, areas, until }: FormerHolding): string {
  const role = was === null ? "of no role" : escapeMarkdown(singular(was));
  return [
    role,
    ...(areas.length === 0 ? [] : [`of ${joinNames(areas)}`]),
    ...(until === null ? [] : [`until ${until}`]),
  ].join(" ");
}
