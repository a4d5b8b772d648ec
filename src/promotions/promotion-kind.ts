/** A kind of criterion whose parameters have lost their type: it reads them with its own schema before every use. */
import type { z } from "zod";
import type { CriterionKind, CriterionResult, Measure, PromotionFacts, Reference, Scope } from "./promotion-types.ts";

export interface Kind {
  readonly name: string;
  readonly about: string;
  readonly schema: z.ZodType;
  readonly by: CriterionKind<unknown>["by"];
  readonly takesList: boolean;
  readonly waivable: boolean;
  references(params: unknown): readonly Reference[];
  beside(params: unknown): readonly unknown[];
  wording(params: unknown, scope: Scope): string;
  measures(params: unknown, scope: Scope): readonly Measure[];
  standing(params: unknown, facts: PromotionFacts, self: { readonly number: number }): CriterionResult;
}

/** Throws, in use, for parameters that the kind's schema does not take: parsing a rule has refused them before. */
export function kind<P>(typed: CriterionKind<P>): Kind {
  const read = (params: unknown): P => typed.schema.parse(params);
  return {
    ...{ name: typed.name, about: typed.about, schema: typed.schema, by: typed.by },
    takesList: typed.takesList ?? false,
    waivable: typed.waivable ?? true,
    references: (params) => typed.references?.(read(params)) ?? [],
    beside: (params) => typed.beside?.(read(params)) ?? [],
    wording: (params, scope) => typed.wording(read(params), scope),
    measures: (params, scope) => typed.measures(read(params), scope),
    standing: (params, facts, self) => typed.standing(read(params), facts, self),
  };
}
