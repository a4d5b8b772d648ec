/** What is remembered of the last look: when it was, by which rules, and what was measured. Pure. */

import { z } from "zod";
import type { Measured } from "../../promotions/promotion-types.ts";
import { inactivityRules, watchedRoles } from "../../registry/inactivity/rules.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { timeAfter } from "../../shared/duration.ts";
import { type Instant, loginKey } from "../../shared/names.ts";
import type { Person } from "../../shared/person-sets.ts";

const item = z.object({ repository: z.string(), number: z.int(), private: z.boolean() });
const measured = z.union([
  z.object({
    known: z.literal(true),
    count: z.number(),
    atLeast: z.boolean(),
    items: z.array(item),
    searches: z.array(z.string()),
    date: z.number().nullable(),
    privateUncounted: z.number(),
  }),
  z.object({ known: z.literal(false), why: z.string() }),
]);

const shape = z.object({
  /** By GitHub's clock; what is told is as of then. */
  at: z.int(),
  rules: z.string(),
  /** The first look by these rules only reports. */
  isFirst: z.boolean(),
  /** By person, then by measure. Lost, it is measured again. */
  measured: z.record(z.string(), z.record(z.string(), measured)).default({}),
});

export type LookMemory = z.output<typeof shape>;
type MeasuredMap = ReadonlyMap<string, Measured>;

/** `null`: nothing, or of another version. */
export function lookMemoryFrom(kept: unknown): LookMemory | null {
  return shape.safeParse(kept).data ?? null;
}

/** The database may have been lost, or set back: the later look is the last one. */
export function laterLook(one: LookMemory | null, other: LookMemory | null): LookMemory | null {
  if (one === null || other === null) return one ?? other;
  return other.at > one.at ? other : one;
}

/** What must outlive the database. */
export function sealedLook({ at, rules, isFirst }: LookMemory): object {
  return { at, rules, isFirst };
}

/** Equal texts ask the same of people. */
function rulesText(registry: Registry): string {
  return JSON.stringify([inactivityRules(registry), watchedRoles(registry.roles)]);
}

/** The current look, unfinished or complete; a new one if the next is due, or the rules have changed. */
export function currentLook(before: LookMemory | null, registry: Registry, now: Instant): LookMemory {
  const rules = rulesText(registry);
  const isSame = before?.rules === rules;
  if (isSame && nextLookAt(before, registry) > now) return before;
  return { at: now, rules, isFirst: !isSame, measured: {} };
}

export function nextLookAt({ at }: Pick<LookMemory, "at">, registry: Registry): Instant {
  return timeAfter(at, inactivityRules(registry).every);
}

export function measuredOf(look: LookMemory, person: Person): MeasuredMap {
  return new Map(Object.entries(look.measured[keyOf(person)] ?? {}));
}

export function withMeasured(look: LookMemory, person: Person, found: MeasuredMap): LookMemory {
  const kept = [...found].map(([key, one]) => [key, one.known ? { ...one, items: one.items.slice(0, 1) } : one]);
  return { ...look, measured: { ...look.measured, [keyOf(person)]: Object.fromEntries(kept) } };
}

/** They are searched for once more. */
export function withoutMeasured(look: LookMemory, people: readonly Person[]): LookMemory {
  const gone = new Set(people.map(keyOf));
  const kept = Object.entries(look.measured).filter(([key]) => !gone.has(key));
  return { ...look, measured: Object.fromEntries(kept) };
}

/** Those of the people to be searched for who have not been, or without an answer; never-asked ones first. */
export function unmeasured<P extends Person>(look: LookMemory, people: readonly P[]): readonly P[] {
  const known = people.map((person) => ({ person, found: [...measuredOf(look, person).values()] }));
  const never = known.filter(({ found }) => found.length === 0);
  const failed = known.filter(({ found }) => found.some((one) => !one.known));
  return [...never, ...failed].map(({ person }) => person);
}

function keyOf({ login, id }: Person): string {
  return id === null ? loginKey(login) : `#${id}`;
}
