/** Measures, scopes and histories for tests of measuring. */

import type { MeasureScope } from "../../../src/promotions/measure/measure-types.ts";
import { registryScope } from "../../../src/promotions/measure/plan.ts";
import type { CountFilter, Measure, Measured } from "../../../src/promotions/promotion-types.ts";
import type { RegistryIndex } from "../../../src/registry/registry-index.ts";
import { finishMerge } from "../../../src/sandbox/acts/merge.ts";
import { mergeCommit } from "../../../src/sandbox/acts/merge-commit.ts";
import type { PlayedWorld } from "../../../src/sandbox/played-world.ts";
import type { Pull } from "../../../src/sandbox/world/model.ts";
import { anIndex } from "../../registry/a-registry.ts";

export function aFilter(more: Partial<CountFilter> = {}): CountFilter {
  return { kind: null, labels: [], paths: [], areas: [], repos: [], base: null, within: null, ...more };
}

export function aMeasure(what: Measure["what"], filter: Partial<CountFilter> = {}, enough = 5): Measure {
  const whole = aFilter(filter);
  return { key: JSON.stringify([what, whole, enough]), what, filter: whole, enough };
}

export function aScope(more: Partial<MeasureScope> & { readonly registry?: string } = {}): MeasureScope {
  const { registry = "areas: { kusion: { repos: [kusion] } }\nmaintainers: [ann]\n", ...scope } = more;
  return { ...scopeOf(anIndex(registry)), ...scope };
}

export function scopeOf(index: RegistryIndex): MeasureScope {
  return {
    owner: "KusionStack",
    ...registryScope(index),
    now: Date.parse("2026-11-23T14:00:00Z"),
    own: [],
  };
}

export interface Past {
  readonly as?: string;
  readonly repo?: string;
  readonly title?: string;
  readonly body?: string;
  readonly branch?: string;
  readonly files?: Readonly<Record<string, string | null>>;
  readonly labels?: readonly string[];
  readonly reviewedBy?: readonly string[];
  readonly merged?: boolean;
}

/** A pull request of the past, merged whatever the branch's protection says. */
export function aPastPull(world: PlayedWorld, past: Past = {}): Pull {
  const repo = past.repo ?? "KusionStack/kusion";
  const number = world.repo(repo).nextNumber;
  const pull = world.as(past.as ?? "jemshad").openPull({
    ...{ repo, title: past.title ?? `feat: part ${number}`, body: past.body },
    ...{ branch: past.branch, files: past.files ?? { [`pkg/part-${number}.go`]: "package part\n" } },
  });
  for (const label of past.labels ?? []) world.as("SparkYuan").label(pull, label);
  for (const login of past.reviewedBy ?? []) world.as(login).review(pull, "COMMENT", "Looks right to me.");
  if (past.merged !== false) {
    world.clock.tick();
    const act = { world, actor: world.actor("SparkYuan"), viaApp: null };
    const base = world.tip(pull.repo, pull.baseRef) ?? pull.baseSha;
    finishMerge(act, pull, mergeCommit(act, pull, base, "squash"));
  }
  return pull;
}

export function numbers(measured: Measured | undefined): readonly number[] | string {
  if (measured === undefined) return "not measured";
  return measured.known ? measured.items.map(({ number }) => number).toSorted((a, b) => a - b) : measured.why;
}
