/** Turns what a policy asks into the areas and rules of a registry. */

import { glob } from "../../../registry/glob.ts";
import { inOrder } from "../import-people.ts";
import { type AreaDraft, type DraftRegistry, NOBODY, type OwnerKey } from "../import-types.ts";
import { nobodyHere } from "../somebody.ts";
import { implies } from "./asks.ts";
import type { Assembled } from "./assembled.ts";
import { settingsLines } from "./policy-settings.ts";
import type { Ask, Policy } from "./policy-types.ts";

export function policyRegistry(policy: Policy, rules: Assembled): DraftRegistry {
  const [only, ...more] = rules.base;
  const standard = only !== undefined && more.length === 0 ? only.count : 1;
  const making: Making = { policy, rules, standard };
  const everybody = everybodyOf(rules);
  const governing = governingOf(making, everybody);
  return {
    source: policy.file,
    lower: "contributors",
    repositories: null,
    members: [],
    areas: areasOf(making, everybody),
    everywhere: { approvers: [], reviewers: [] },
    governing,
    emeritus: [],
    groups: new Map(policy.unknown.map(({ name, key }) => [name, [key]])),
    toFill: new Map(policy.unknown.map(({ name, who }) => [name, who])),
    settings: settingsLines(policy, rules, standard),
    atAreas: true,
    spelling: policy.spelling,
    affiliations: new Map(),
    notes: [],
    rules: policy.rules,
    ownershipOf: () => ({ approvers: NOBODY, reviewers: NOBODY, needsNobody: false, unowned: null }),
  };
}

interface Making {
  readonly policy: Policy;
  readonly rules: Assembled;
  /** What areas ask for that say nothing else. */
  readonly standard: number;
}

function everybodyOf({ base, byPath, enough }: Assembled): readonly OwnerKey[] {
  const asks = [...base, ...byPath.flatMap((each) => each.asks), ...(enough?.asks ?? [])];
  return [...new Set(asks.flatMap(({ who }) => [...who]))];
}

/** Who may approve changes of the policy itself. */
function governingOf({ policy, rules }: Making, everybody: readonly OwnerKey[]): ReadonlySet<OwnerKey> {
  const own = rules.byPath.filter(({ paths }) => paths.some((path) => glob(path).matches(policy.file)));
  const narrowest = own.toSorted((a, b) => sizeOf(a.asks) - sizeOf(b.asks))[0]?.asks ?? rules.base;
  const who = new Set(narrowest.flatMap((ask) => [...ask.who]));
  return who.size > 0 ? who : new Set(everybody);
}

function sizeOf(asks: readonly Ask[]): number {
  return new Set(asks.flatMap(({ who }) => [...who])).size;
}

function areasOf(making: Making, everybody: readonly OwnerKey[]): readonly AreaDraft[] {
  const { policy, rules } = making;
  const { base, byPath, enough, lowerings } = rules;
  const isExclusive = base.length > 1 || (byPath.length > 0 && enough === null && lowerings.length === 0);
  const whole = base.map((ask) => areaOf({ name: "everything", paths: ["**"], ask, isExclusive }, making));
  const rest = base.length > 0 ? [] : [restOf(making, everybody)];
  const ways = enough === null ? [] : [enoughArea(making)];
  const beside = byPath.flatMap(({ paths, asks, literal }) => {
    const own = asks.map((ask) => ({
      ...areaOf({ name: literal.name, paths, ask, isExclusive: true }, making),
      about: [`${policy.file}:${literal.statement.line}`],
    }));
    // What is asked of every pull request is asked here, too, which an exclusive area would leave out.
    const also = isExclusive ? [] : base.filter((ask) => !asks.some((other) => implies(other, ask)));
    const copies = also.map((ask) => ({
      ...areaOf({ name: `${literal.name}-and-everything`, paths, ask, isExclusive: true }, making),
      about: [
        "What is asked everywhere is asked of these files, too, since an exclusive area is asked instead of others",
      ],
    }));
    return [...own, ...copies];
  });
  return [...rest, ...whole, ...ways, ...distinct(beside)];
}

/** Alternatives that differ only in what no area says ask the same of the same files: once is enough. */
function distinct(areas: readonly AreaDraft[]): readonly AreaDraft[] {
  const keyOf = ({ paths, approvers, min }: AreaDraft) => JSON.stringify([paths, inOrder(approvers), min]);
  return [...new Map(areas.toReversed().map((area) => [keyOf(area), area])).values()].toReversed();
}

interface AreaMade {
  readonly name: string;
  readonly paths: readonly string[];
  readonly ask: Ask;
  readonly isExclusive: boolean;
}

function areaOf({ name, paths, ask: { count, who }, isExclusive }: AreaMade, { policy, standard }: Making): AreaDraft {
  return {
    name,
    paths,
    approvers: [...who],
    reviewers: [],
    inherits: true,
    needsNobody: false,
    joinable: false,
    about: [],
    groups: { approvers: policy.unknown.filter(({ key }) => who.has(key)).map((group) => group.name), reviewers: [] },
    ...(isExclusive && { exclusive: true as const }),
    ...(count !== standard && { min: count }),
  };
}

function restOf(making: Making, everybody: readonly OwnerKey[]): AreaDraft {
  const { policy, rules } = making;
  if (rules.rest === "nobody") {
    const ask = { count: making.standard, who: new Set<OwnerKey>() };
    const free = areaOf({ name: "everything", paths: ["**"], ask, isExclusive: false }, making);
    return { ...free, needsNobody: true };
  }
  const why = `No rule of ${policy.file} is about a pull request of these files alone, so none was ever let in`;
  const ask = { count: making.standard, who: new Set(everybody) };
  const area = areaOf({ name: "unowned", paths: ["**"], ask, isExclusive: false }, making);
  return { ...nobodyHere(why, everybody), groups: area.groups ?? { approvers: [], reviewers: [] }, inherits: true };
}

/** Where it is enough, whoever approves everything may still approve. */
function enoughArea(making: Making): AreaDraft {
  const { rules, policy } = making;
  const { enough, base } = rules;
  const [ask] = enough?.asks ?? [];
  const paths = enough?.paths ?? [];
  const name = enough?.literal.name ?? "";
  const about = [`${policy.file}:${enough?.literal.statement.line ?? 1}`];
  if (ask === undefined)
    return {
      ...areaOf({ name, paths, ask: { count: making.standard, who: new Set() }, isExclusive: false }, making),
      needsNobody: true,
      about,
    };
  const [whole] = base;
  const isOfOthers = whole === undefined || [...whole.who].every((key) => ask.who.has(key));
  const both: Ask = isOfOthers ? ask : { count: ask.count + whole.count - 1, who: new Set([...ask.who, ...whole.who]) };
  return { ...areaOf({ name, paths, ask: both, isExclusive: false }, making), about };
}
