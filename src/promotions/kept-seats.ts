/**
 * The number of holders that a ladder wants kept (`seats: { min }`): who is warned when somebody leaves, and where too few are left
 * already. Pure.
 */

import type { RegistryIndex } from "../registry/registry-index.ts";
import { escapeMarkdown } from "../shared/markdown.ts";
import { accountOf, samePerson } from "../shared/people.ts";
import { seatsKept } from "./criteria/seats.ts";
import { everyone, holdingsAs, type Where, type Who, whoText } from "./promotion-people.ts";
import type { Person } from "./promotion-types.ts";
import { criteriaIn } from "./rule.ts";

interface Leaving {
  readonly person: Person;
  /** `null`: every role. */
  readonly role: string | null;
  /** Empty: everywhere. */
  readonly areas: readonly string[];
}

/**
 * "Of maintainers that leaves 2, and the ladder wants 3 at least", for each rule that leaving breaks; nobody is prevented from leaving.
 * Inert.
 */
export function tooFewLeft(index: RegistryIndex, leaving: Leaving): readonly string[] {
  const { registry } = index;
  const texts = registry.roles.flatMap(({ name, promotion }) =>
    criteriaIn(promotion, []).flatMap(({ kind, params }) => {
      const kept = kind === "seats" ? seatsKept(params, name) : null;
      if (kept === null) return [];
      const { min, who, place } = kept;
      const placesOf = (): readonly Where[] => {
        if (place === "anywhere") return ["anywhere"];
        if (place !== "area") return [[place]];
        const held = holdingsAs(index, who, "anywhere", leaving.person).flatMap(({ areas }) => areas);
        return [...new Set(leaving.areas.length > 0 ? leaving.areas : held)].map((area) => [area]);
      };
      return placesOf().flatMap((where) => {
        const now = everyone(index, who, where);
        const isOne = now.some((person) => samePerson(person, leaving.person));
        if (!isOne || stays(index, leaving, who, where) || now.length - 1 >= min) return [];
        const of = typeof where === "string" || "allOf" in where ? "" : ` in ${where.map(escapeMarkdown).join(", ")}`;
        return [`Of ${whoText(who)}${of} that leaves ${now.length - 1}, and the ladder wants ${min} at least`];
      });
    }),
  );
  return [...new Set(texts)];
}

/** Whether another entry, of another role or area, keeps the seat. */
function stays(index: RegistryIndex, { person, role, areas }: Leaving, who: Who, where: Where): boolean {
  if (role === null && areas.length === 0) return false;
  const isGiven = (held: { readonly role: string; readonly areas: readonly string[] }) =>
    (role === null || held.role === role) &&
    (areas.length === 0 || (held.areas.length > 0 && held.areas.every((area) => areas.includes(area))));
  const kept = index.rolesOf(accountOf(person)).filter((held) => !isGiven(held));
  return holdingsAs({ ...index, rolesOf: () => kept }, who, where, person).length > 0;
}
