/** Which role comes next for somebody, where, and whether they meet its measurable criteria. Pure. */

import { listedIn } from "../../registry/people-index.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { RoleDefinition } from "../../registry/registry-types.ts";
import { loginKey } from "../../shared/names.ts";
import { accountOf } from "../../shared/people.ts";
import { kindNamed } from "../criteria/index.ts";
import { evaluate } from "../evaluate-promotion.ts";
import type { LeafResult } from "../leaf-result.ts";
import { countedRepositories } from "../measure/plan.ts";
import { imagined, nextAreas, nextRole } from "../progress.ts";
import type { Criterion, Person, PromotionFacts, PromotionRule } from "../promotion-types.ts";
import { askedOf, ruleOf } from "../rule.ts";

export interface NextStep {
  readonly person: Person;
  readonly role: string;
  readonly areas: readonly string[];
  readonly rule: PromotionRule;
}

/** A role that is held for areas may be meant for any of them; more are not asked about. */
const MAX_AREAS = 8;

/**
 * Empty: the person has reached the top, the next role is not among `roles`, or they are listed as emeritus and come back in another
 * way.
 */
export function nextSteps(person: Person, index: RegistryIndex, roles: readonly RoleDefinition[]): readonly NextStep[] {
  const { registry } = index;
  const who = accountOf(person);
  if (listedIn(registry.emeritus ?? [])({ key: loginKey(who.login), id: who.id })) return [];
  const held = index.rolesOf(who);
  const next = nextRole(registry, held);
  const role = roles.find(({ name }) => name === next);
  const rule = role === undefined ? null : ruleOf(role.promotion);
  if (role === undefined || rule === null) return [];
  const areas = nextAreas(registry, held, { next, here: [] });
  const isPlaced = areas.length > 0 || role.held !== "area";
  const places = isPlaced
    ? [areas]
    : index
        .areaNames()
        .slice(0, MAX_AREAS)
        .map((area) => [area]);
  return places.map((place) => ({ person, role: role.name, areas: place, rule }));
}

type StepFacts = Pick<PromotionFacts, "index" | "owner" | "measured" | "now">;

export interface StepStanding {
  /** `null`: unknown, as something decisive is. */
  readonly meets: boolean | null;
  /** Those that can be measured and apply to the areas. */
  readonly leaves: readonly LeafResult[];
}

export function standingOf(step: NextStep, { index, owner, measured, now }: StepFacts): StepStanding {
  const { rule, areas } = step;
  const { leaves } = evaluate({
    nomination: imagined({ ...step, now }),
    words: [],
    measured,
    measuredAt: now,
    index,
    owner,
    now,
    clearSince: null,
    repositories: countedRepositories(index.registry),
  });
  const results = new Map(leaves.map((leaf) => [leaf.criterion.number, leaf]));
  const asked = askedOf(rule.criterion, areas);
  const found = metByMachines(asked, results);
  const numbers = new Set(numbersIn(asked));
  const counted = leaves.filter(({ criterion }) => numbers.has(criterion.number) && isMachine(criterion.kind));
  return { meets: found === "unknown" ? null : found === "met", leaves: counted };
}

/** `people`: none of it can be measured. */
type Found = "met" | "short" | "unknown" | "people";

/** Criteria that people decide are left out; where either kind would do, only the measured ones count. */
function metByMachines(criterion: Criterion, results: ReadonlyMap<number, LeafResult>): Found {
  if (criterion.combine === "leaf") {
    if (!isMachine(criterion.kind)) return "people";
    const state = results.get(criterion.number)?.standing.state;
    return state === "met" ? "met" : state === "unknown" || state === undefined ? "unknown" : "short";
  }
  const all = criterion.of.map((each) => metByMachines(each, results));
  const measured = all.filter((one) => one !== "people");
  if (measured.length === 0) return "people";
  const met = measured.filter((one) => one === "met").length;
  const open = measured.filter((one) => one === "unknown").length;
  const asked = criterion.combine === "some" ? criterion.min : criterion.combine === "any" ? 1 : measured.length;
  const least = Math.min(asked, measured.length);
  return met >= least ? "met" : met + open >= least ? "unknown" : "short";
}

function numbersIn(criterion: Criterion): readonly number[] {
  return criterion.combine === "leaf" ? [criterion.number] : criterion.of.flatMap(numbersIn);
}

function isMachine(kind: string): boolean {
  return kindNamed(kind)?.by === "machine";
}
