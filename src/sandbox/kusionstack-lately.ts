/**
 * What KusionStack's people did in the weeks before the sandbox begins, whenever that is, so that visitors find recent activity. One of
 * them did nothing for over a year, and somebody stepped aside who may come back. All of it is made up.
 */

import { isoDay } from "../shared/dates.ts";
import { merged } from "./kusionstack-history.ts";
import type { PlayedWorld } from "./played-world.ts";

/** Maintains kusion; the last thing of theirs is of spring 2025. */
export const UNSEEN = "Yangyang96";
/** Is listed as emeritus. */
export const FORMER = "octo-alum";

interface Lately {
  readonly repo: string;
  readonly number: number;
  readonly by: string;
  readonly reviewer: string;
  /** Before the sandbox begins. */
  readonly days: number;
  readonly title: string;
}

/** Two people a pull request: of each maintainer but one there is something. */
const LATELY: readonly Lately[] = [
  {
    repo: "kusion",
    number: 1461,
    by: "liu-hm19",
    reviewer: "SparkYuan",
    days: 9,
    title: "fix: keep the order of outputs",
  },
  {
    repo: "kusion",
    number: 1464,
    by: "adohe",
    reviewer: "ffforest",
    days: 14,
    title: "feat: name the stack in errors",
  },
  {
    repo: "karpor",
    number: 641,
    by: "ruquanzhao",
    reviewer: "elliotxx",
    days: 6,
    title: "feat: remember the last search",
  },
  {
    repo: "kuperator",
    number: 317,
    by: "ColdsteelRail",
    reviewer: "zoumo",
    days: 17,
    title: "fix: requeue once a pod is gone",
  },
  {
    repo: "kuperator",
    number: 319,
    by: "shaofan-hs",
    reviewer: "wu8685",
    days: 12,
    title: "refactor: one place for pod names",
  },
  {
    repo: "controller-mesh",
    number: 88,
    by: "Eikykun",
    reviewer: "wu8685",
    days: 20,
    title: "fix: close idle connections",
  },
];

const DAY = 86_400_000;

/** Makes it happen; afterwards the clock and the next numbers are as before. */
export function lately(world: PlayedWorld, organization: string): void {
  const now = world.clock.now();
  for (const { repo: name, days, ...past } of LATELY) {
    const repo = world.repo(`${organization}/${name}`);
    const next = repo.nextNumber;
    world.clock.set(now - days * DAY);
    repo.nextNumber = past.number;
    world.history.add(merged(world, repo, past));
    repo.nextNumber = next;
  }
  world.clock.set(now);
}

/** Registry entries of whoever stepped aside eight months before. */
export function formerPeople(now: number): string {
  const until = isoDay(now - 240 * DAY);
  return `emeritus:
  - { login: ${FORMER}, name: Octo Alum, was: approvers, areas: [kusion], since: 2024-01-24, until: ${until} }
`;
}
