/** Counts a candidate's figures anew where they are too old, and remembers them for the next look. */

import { GitHubError } from "../../github/client/errors.ts";
import { type LoginCache, measure } from "../../github/read/measure.ts";
import { areaRepositories, countedRepositories, measurePlan } from "../../promotions/measure/plan.ts";
import type { Measured, Nomination } from "../../promotions/promotion-types.ts";
import { measuresOf } from "../../promotions/rule.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { inert } from "../../shared/markdown.ts";
import { fullName } from "../../shared/names.ts";
import { listed } from "../../shared/people.ts";
import type { Figures, Scene } from "./promotion-job-context.ts";

const MOST_REMEMBERED = 500;

/**
 * Reads GitHub: one or two requests for the usual ladder. Where GitHub does not answer, every figure is unknown: a promotion that
 * somebody has just asked for is shown all the same, and unknown never passes.
 */
export async function counted(scene: Scene, nomination: Nomination, names: LoginCache): Promise<Figures> {
  const { index, facts, parts } = scene;
  const { owner } = facts.repository;
  const scope = { owner, role: nomination.role, areas: nomination.areas };
  const measures = measuresOf(nomination.rule.criterion, scope);
  const plan = measurePlan(measures, nomination.candidate, {
    ...{ owner, repositories: countedRepositories(index.registry), docs: index.registry.kinds.docs },
    ...{
      chainsOf: index.chainsOf,
      areaRepositories: areaRepositories(index.registry),
      now: Math.min(facts.readAt, nomination.at),
    },
    asked: nomination.at,
    own: [{ repository: fullName(facts.repository), number: facts.number }],
  });
  try {
    const figures = { measured: await measure(parts.client, plan, names), measuredAt: facts.readAt, failed: false };
    remember(scene, nomination.id, figures);
    return figures;
  } catch (error) {
    if (!(error instanceof GitHubError) || !error.retryable) throw error;
    parts.log.warn({ err: error }, "a promotion could not be counted; it is tried again");
    const unknown: Measured = { known: false, why: "GitHub did not answer" };
    const measured = new Map(measures.map(({ key }) => [key, unknown]));
    return { measured, measuredAt: facts.readAt, failed: true };
  }
}

function keyOf({ facts }: Scene, id: string): string {
  return `${facts.repository.id}#${facts.number} ${id}`;
}

function remember(scene: Scene, id: string, figures: Figures): void {
  const { figures: memory } = scene.parts;
  memory.delete(keyOf(scene, id));
  memory.set(keyOf(scene, id), figures);
  const [oldest] = memory.keys();
  if (memory.size > MOST_REMEMBERED && oldest !== undefined) memory.delete(oldest);
}

export function remembered(scene: Scene, id: string): Figures | null {
  return scene.parts.figures.get(keyOf(scene, id)) ?? null;
}

/** "kusion and karpor of KusionStack", inert. */
export function scopeText(registry: Registry, owner: string): string {
  const names = countedRepositories(registry);
  if (names.length === 0) return `the repositories of ${inert(owner)}`;
  return `${listed(names.map(inert), "and", 8)} of ${inert(owner)}`;
}
