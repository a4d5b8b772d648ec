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
  /** Whoever meets what machines measure. */
  ready: z.array(z.object({ person, steps: z.array(step) })),
  /** Of whom it could not be told. */
  unknown: z.array(person),
  truncated: z.boolean(),
});

export type GrowthMemory = z.output<typeof shape>;

/** `null`: nothing, or of another version: it is looked anew. */
export function growthMemoryFrom(kept: unknown): GrowthMemory | null {
  return shape.safeParse(kept).data ?? null;
}

/** Equal texts ask the same of people; whom it is told, and how often, is no part of that. */
function rulesText({ growth, roles }: Registry): string {
  return JSON.stringify([growth?.roles ?? null, roles]);
}

/** The look that is under way or stands; `null`: the time for another has come, or the rules are others. */
export function standingLook(before: GrowthMemory | null, registry: Registry, now: Instant): GrowthMemory | null {
  return before?.rules === rulesText(registry) && nextLookAt(before, registry) > now ? before : null;
}

export function nextLookAt({ at }: Pick<GrowthMemory, "at">, { growth }: Pick<Registry, "growth">): Instant {
  return timeAfter(at, growth?.every ?? "1mo");
}

/** More people are not looked at: each costs a request or a few. */
const MAX_PEOPLE = 100;

/** `active`: who had something merged lately. Besides them whoever the registry lists, as far as a role comes next for them. */
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

/** The registry may have moved on since it was measured: whoever has risen meanwhile is told of no more. */
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
