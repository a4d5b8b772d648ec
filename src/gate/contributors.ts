/** Who took part in writing the pull request, where the registry says that they do not count (R2). */
import { samePerson } from "../commands/people.ts";
import type { Account } from "../names.ts";
import type { RegistryIndex } from "../roles/registry.ts";
import type { CommitFacts, PullFacts } from "../snapshot/facts.ts";
import { type Comparison, changedFiles, type Diffs, diffKey } from "./diffs.ts";
import type { Word } from "./words.ts";

/** Merges whose diffs are compared; those beyond make contributors, since each costs two requests. */
const MOST_MERGES = 5;

export interface Contributors {
  /** Each once; empty where contributors count like anybody. */
  readonly people: readonly Account[];
  /** Why it cannot be told who contributed: then nobody counts. `null`: it can. */
  readonly unknown: string | null;
}

const NOBODY: Contributors = { people: [], unknown: null };

export function contributorsOf(facts: PullFacts, index: RegistryIndex, diffs: Diffs): Contributors {
  if (index.registry.approval.contributorsCount) return NOBODY;
  const { items, complete, total } = facts.commits;
  const written = items.filter((commit) => !bringsNothing(commit, facts, diffs));
  const all = written.flatMap((commit) => commit.people.filter((person) => person !== null));
  const people = [...new Map(all.map((person) => [`${person.id ?? person.login}`, person])).values()];
  const unmapped = written.filter((commit) => commit.people.length === 0 || commit.people.includes(null));
  return {
    people,
    unknown: unknownWhy(unmapped, items.length, complete, total),
  };
}

function unknownWhy(unmapped: readonly CommitFacts[], read: number, complete: boolean, total: number): string | null {
  if (!complete || read === 0) return `GitHub returned ${read} of ${Math.max(total, 1)} commits`;
  const [first] = unmapped;
  if (first === undefined) return null;
  const sha = first.sha.slice(0, 7);
  const which =
    unmapped.length === 1 ? `commit ${sha} belongs` : `${unmapped.length} commits, the first ${sha}, belong`;
  return `${which} to no GitHub account, and contributors may not approve here`;
}

/** A merge that leaves the diff against the base as its first parent had it: the base was merged in, and no more. */
function bringsNothing(commit: CommitFacts, { base }: PullFacts, diffs: Diffs): boolean {
  const [first] = commit.parents;
  if (commit.parents.length !== 2 || first === undefined) return false;
  const then = diffs.get(diffKey({ base: base.ref, head: first }));
  const now = diffs.get(diffKey({ base: base.ref, head: commit.sha }));
  return changedFiles(then, now, () => true)?.length === 0;
}

/** The diffs around merges by people whose word may count, or by nobody GitHub knows: they decide who is a contributor. */
export function contributorQuestions(
  facts: PullFacts,
  index: RegistryIndex,
  words: readonly Word[],
): readonly Comparison[] {
  if (index.registry.approval.contributorsCount) return [];
  const speakers = words.flatMap(({ by, meaning }) =>
    meaning.kind === "approval" && index.holdsAnyRole(by) ? [by] : [],
  );
  const matters = (commit: CommitFacts) =>
    commit.people.length === 0 ||
    commit.people.some((person) => person === null || speakers.some((speaker) => samePerson(speaker, person)));
  const merges = facts.commits.items.filter((commit) => commit.parents.length === 2 && matters(commit));
  return merges
    .slice(-MOST_MERGES)
    .flatMap((commit) => [...commit.parents.slice(0, 1), commit.sha])
    .map((head) => ({ base: facts.base.ref, head }));
}
