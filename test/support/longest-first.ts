/**
 * The order in which files are tested. First those that need a process of their own, since in between each would end a process that has
 * loaded the sources. Then those that mostly wait and take long, so that others are computed in the meantime and none of them is waited
 * for at the end. The rest are in Vitest's order from the run before, or by size.
 */

import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Small files that take longer than larger ones; the longest first. */
export const LONG: readonly string[] = [
  "attacks/late-readings",
  "chaos/chaos",
  "scenarios/bad-days",
  "bench/beside",
  "scenarios/killed-halfway",
  "replicas/replicas",
  "write/actions/once",
  "attacks/queue",
  "cli/move-data",
  "replicas/access-killed",
  "scale/scale",
  "attacks/green",
  "deploy/deploy",
  "queue/queue",
  "queue/killed",
  "attacks/memory",
  "write/actions/killed",
  "scenarios/replay",
  "scenarios/promotion-time",
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

function rank({ moduleId, project }: TestSpecification): number {
  if (project.config.isolate) return -1;
  const long = LONG.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
  return long === -1 ? LONG.length : long;
}
