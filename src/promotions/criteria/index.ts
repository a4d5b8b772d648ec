/** The kinds of criteria there are. A kind is its file, its test and one line here. */

import type { z } from "zod";
import type { CriterionKind, CriterionResult, Measure, PromotionFacts, Reference, Scope } from "../promotion-types.ts";
import { acceptance } from "./acceptance.ts";
import { active } from "./active.ts";
import { attestation } from "./attestation.ts";
import { authoredOrReviewedPulls } from "./authored-or-reviewed-pulls.ts";
import { colleague } from "./colleague.ts";
import { comments } from "./comments.ts";
import { contributing } from "./contributing.ts";
import { contributions } from "./contributions.ts";
import { holds } from "./holds.ts";
import { lazyConsensus } from "./lazy-consensus.ts";
import { mergedPulls } from "./merged-pulls.ts";
import { nomination } from "./nomination.ts";
import { notice } from "./notice.ts";
import { objections } from "./objections.ts";
import { openedIssues } from "./opened-issues.ts";
import { openedPulls } from "./opened-pulls.ts";
import { resolvedIssues } from "./resolved-issues.ts";
import { reviewedPulls } from "./reviewed-pulls.ts";
import { seats } from "./seats.ts";
import { sponsors } from "./sponsors.ts";
import { tenure } from "./tenure.ts";
import { vote } from "./vote.ts";

/** In the order of the documentation; within a role, criteria keep the order in which they are written. */
export const KINDS: readonly Kind[] = [
  kind(mergedPulls),
  kind(openedPulls),
  kind(reviewedPulls),
  kind(authoredOrReviewedPulls),
  kind(openedIssues),
  kind(resolvedIssues),
  kind(comments),
  kind(contributions),
  kind(contributing),
  kind(active),
  kind(tenure),
  kind(holds),
  kind(colleague),
  kind(seats),
  kind(nomination),
  kind(sponsors),
  kind(objections),
  kind(lazyConsensus),
  kind(vote),
  kind(acceptance),
  kind(attestation),
  kind(notice),
];

const byName = new Map(KINDS.map((each) => [each.name, each]));

/** `null` for an unknown name. */
export function kindNamed(name: string): Kind | null {
  return byName.get(name) ?? null;
}

/** A kind of criterion with parameters of unknown type: it parses them with its own schema before every use. */
export interface Kind extends Pick<CriterionKind<unknown>, "name" | "about" | "exactly" | "examples" | "by"> {
  readonly schema: z.ZodType;
  readonly takesList: boolean;
  readonly waivable: boolean;
  references(params: unknown): readonly Reference[];
  beside(params: unknown): readonly unknown[];
  wording(params: unknown, scope: Scope): string;
  measures(params: unknown, scope: Scope): readonly Measure[];
  result(params: unknown, facts: PromotionFacts, self: { readonly number: number }): CriterionResult;
}

/** Throws, in use, for parameters that the kind's schema does not take: parsing a rule has refused them before. */
function kind<P>(typed: CriterionKind<P>): Kind {
  const read = (params: unknown): P => typed.schema.parse(params);
  return {
    name: typed.name,
    about: typed.about,
    exactly: typed.exactly,
    examples: typed.examples,
    schema: typed.schema,
    by: typed.by,
    takesList: typed.takesList ?? false,
    waivable: typed.waivable ?? true,
    references: (params) => typed.references?.(read(params)) ?? [],
    beside: (params) => typed.beside?.(read(params)) ?? [],
    wording: (params, scope) => typed.wording(read(params), scope),
    measures: (params, scope) => typed.measures(read(params), scope),
    result: (params, facts, self) => typed.result(read(params), facts, self),
  };
}
