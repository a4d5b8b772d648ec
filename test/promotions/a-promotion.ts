/** Builders of promotions for tests: sensible defaults, so that a case shows only what matters. */

import { type Evaluation, evaluate } from "../../src/promotions/evaluate-promotion.ts";
import type { LeafResult } from "../../src/promotions/leaf-result.ts";
import type {
  Elector,
  Measure,
  Measured,
  Person,
  PromotionFacts,
  PromotionRule,
  PromotionStatement,
} from "../../src/promotions/promotion-types.ts";
import { measuresOf, parsePromotion } from "../../src/promotions/rule.ts";
import type { RegistryIndex } from "../../src/registry/registry-index.ts";
import type { Instant } from "../../src/shared/names.ts";
import { aLadder, NOON, person } from "../support/a-pull.ts";

export const DAY = 86_400_000;

/** So many days after the nomination, which was at noon of Monday 23 November 2026. */
export function days(number: number): Instant {
  return NOON + number * DAY;
}

export function aPerson(login: string): Person {
  return { login, id: person(login).id };
}

/** Everyone of three employers: ann and ben of Ant, cho of Viettel; dee contributes, pat has no role. */
export const LADDER: RegistryIndex = aLadder({
  areas: {
    kusion: { repos: ["kusion"] },
    engine: { repos: ["kusion"], paths: ["pkg/engine/**"] },
    karpor: { repos: ["karpor"] },
  },
  contributors: [{ login: "dee", since: "2026-06-01", affiliation: "Ant" }],
  approvers: [
    { login: "kim", areas: ["karpor"], affiliation: "Ant" },
    { login: "eve", areas: ["kusion"] },
  ],
  maintainers: [
    { login: "ann", affiliation: "Ant" },
    { login: "ben", affiliation: "Ant" },
    { login: "cho", affiliation: "Viettel" },
  ],
});

export interface PromotionOptions {
  readonly role?: string;
  readonly areas?: readonly string[];
  readonly candidate?: string;
  readonly nominator?: string;
  readonly now?: Instant;
  readonly clearSince?: Instant | null;
  readonly words?: readonly PromotionStatement[];
  /** By what is measured; or for each measure. Not given: not measured. */
  readonly measured?:
    | Readonly<Partial<Record<Measure["what"], Measured>>>
    | ((measure: Measure) => Measured | undefined);
  readonly electorate?: Readonly<Record<string, readonly Elector[]>>;
  readonly index?: RegistryIndex;
}

/** Throws with the faults of a faulty block. */
export function aRule(block: unknown): PromotionRule {
  const { rule, faults } = parsePromotion(block);
  if (rule === null) throw new Error(faults.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n"));
  return rule;
}

/** dee, nominated by ann to approver of kusion an hour ago, under the given block. */
export function aPromotion(block: unknown, options: PromotionOptions = {}): PromotionFacts {
  const rule = aRule(block);
  const scope = { owner: "KusionStack", role: options.role ?? "approvers", areas: options.areas ?? ["kusion"] };
  const { measured = {} } = options;
  const find = typeof measured === "function" ? measured : ({ what }: Measure) => measured[what];
  const found = measuresOf(rule.criterion, scope).flatMap((measure): [string, Measured][] => {
    const value = find(measure);
    return value === undefined ? [] : [[measure.key, value]];
  });
  const now = options.now ?? NOON + 3_600_000;
  return {
    nomination: {
      ...{ id: "comment:1/1", at: NOON, rule, registryOid: "0".repeat(40), electorate: options.electorate ?? {} },
      ...{ candidate: aPerson(options.candidate ?? "dee"), nominator: aPerson(options.nominator ?? "ann") },
      ...{ role: scope.role, areas: scope.areas },
    },
    words: options.words ?? [],
    measured: new Map(found),
    measuredAt: now,
    index: options.index ?? LADDER,
    owner: scope.owner,
    repositories: ["kusion", "karpor"],
    now,
    clearSince: options.clearSince ?? null,
  };
}

export function evaluated(block: unknown, options: PromotionOptions = {}): Evaluation {
  return evaluate(aPromotion(block, options));
}

/** The result of the first criterion. */
export function judged(block: unknown, options: PromotionOptions = {}): LeafResult {
  const [first] = evaluated(block, options).leaves;
  if (first === undefined) throw new Error("the block has no criterion");
  return first;
}

/** `state: figure` of the first criterion. */
export function told(block: unknown, options: PromotionOptions = {}): string {
  const { standing } = judged(block, options);
  return `${standing.state}: ${standing.figure}`;
}

/** `login: reason` of each word that does not count. */
export function refused(block: unknown, options: PromotionOptions = {}): readonly string[] {
  return evaluated(block, options).uncounted.map(({ word, reason }) => `${word.by.login}: ${reason}`);
}

/** So many pull requests of kusion, numbered from `first`. */
export function aCount(
  count: number,
  more: Partial<Extract<Measured, { readonly known: true }>> & { readonly first?: number } = {},
): Measured {
  const { first = 1, ...rest } = more;
  const items = Array.from({ length: count }, (_, index) => ({
    ...{ repository: "KusionStack/kusion", number: first + index, private: false },
  }));
  return { known: true, count, atLeast: false, items, searches: ["is:pr"], date: null, privateUncounted: 0, ...rest };
}

let said = 0;

function saying(by: string, at: Instant | undefined) {
  said += 1;
  return { key: `comment:${said}/1`, by: aPerson(by), at: at ?? NOON + said, url: `https://github.test/c/${said}` };
}

export function sponsor(by: string, at?: Instant): PromotionStatement {
  return { ...saying(by, at), kind: "sponsor", cancel: false };
}

export function object(by: string, why = "too early", at?: Instant): PromotionStatement {
  return { ...saying(by, at), kind: "object", cancel: false, why };
}

export function ballot(
  by: string,
  choice: "yes" | "no" | "abstain" | "cancel" = "yes",
  at?: Instant,
): PromotionStatement {
  return { ...saying(by, at), kind: "vote", choice };
}

export function accept(by: string, at?: Instant): PromotionStatement {
  return { ...saying(by, at), kind: "accept", cancel: false };
}

export function attest(by: string, criterion: number | null = null, text = "I saw it"): PromotionStatement {
  return { ...saying(by, undefined), kind: "attest", cancel: false, criterion, text };
}

export function waive(by: string, criterion: number, why = "led the provider"): PromotionStatement {
  return { ...saying(by, undefined), kind: "waive", cancel: false, criterion, why };
}

/** The same word taken back, later. */
export function cancelled(word: PromotionStatement, at = word.at + 1): PromotionStatement {
  const later = { ...word, key: `${word.key}/cancel`, at };
  if (later.kind === "vote") return { ...later, choice: "cancel" };
  return later.kind === "withdraw" ? later : { ...later, cancel: true };
}
