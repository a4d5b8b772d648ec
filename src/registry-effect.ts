/** Finds out what a proposed registry would do to the open pull requests it governs: one search, and the diffs that are wanted. */
import type { Evaluator } from "./evaluate.ts";
import { type Diffs, distinct } from "./gate/diffs.ts";
import { comparisonsNeeded } from "./gate/lapse.ts";
import type { RegistryEffect } from "./gate/model.ts";
import { type Governed, registryEffect } from "./gate/registry-effect.ts";
import { wordsOf } from "./gate/words.ts";
import { GitHubError, RateLimited } from "./github/errors.ts";
import { observed } from "./record/heads.ts";
import type { PullRecord } from "./record/model.ts";
import { remembered } from "./remembered.ts";
import type { Registry } from "./roles/model.ts";
import { type Names, nameFindings, newNames, unknownNames } from "./roles/named.ts";
import type { RegistryIndex } from "./roles/registry.ts";
import type { PullFacts } from "./snapshot/facts.ts";
import { readNames } from "./snapshot/name-lookups.ts";
import { type OpenFound, readOpen } from "./snapshot/open.ts";
import { readTree } from "./snapshot/tree.ts";

/** Comparisons in all; pull requests that would need more are left out. Most need none, or have been compared before. */
const MOST_DIFFS = 40;
/** Whoever proposes a registry, a stranger too, makes Rung read the members of its teams: a request each, at least (R54). */
const MOST_NEW_TEAMS = 10;

/** Worth much to whoever decides, but no verdict waits for it: what GitHub would not tell is said instead. */
export async function effectOf(
  evaluator: Evaluator,
  facts: PullFacts,
  before: RegistryIndex,
  proposed: Registry,
): Promise<RegistryEffect | undefined> {
  if (facts.state !== "open") return undefined;
  const none = { looked: 0, pulls: [], areas: [] };
  try {
    const fresh = newNames(before.registry, proposed);
    const names = await lookedUp(evaluator, facts, fresh);
    if (fresh.teams.length > MOST_NEW_TEAMS)
      return {
        ...none,
        names,
        limits: [
          `What it does cannot be told: it names ${fresh.teams.length} new teams, and of more than ${MOST_NEW_TEAMS} the members are not read. Add them in several steps.`,
        ],
      };
    const { index: after, unread } = await evaluator.registries.indexOf(evaluator.client, proposed);
    if (unread.length > 0)
      return {
        ...none,
        names,
        limits: [`What it does to open pull requests cannot be told without the members of ${unread.join("; ")}.`],
      };
    const scope = {
      tree: await orUnknown(readTree(evaluator.client, facts.repository, facts.base.sha)),
      everywhere: evaluator.registries.governsOthers(facts.repository),
      defaultBranch: facts.repository.defaultBranch ?? facts.base.ref,
    };
    const found = (await orUnknown(governed(evaluator, facts, before, after))) ?? UNANSWERED;
    return registryEffect({ repository: facts.repository, before, after, ...found, scope, names });
  } catch (error) {
    if (!(error instanceof GitHubError) || error instanceof RateLimited) throw error;
    return { ...none, limits: UNANSWERED.limits };
  }
}

/** At most one request, for the names that the change brings in. */
async function lookedUp(
  { client }: Evaluator,
  { repository }: PullFacts,
  names: Names,
): Promise<NonNullable<RegistryEffect["names"]>> {
  const found = await readNames(client, repository.owner, names, 1);
  return { findings: nameFindings(names, found, repository.owner), unknown: unknownNames(names, found) };
}

const UNANSWERED = {
  pulls: [],
  limits: ["What it does to open pull requests cannot be told: GitHub did not answer."],
};

/** `null` where GitHub did not answer; its limits are the queue's to wait for. */
async function orUnknown<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof GitHubError) || error instanceof RateLimited) throw error;
    return null;
  }
}

async function governed(
  evaluator: Evaluator,
  facts: PullFacts,
  before: RegistryIndex,
  after: RegistryIndex,
): Promise<{ readonly pulls: readonly Governed[]; readonly limits: readonly string[] }> {
  const everywhere = evaluator.registries.governsOthers(facts.repository);
  const people = [before, after].some(({ registry }) => !registry.approval.contributorsCount);
  const read = await readOpen(evaluator.client, facts.repository, { everywhere, people });
  const others = read.pulls.filter((one) => !isSame(one.facts, facts) && !one.facts.repository.archived);
  const own = others.filter((one) => isGoverned(one, facts));
  const known = await recordsOf(evaluator, own);
  const budget = { left: MOST_DIFFS };
  const pulls: Governed[] = [];
  for (const { facts: other, record } of known) {
    const diffs = await diffsOf(evaluator, other, record, [before, after], budget);
    if (diffs !== null) pulls.push({ facts: other, record, diffs });
  }
  const foreign = others.length - own.length;
  const beyond = read.total - read.pulls.length;
  const uncompared = known.length - pulls.length;
  return {
    pulls,
    limits: [
      ...(beyond > 0 ? [`${beyond} more were touched longer ago and not looked at.`] : []),
      ...(uncompared > 0 ? [`${uncompared} more have too many pushes to be compared here.`] : []),
      ...(foreign > 0 ? [`${foreign} are in repositories with a registry of their own and were not looked at.`] : []),
    ],
  };
}

function isSame(one: PullFacts, other: PullFacts): boolean {
  return one.repository.id === other.repository.id && one.number === other.number;
}

/** Its repository has no registry file of its own, or has the very one that is proposed to change. */
function isGoverned({ facts: { repository }, blobs }: OpenFound, changing: PullFacts): boolean {
  return repository.id === changing.repository.id || (blobs.root === null && blobs.nested === null);
}

/** With what Rung remembers; those that it has never looked at are in repositories where it is not installed. */
async function recordsOf(
  evaluator: Evaluator,
  found: readonly OpenFound[],
): Promise<readonly { readonly facts: PullFacts; readonly record: PullRecord }[]> {
  const { openRecords } = evaluator;
  const ids = [...new Set(found.map(({ facts }) => facts.repository.id))];
  const stored = new Map(await Promise.all(ids.map(async (id) => [id, (await openRecords?.(id)) ?? null] as const)));
  return found.flatMap(({ facts }) => {
    const records = stored.get(facts.repository.id) ?? null;
    const own = records?.get(facts.number) ?? null;
    if (records !== null && own === null) return [];
    return [{ facts, record: observed(remembered(evaluator, facts, own).before, facts) }];
  });
}

/** `null`: more would have to be compared than is worth it. */
async function diffsOf(
  { client, diffs }: Evaluator,
  facts: PullFacts,
  record: PullRecord,
  indexes: readonly RegistryIndex[],
  budget: { left: number },
): Promise<Diffs | null> {
  const words = wordsOf(facts, record);
  const wanted = distinct(indexes.flatMap((index) => comparisonsNeeded(facts, index, record, words)));
  if (wanted.length > budget.left) return null;
  budget.left -= wanted.length;
  return await diffs.read(client, facts, wanted);
}
