/** Looks for tests: a registry as a community writes it, and when its people were seen. */

import { parseRegistry } from "../../../src/commands/read-registry.ts";
import type { ReadText } from "../../../src/promotions/inactivity/joint-guards.ts";
import type { LookFacts } from "../../../src/promotions/inactivity/look.ts";
import type { PersonSight } from "../../../src/promotions/inactivity/sight.ts";
import { holdingMeasures, watchedPeople } from "../../../src/promotions/inactivity/watched-people.ts";
import type { Measured } from "../../../src/promotions/promotion-types.ts";
import { type Instant, loginKey } from "../../../src/shared/names.ts";
import { byPerson } from "../../../src/shared/person-sets.ts";
import { aRegistry } from "../../registry/a-registry.ts";

export const OWNER = "KusionStack";
export const DAY = 86_400_000;
/** Noon of Monday 30 November 2026, UTC. */
export const NOW: Instant = Date.UTC(2026, 10, 30, 12);
export const ago = (days: number): Instant => NOW - days * DAY;

export function readText(text: string): ReadText | null {
  const { registry, faults } = parseRegistry(text, {
    repository: { owner: OWNER, name: ".github" },
    path: "roles.yaml",
    oid: "0".repeat(40),
  });
  const warnings = faults.filter(({ severity }) => severity === "warning").map(({ message }) => message);
  return registry === null ? null : { registry, warnings };
}

/** What a search found: a date, nothing at all, or no answer. */
export type Found = Instant | "nothing" | "no-answer" | "cut";

export function measured(found: Found): Measured {
  if (found === "no-answer") return { known: false, why: "GitHub did not answer every search" };
  const isDate = typeof found === "number";
  return {
    known: true,
    count: isDate ? 1 : 0,
    atLeast: found === "cut",
    items: isDate ? [{ repository: `${OWNER}/kusion`, number: 12, private: false }] : [],
    searches: ["org:KusionStack is:pr author:x"],
    date: isDate ? found : found === "cut" ? ago(900) : null,
    privateUncounted: 0,
  };
}

/** `seen`: by login; who is missing was seen yesterday. `null`: nothing was asked. */
export function aLook(
  text: string,
  seen: Readonly<Record<string, Found | null>>,
  more: Partial<LookFacts> = {},
): LookFacts {
  const registry = aRegistry(text);
  const sights = watchedPeople(registry).map((person): readonly [typeof person, PersonSight] => {
    const found = seen[person.login];
    const keys = person.holdings.map((holding) => holdingMeasures(holding, OWNER).last.key);
    const all = found === null ? [] : keys.map((key) => [key, measured(found ?? ago(1))] as const);
    return [person, { delivered: null, measured: new Map(all) }];
  });
  return {
    registry,
    text,
    read: readText,
    owner: OWNER,
    sights: byPerson(sights),
    away: byPerson([]),
    open: [],
    past: [],
    leaving: [],
    now: NOW,
    isFirst: false,
    ...more,
  };
}

export function holding(role: string, areas: readonly string[] = [], to = "emeritus") {
  return { role, areas, to };
}

export function who(login: string) {
  return { login, id: null, key: loginKey(login) };
}
