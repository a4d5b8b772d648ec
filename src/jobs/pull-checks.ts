/** The checks of a pull request's head: as they should be, for every pull request that has this head (R17), and as they are. */

import { openPulls } from "../database/pulls.ts";
import { unknownVerdict } from "../gate/verdict.ts";
import { type CurrentChecks, currentChecks } from "../github/read/standing-checks.ts";
import type { CheckEffect } from "../model/effect.ts";
import type { PullRecord } from "../model/pull-record.ts";
import { headChecks } from "./decide.ts";
import { evaluate } from "./evaluate-pull.ts";
import type { Evaluation, Evaluator } from "./evaluation.ts";
import type { JobParts } from "./job-parts.ts";

/** Another pull request that may have the same head. */
export interface Twin {
  readonly number: number;
  readonly record: PullRecord | null;
}

/** What was read of the head right after the reading, as long as that is still fresh. */
function freshOf(recalled: Evaluation["recalled"], headSha: string): Evaluation["recalled"] {
  return recalled?.headSha === headSha && recalled.isFresh() ? recalled : null;
}

/** By what GitHub tells and what Rung remembers. */
export async function twinsOf(parts: JobParts, { facts, recalled }: Evaluation): Promise<readonly Twin[]> {
  const fresh = freshOf(recalled, facts.head.sha);
  const known = fresh?.twins ?? (await openPulls(parts.db, facts.repository.id, facts.head.sha));
  const records = new Map(known.map((pull) => [pull.number, pull.record]));
  return [...new Set([...facts.twins, ...records.keys()])]
    .filter((number) => number !== facts.number)
    .sort((a, b) => a - b)
    .map((number) => ({ number, record: records.get(number) ?? null }));
}

/** Those that really have this head, evaluated; their own events and memory are left to their own jobs. */
async function evaluatedTwins(
  evaluator: Evaluator,
  { facts }: Evaluation,
  twins: readonly Twin[],
): Promise<readonly Evaluation[]> {
  const { repository, head } = facts;
  const all = await Promise.all(
    twins.map(({ number, record }) => evaluate(evaluator, { repository, number }, [], record)),
  );
  return all.flatMap((twin) =>
    twin !== "absent" && twin.facts.state === "open" && twin.facts.head.sha === head.sha ? [twin] : [],
  );
}

/** Anybody can open a pull request from a commit that they see, as often as they have branches: each look at one is a look at all (R54). */
const MAX_TWINS = 10;

const CROWDED = `more than ${MAX_TWINS} other open pull requests have this very commit as their head, and each of them would have to pass; close those that are not meant`;

export interface Checks {
  readonly wanted: readonly CheckEffect[];
  readonly standing: CurrentChecks;
}

/** `surelyNew`: none of Rung's checks can be on the head yet. */
export async function checksOf(
  parts: JobParts,
  own: Evaluation,
  twins: readonly Twin[],
  surelyNew: boolean,
): Promise<Checks> {
  const { facts, recalled } = own;
  if (facts.state !== "open") return { wanted: [], standing: new Map() };
  const { client, checkMemory: memory, appId } = parts;
  const commit = { repository: facts.repository, headSha: facts.head.sha };
  const standing = await currentChecks({ client, memory, appId }, commit, {
    surelyNew,
    rows: freshOf(recalled, facts.head.sha)?.checks,
  });
  return { wanted: await wantedChecks(parts, own, twins, [...standing.keys()]), standing };
}

/** `names`: of the checks that stand on the head. */
export async function wantedChecks(
  evaluator: Evaluator,
  own: Evaluation,
  twins: readonly Twin[],
  names: readonly string[],
): Promise<readonly CheckEffect[]> {
  if (twins.length <= MAX_TWINS) return headChecks([own, ...(await evaluatedTwins(evaluator, own, twins))], names);
  // In the same words whichever of them is looked at, so that they do not write by turns.
  return headChecks([{ ...own, verdict: unknownVerdict(CROWDED, own.verdict.mode) }], names, { isPart: true });
}
