/** Makes a rule from a role's `promotion:` block: the numbered tree of its criteria, and who may nominate and waive. */

import { z } from "zod";
import { type Complaint, complaints } from "../registry/complaints.ts";
import type { Path } from "../registry/registry-path.ts";
import { heightsOf } from "../registry/rungs.ts";
import { ANYONE } from "../registry/settings.ts";
import type { Plain, YamlTree } from "../registry/yaml-tree.ts";
import { milliseconds } from "../shared/duration.ts";
import { escapeMarkdown } from "../shared/markdown.ts";
import { onceFor } from "../shared/once.ts";
import { joinList } from "../shared/people.ts";
import { promotionShape } from "./block.ts";
import { kindNamed } from "./criteria/index.ts";
import { nominatingBots, nominationAsked, nominationShape } from "./criteria/nomination.ts";
import { CANDIDATE_WORDS, SAME_OR_HIGHER } from "./promotion-people.ts";
import type { Criterion, Leaf, Measure, PromotionRule, Reference, Scope } from "./promotion-types.ts";
import { list } from "./shapes.ts";

/** For a rule that does not give one. */
export const USUAL_EXPIRY = "90d";
const USUAL_REMINDER = "14d";
/** More than any ladder asks for; each is a row that people read. */
const MAX_LEAVES = 60;

interface ParsedRule {
  /** `null` exactly when there are faults. */
  readonly rule: PromotionRule | null;
  readonly faults: readonly Complaint[];
}

/** Reads a block as YAML gave it. Faults have paths that begin with `at`; role and area names are not looked up here. */
export function parsePromotion(block: unknown, at: Path = []): ParsedRule {
  const read = promotionShape.safeParse(block);
  if (!read.success)
    return { rule: null, faults: complaints(promotionShape, read.error.issues, at, treeOf(block, at)) };
  const numbering = { next: 1 };
  const criterion = treeOfCriteria(whole.parse(block), { numbering, areas: null });
  if (numbering.next > MAX_LEAVES + 1)
    return {
      rule: null,
      faults: [{ path: at, on: "key", message: `more than ${MAX_LEAVES} criteria; people could not follow them` }],
    };
  const { nominate, waive, expires, remind } = read.data;
  const bots = leaves(criterion).flatMap(({ kind, params }) => (kind === "nomination" ? nominatingBots(params) : []));
  const rule: PromotionRule = {
    criterion,
    nominate: nominate === undefined ? nominatorsOf(criterion) : list<string>(nominate),
    ...(bots.length === 0 ? {} : { bots }),
    ...waiversOf(waive),
    expires: milliseconds(expires ?? USUAL_EXPIRY),
    remind: remind === false ? null : milliseconds(remind ?? USUAL_REMINDER),
  };
  return { rule, faults: [] };
}

/** The same for a block that never changes, parsed once: each look at a promotion asks for it, and each repository that the page shows. */
export function ruleOf(block: unknown): PromotionRule | null {
  return typeof block === "object" && block !== null ? ruleWithin(block) : parsePromotion(block).rule;
}

const ruleWithin = onceFor((block: object) => parsePromotion(block).rule);

/**
 * Whether a nomination for these areas needs nothing: no criterion, and no role of the nominator. Without areas: a nomination for
 * everywhere.
 */
export function isEmptyRule({ criterion, nominate }: PromotionRule, areas: readonly string[]): boolean {
  const isOpen = nominate === null || nominate.some((word) => word === ANYONE || CANDIDATE_WORDS.includes(word));
  return isOpen && !leaves(criterion).some((leaf) => isAskedOf(leaf, areas));
}

type Block = z.output<typeof promotionShape>;

function waiversOf(waive: Block["waive"]): Pick<PromotionRule, "waive" | "waiveExactly" | "waivers"> {
  if (waive === undefined) return { waive: null };
  if (waive === false) return { waive: null, waivers: "nobody" };
  if (typeof waive === "string") return { waive };
  const { by, exactly, min, share } = waive;
  const who = { waive: by, ...(exactly === true ? { waiveExactly: true as const } : {}) };
  if (share !== undefined) return { ...who, waivers: { share } };
  return min === undefined ? who : { ...who, waivers: { min } };
}

/** The people whom a mandatory `nomination` names may nominate; others would open what cannot pass. */
function nominatorsOf(criterion: Criterion): readonly string[] | null {
  const named = mustBeNominated(criterion).map(({ params }) => namedBy(params));
  return named.find((roles) => roles !== null) ?? null;
}

function mustBeNominated(criterion: Criterion): readonly Leaf[] {
  if (criterion.combine === "all") return criterion.of.flatMap(mustBeNominated);
  const isAsked = criterion.combine === "leaf" && criterion.kind === "nomination" && criterion.for === undefined;
  return isAsked ? [criterion] : [];
}

/** Each `nomination` that must hold, where these say who nominates; none where `nominate` says it. */
export function nominationsAsked({ criterion, nominate }: PromotionRule): readonly Leaf[] {
  const named = nominatorsOf(criterion);
  const isTheirs = named !== null && nominate !== null && named.join() === nominate.join();
  return isTheirs ? mustBeNominated(criterion) : [];
}

