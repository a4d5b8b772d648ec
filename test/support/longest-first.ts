/**
 * In which order files are tested: those that mostly wait and take long before all, so that others are computed meanwhile and none of
 * them is waited for in the end; the short ones of the pure rooms last. Between them it is as Vitest knows from the run before, or by size.
 */
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Small files that take longer than larger ones; the longest first. */
export const LONG: readonly string[] = [
  "chaos/chaos",
  "attacks/late-readings",
  "attacks/edge-database",
  "scenarios/bad-days",
  "scenarios/killed-halfway",
  "write/actions/once",
  "attacks/queue",
  "attacks/green",
  "deploy/deploy",
  "queue/queue",
  "queue/killed",
  "attacks/memory",
  "write/actions/killed",
  "scenarios/replay",
  "scenarios/promotion-time",
];
const PROJECTS: readonly string[] = ["edges", "world", "pure"];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

function rank({ moduleId, project }: TestSpecification): number {
  const long = LONG.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
  return long === -1 ? LONG.length + PROJECTS.indexOf(project.name) : long;
}
