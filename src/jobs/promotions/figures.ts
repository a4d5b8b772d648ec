/** Measures a candidate again where the figures are too old, and remembers them for the next look. */

import { GitHubError } from "../../github/client/errors.ts";
import { type LoginCache, measure } from "../../github/read/measure.ts";
import { threadPlace } from "../../model/job.ts";
import type { CollectedPromotion } from "../../promotions/collect-promotions.ts";
import { countedRepositories, measurePlan, registryScope } from "../../promotions/measure/plan.ts";
import type { Measured, Nomination } from "../../promotions/promotion-types.ts";
import { measuresOf } from "../../promotions/rule.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { escapeMarkdown } from "../../shared/markdown.ts";
import { fullName } from "../../shared/names.ts";
import { joinList } from "../../shared/people.ts";
import type { Figures } from "../figure-memory.ts";
import type { PromotionJobContext } from "./promotion-job-context.ts";

const MAX_REMEMBERED = 500;

/**
 * Reads GitHub: one or two requests for the usual ladder. If GitHub does not answer, every figure is unknown: a promotion that somebody
 * has just asked for is shown all the same, and unknown never passes.
 */
export async function measureFigures(
  context: PromotionJobContext,
  nomination: Nomination,
  names: LoginCache,
): Promise<Figures> {
  const { index, facts, parts } = context;
  const { owner } = facts.repository;
  const scope = { owner, role: nomination.role, areas: nomination.areas };
  const measures = measuresOf(nomination.rule.criterion, scope);
  const plan = measurePlan(measures, nomination.candidate, {
    owner,
    ...registryScope(index),
    now: Math.min(facts.readAt, nomination.at),
    asked: nomination.at,
    own: [{ repository: fullName(facts.repository), number: facts.number }],
  });
  try {
    const figures = { measured: await measure(parts.client, plan, names), measuredAt: facts.readAt, failed: false };
    remember(context, nomination.id, figures);
    return figures;
  } catch (error) {
    if (!(error instanceof GitHubError) || !error.retryable) throw error;
    parts.log.warn({ err: error }, "a promotion could not be counted; it is tried again");
    const unknown: Measured = { known: false, why: "GitHub did not answer" };
    const measured = new Map(measures.map(({ key }) => [key, unknown]));
    return { measured, measuredAt: facts.readAt, failed: true };
  }
}

function keyOf({ facts }: PromotionJobContext, id: string): string {
  return `${threadPlace(facts)} ${id}`;
}

function remember(context: PromotionJobContext, id: string, figures: Figures): void {
  const { figures: memory } = context.parts;
  memory.delete(keyOf(context, id));
  memory.set(keyOf(context, id), figures);
  const [oldest] = memory.keys();
  if (memory.size > MAX_REMEMBERED && oldest !== undefined) memory.delete(oldest);
}

export function remembered(context: PromotionJobContext, id: string): Figures | null {
  return context.parts.figures.get(keyOf(context, id)) ?? null;
}

/** With figures that are newer than those it has. */
export function withFigures(promotion: CollectedPromotion, figures: Figures | null): CollectedPromotion {
  const { record } = promotion;
  if (figures === null || figures.measuredAt <= record.measuredAt) return promotion;
  return { ...promotion, record: { ...record, measured: [...figures.measured], measuredAt: figures.measuredAt } };
}

/** "kusion and karpor of KusionStack", inert. */
export function scopeText(registry: Registry, owner: string): string {
  const names = countedRepositories(registry);
  if (names.length === 0) return `the repositories of ${escapeMarkdown(owner)}`;
  return `${joinList(names.map(escapeMarkdown), "and", 8)} of ${escapeMarkdown(owner)}`;
}