function namedBy(params: unknown): readonly string[] | null {
  const read = nominationShape.safeParse(params);
  if (!read.success) return null;
  return list<string>(nominationAsked(read.data).by).map((name) => (name === "candidate" ? "self" : name));
}

interface Reading {
  readonly numbering: { next: number };
  /** The areas for which alone what is read here is asked; `null`: for all. */
  readonly areas: readonly string[] | null;
}

/** The keys of a mapping, in the order written, all of which must hold. */
function treeOfCriteria(written: Readonly<Record<string, unknown>>, around: Reading): Criterion {
  const own = written.for === undefined ? null : forAreas.parse(written.for);
  // Within an item of some areas, one of fewer.
  const areas = own === null ? around.areas : own.filter((area) => around.areas?.includes(area) ?? true);
  const parts = Object.entries(written).flatMap(([key, value]) => partsOf(key, value, { ...around, areas }));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { combine: "all", of: parts };
}

const forAreas = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

function partsOf(key: string, value: unknown, reading: Reading): readonly Criterion[] {
  if (value === undefined) return [];
  if (key === "all") return items(value).map((item) => treeOfCriteria(item, reading));
  if (key === "any") return [{ combine: "any", of: items(value).map((item) => treeOfCriteria(item, reading)) }];
  if (key === "some") {
    const { min, of } = someOf.parse(value);
    return [{ combine: "some", min, of: of.map((item) => treeOfCriteria(item, reading)) }];
  }
  const kind = kindNamed(key);
  if (kind === null) return [];
  return writings(key, value).flatMap((params) => {
    const own = leaf(key, params, reading);
    const beside = kind.beside(params).map((attested) => leaf("attestation", attested, reading));
    return [own, ...beside];
  });
}

function leaf(kind: string, params: unknown, { numbering, areas }: Reading): Leaf {
  const number = numbering.next;
  numbering.next += 1;
  return { combine: "leaf", kind, params, number, ...(areas === null ? {} : { for: areas }) };
}

/** As written: what the shape returns has its own order of keys. */
const whole = z.record(z.string(), z.unknown());
const mappings = z.array(whole);
const someOf = z.object({ min: z.number(), of: mappings });

function items(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return mappings.parse(value);
}

/** A list under a kind is several criteria, unless the kind takes a list itself and this is one of names. */
function writings(name: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) return [value];
  const own = kindNamed(name)?.takesList === true && value.every((each) => typeof each === "string");
  return own ? [value] : value;
}

/** The criteria themselves, by number. */
export function leaves(criterion: Criterion): readonly Leaf[] {
  return criterion.combine === "leaf" ? [criterion] : criterion.of.flatMap(leaves);
}

/** Whether a criterion is asked of a nomination for these areas; one for everywhere is for every area. */
export function isAskedOf(leaf: Leaf, areas: readonly string[]): boolean {
  return leaf.for === undefined || areas.length === 0 || leaf.for.some((area) => areas.includes(area));
}

/** The part of a rule that applies to these areas: the rest counts as met, but does not make alternatives beside it met. */
export function askedOf(criterion: Criterion, areas: readonly string[]): Criterion {
  if (criterion.combine === "leaf") return criterion;
  const kept = criterion.of.filter((each) => leaves(each).some((leaf) => isAskedOf(leaf, areas)));
  const of = kept.map((each) => askedOf(each, areas));
  if (criterion.combine === "all") return { combine: "all", of };
  // Of alternatives that are all for other areas none is asked for.
  if (of.length === 0) return { combine: "all", of };
  return criterion.combine === "some"
    ? { ...criterion, min: Math.min(criterion.min, of.length), of }
    : { ...criterion, of };
}

/** Everything to be counted for a rule, each key once. */
export function measuresOf(criterion: Criterion, scope: Scope): readonly Measure[] {
  const asked = leaves(criterion).filter((each) => isAskedOf(each, scope.areas));
  const all = asked.flatMap((each) => kindNamed(each.kind)?.measures(each.params, scope) ?? []);
  return [...new Map(all.map((measure) => [measure.key, measure])).values()];
}

/** What a criterion asks for, for people. Inert Markdown. */
export function wordingOf({ kind, params, for: areas }: Leaf, scope: Scope): string {
  const words = kindNamed(kind)?.wording(params, scope) ?? "";
  return areas === undefined ? words : `${words} (for ${joinList(areas.map(escapeMarkdown), "and", 8)} only)`;
}

interface PlacedReference {
  readonly to: Reference["to"];
  readonly name: string;
  readonly path: Path;
}

/** The roles and areas a block names, each with its place. Expects a block without faults; others name nothing. */
export function referencesOf(block: unknown, at: Path): readonly PlacedReference[] {
  const read = promotionShape.safeParse(block);
  if (!read.success) return [];
  const { nominate, waive } = read.data;
  const waivers = typeof waive === "object" ? waive.by : waive === false ? undefined : waive;
  const waivePath = typeof waive === "object" ? [...at, "waive", "by"] : [...at, "waive"];
  return [
    ...placedRoles(nominate, [...at, "nominate"]),
    ...placedRoles(waivers, waivePath),
    ...forReferences(block, at),
    ...criteriaIn(block, at).flatMap(({ kind, params, path }) =>
      (kindNamed(kind)?.references(params) ?? []).map((named) => ({ ...named, path: [...path, ...named.path] })),
    ),
  ];
}

