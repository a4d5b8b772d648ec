/** What is remembered of the last look at who may be ready: when it was, by which rules, at whom, and what it found. Pure. */

import { z } from "zod";
import type { ReadyPerson } from "../../promotions/growth/growth-issue.ts";
import { growthRoles } from "../../promotions/growth/growth-roles.ts";
import { nextSteps } from "../../promotions/growth/next-steps.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { timeAfter } from "../../shared/duration.ts";
import type { Instant } from "../../shared/names.ts";
import { distinct, type Person } from "../../shared/person-sets.ts";

const person = z.object({ login: z.string(), id: z.int().nullable() });
const step = z.object({ role: z.string(), areas: z.array(z.string()), lines: z.array(z.string()) });

const shape = z.object({
  /** By GitHub's clock; what is told is as of then. */
  at: z.int(),
  rules: z.string(),
  /** Still to be measured. */
  left: z.array(person),
  /** People who meet the measurable criteria. */
  ready: z.array(z.object({ person, steps: z.array(step) })),
  /** People for whom it is unknown. */
  unknown: z.array(person),
  truncated: z.boolean(),
});

export type GrowthMemory = z.output<typeof shape>;

/** `null`: nothing, or of another version: a new look begins. */
export function growthMemoryFrom(kept: unknown): GrowthMemory | null {
  return shape.safeParse(kept).data ?? null;
}

/** Equal texts ask the same of people; who is told, and how often, is not part of it. */
function rulesText({ growth, roles }: Registry): string {
  return JSON.stringify([growth?.roles ?? null, roles]);
}

/** The current look, unfinished or complete; `null`: the next one is due, or the rules have changed. */
export function standingLook(before: GrowthMemory | null, registry: Registry, now: Instant): GrowthMemory | null {
  return before?.rules === rulesText(registry) && nextLookAt(before, registry) > now ? before : null;
}

export function nextLookAt({ at }: Pick<GrowthMemory, "at">, { growth }: Pick<Registry, "growth">): Instant {
  return timeAfter(at, growth?.every ?? "1mo");
}

/** More people are not looked at: each costs a request or a few. */
const MAX_PEOPLE = 100;

/** `active`: people with a recent merge. Added to them are all that the registry lists and that have a next role. */
export function begunLook(
  index: RegistryIndex,
  active: { readonly people: readonly Person[]; readonly truncated: boolean; readonly now: Instant },
): GrowthMemory {
  const { registry } = index;
  const listed = registry.people.map(({ login, id }) => ({ login, id }));
  const roles = growthRoles(registry, registry.growth ?? { roles: null });
  const people = distinct([...active.people, ...listed])
    .filter((one) => nextSteps(one, index, roles).length > 0)
    .map(({ login, id }) => ({ login, id }));
  return {
    at: active.now,
    rules: rulesText(registry),
    left: people.slice(0, MAX_PEOPLE),
    ready: [],
    unknown: [],
    truncated: active.truncated || people.length > MAX_PEOPLE,
  };
}

/** The registry may have changed since they were measured: people who have risen in the meantime are no longer listed. */
export function stillReady({ ready }: GrowthMemory, index: RegistryIndex): readonly ReadyPerson[] {
  const { registry } = index;
  const roles = growthRoles(registry, registry.growth ?? { roles: null });
  return ready.flatMap(({ person: who, steps }) => {
    const open = new Set(nextSteps(who, index, roles).map(placeKey));
    const left = steps.filter((one) => open.has(placeKey(one)));
    return left.length === 0 ? [] : [{ person: who, steps: left }];
  });
}

function placeKey({ role, areas }: { readonly role: string; readonly areas: readonly string[] }): string {
  return JSON.stringify([role, areas]);
}