function placedRoles(written: string | readonly string[] | undefined, path: Path): readonly PlacedReference[] {
  const names = list<string>(written);
  return names
    .map((name, index) => ({ to: "role" as const, name, path: typeof written === "string" ? path : [...path, index] }))
    .filter(({ name }) => name !== "self" && name !== "candidate" && name !== "same-or-higher" && name !== ANYONE);
}

/** The areas behind every `for`, at any depth. */
function forReferences(block: unknown, at: Path): readonly PlacedReference[] {
  const written = whole.safeParse(block);
  if (!written.success) return [];
  return Object.entries(written.data).flatMap(([key, value]): readonly PlacedReference[] => {
    if (key === "all" || key === "any") return items(value).flatMap((item, n) => forReferences(item, [...at, key, n]));
    if (key === "some") return someOf.parse(value).of.flatMap((item, n) => forReferences(item, [...at, key, "of", n]));
    if (key !== "for") return [];
    const path = [...at, key];
    const names = forAreas.parse(value);
    return names.map((name, n) => ({ to: "area", name, path: Array.isArray(value) ? [...path, n] : path }));
  });
}

/** The criteria of a block with their places; none if the block has faults, or there is none. */
export function criteriaIn(block: unknown, at: Path): readonly PlacedCriterion[] {
  if (typeof block !== "object" || block === null) return [];
  const criteria = criteriaWithin(block);
  return at.length === 0 ? criteria : criteria.map((one) => ({ ...one, path: [...at, ...one.path] }));
}

/** A registry's warnings alone ask this of each block five times. */
const criteriaWithin = onceFor((block: object) =>
  promotionShape.safeParse(block).success ? criteriaOf(whole.parse(block), []) : [],
);

export interface PlacedCriterion {
  readonly kind: string;
  readonly params: unknown;
  readonly path: Path;
  /** The areas to which it is limited; absent: all. */
  readonly for?: readonly string[];
}

/** As they are in the block, without the attestations added to counts. */
function criteriaOf(
  block: Readonly<Record<string, unknown>>,
  at: Path,
  around: readonly string[] | null = null,
): readonly PlacedCriterion[] {
  const areas = block.for === undefined ? around : forAreas.parse(block.for);
  return Object.entries(block).flatMap(([key, value]): readonly PlacedCriterion[] => {
    if (value === undefined) return [];
    const path = [...at, key];
    if (key === "all" || key === "any")
      return items(value).flatMap((item, index) => criteriaOf(item, [...path, index], areas));
    if (key === "some")
      return someOf.parse(value).of.flatMap((item, index) => criteriaOf(item, [...path, "of", index], areas));
    if (kindNamed(key) === null) return [];
    const written = writings(key, value);
    const isSeveral = Array.isArray(value) && (written.length > 1 || written[0] !== value);
    const only = areas === null ? {} : { for: areas };
    return written.map((params, index) => ({ kind: key, params, path: isSeveral ? [...path, index] : path, ...only }));
  });
}

/** A tree around a value that never was text: faults in it have a path and no place. */
function treeOf(block: unknown, at: Path): YamlTree {
  const value = [...at].reverse().reduce<unknown>((inner, step) => ({ [String(step)]: inner }), block);
  return {
    value: plain.parse(value),
    faults: [],
    warnings: [],
    document: null,
    unreadable: false,
    placeOf: () => ({ line: 1, column: 1 }),
    sourceOf: () => null,
    commentAt: () => null,
    isFaulty: () => false,
  };
}

const plain: z.ZodType<Plain> = z.lazy(() =>
  z.union([z.null(), z.undefined(), z.boolean(), z.number(), z.string(), z.array(plain), z.record(z.string(), plain)]),
);

/**
 * The lists of people from which tenure may count: those of the roles for which some rule asks for tenure, and those above, unless it
 * asks for exactly the role.
 */
export function tenureLists(
  roles: readonly { readonly name: string; readonly promotion: unknown; readonly beside?: true }[],
): readonly string[] {
  const { atLeast } = heightsOf(roles);
  const kept = roles.flatMap(({ name: own, promotion }) =>
    criteriaIn(promotion, []).flatMap(({ kind, params }) => {
      const read = kind === "tenure" ? writtenTenure.safeParse(params) : null;
      if (!read?.success) return [];
      return list<string>(read.data.in).flatMap((name) => {
        const floor = name === SAME_OR_HIGHER ? own : name;
        const counts =
          read.data.exactly === true ? (role: string) => role === floor : (role: string) => atLeast(role, floor);
        return roles.flatMap((role) => (counts(role.name) ? [role.name] : []));
      });
    }),
  );
  return [...new Set(kept)];
}

const writtenTenure = z.looseObject({
  in: z.union([z.string(), z.array(z.string())]),
  exactly: z.boolean().optional(),
});
