/** Who took part in writing the pull request, for registries by which contributors do not count (R2). */

import { type Comparison, comparisonOf, type Diffs } from "../model/diffs.ts";
import type { CommitFacts, CommitOrigin, PullFacts } from "../model/facts.ts";
import type { PullRecord, Push } from "../model/pull-record.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import type { Account } from "../shared/names.ts";
import { accountOf, samePerson } from "../shared/people.ts";
import { cutWhy } from "./cut-why.ts";
import { unknownPushes } from "./record/pushes.ts";
import type { AreaRow } from "./rows.ts";
import type { Statement } from "./statements.ts";

/** How many merges have their diffs compared. Further ones make contributors, since each comparison costs two requests. */
const MAX_MERGES = 5;

export interface Contributors {
  /** Who wrote, committed, co-authored or pushed a commit of it, each once; empty where nothing asks. */
  readonly people: readonly Account[];
  /** Why it is unknown who contributed: then nobody counts where it matters. `null`: it is known. */
  readonly unknown: string | null;
}

const NOBODY: Contributors = { people: [], unknown: null };

/** Whether it matters in a row who contributed: by the strict setting, and for the registry's file always (R2, R40). */
export function asksContributors(row: AreaRow | null, { registry }: RegistryIndex): boolean {
  return !registry.approval.contributorsCount || row?.kind === "registry";
}

/** Whether it matters anywhere in the pull request, so that its commits have to be read. */
export function asksCommits(rows: readonly AreaRow[], index: RegistryIndex): boolean {
  return rows.some((row) => asksContributors(row, index)) || asksContributors(null, index);
}

/** Commits name whomever their author likes, so the people who pushed count as well as those who are named (R41). */
export function contributorsOf(
  facts: PullFacts,
  rows: readonly AreaRow[],
  { index, record, diffs }: { readonly index: RegistryIndex; readonly record: PullRecord; readonly diffs: Diffs },
): Contributors {
  if (!asksCommits(rows, index)) return NOBODY;
  const items = namedCommits(facts);
  const empty = items.filter((commit) => bringsNothing(commit, facts, diffs));
  const written = items.filter((commit) => !empty.includes(commit));
  const authors = written.flatMap((commit) => commit.people.filter((person) => person !== null));
  const pushers = (record.pushes ?? []).filter((push) => !isMergeOnly(push, empty)).map(({ by }) => accountOf(by));
  const people = [
    ...new Map([...authors, ...pushers].map((person) => [`${person.id ?? person.login}`, person])).values(),
  ];
  const unmapped = written.filter((commit) => commit.people.length === 0 || commit.people.includes(null));
  return {
    people,
    unknown: unreadWhy(facts, index) ?? unmappedWhy(unmapped) ?? unknownPusher(record, facts),
  };
}

/** Whether a commit's author or committer has an account only GitHub's other API may know. */
export function hasUnnamed({ commits }: PullFacts): boolean {
  return commits.items.some(({ people }) => people[0] === null || people.at(-1) === null);
}

/**
 * The commits together with the bots that made them. One of GitHub's APIs may not name these (model/facts.ts); where the other one was
 * asked, it does. People are not taken from there: somebody whom neither address nor name identifies stays unknown.
 */
function namedCommits({ commits: { items }, origins }: PullFacts): readonly CommitFacts[] {
  if (origins === undefined) return items;
  const known = new Map(origins.items.map((origin) => [origin.sha, origin]));
  return items.map((commit) => {
    const origin = known.get(commit.sha);
    return origin === undefined || !commit.people.includes(null) ? commit : named(commit, origin);
  });
}

/** The author is the first of a commit's people, and the committer the last where it was not GitHub. */
function named(commit: CommitFacts, { author, committer }: CommitOrigin): CommitFacts {
  const last = commit.people.length - 1;
  const people = commit.people.map((person, at) => {
    if (person === null && at === 0 && author?.type === "Bot") return author;
    const isCommitter = person === null && at === last && at > 0;
    return isCommitter && committer !== "github" && committer?.type === "Bot" ? committer : person;
  });
  return { ...commit, people };
}

/** The push brought one merge of the base that changed nothing of the pull request ("Update branch"). */
function isMergeOnly({ sha, before }: Push, empty: readonly CommitFacts[]): boolean {
  return before !== null && empty.some((commit) => commit.sha === sha && commit.parents[0] === before);
}

/** The evaluation reads commits wherever they are asked for; facts without any commits mean that nobody else wrote. */
function unreadWhy({ commits: { items, complete, total } }: PullFacts, { registry }: RegistryIndex): string | null {
  const isRead = items.length > 0 || (total === 0 && registry.approval.contributorsCount);
  return complete && isRead ? null : cutWhy("commits", { items, total: Math.max(total, 1) });
}

function unmappedWhy(unmapped: readonly CommitFacts[]): string | null {
  const [first] = unmapped;
  if (first === undefined) return null;
  const sha = first.sha.slice(0, 7);
  const which =
    unmapped.length === 1 ? `commit ${sha} belongs` : `${unmapped.length} commits, the first ${sha}, belong`;
  return `${which} to no GitHub account, and whoever contributed may not approve here`;
}

function unknownPusher(record: PullRecord, facts: PullFacts): string | null {
  const next = "a new pull request from the same branch settles it";
  if (record.pushesLost)
    return `so many people pushed that not all are remembered, and none of them may approve here; ${next}`;
  if (record.pushes === undefined) return null;
  const [first] = unknownPushes(record, facts);
  if (first === undefined) return null;
  return `it is not known who pushed ${first.slice(0, 7)}, and whoever did may not approve here; ${next}`;
}

/** A merge that leaves the diff against the base as its first parent had it: the base was merged in, and no more. */
function bringsNothing(commit: CommitFacts, { base }: PullFacts, diffs: Diffs): boolean {
  const [first] = commit.parents;
  if (commit.parents.length !== 2 || first === undefined) return false;
  return comparisonOf(aroundMerge(base.sha, first, commit.sha), diffs, () => true).kind === "same";
}

/** The diffs around merges by people whose statements may count, or by nobody GitHub knows: they decide who is a contributor. */
export function contributorQuestions(
  facts: PullFacts,
  rows: readonly AreaRow[],
  { index, record }: { readonly index: RegistryIndex; readonly record: PullRecord },
  words: readonly Statement[],
): readonly Comparison[] {
  if (!asksCommits(rows, index)) return [];
  const speakers = words.flatMap(({ by, meaning }) =>
    meaning.kind === "approval" && index.holdsAnyRole(by) ? [by] : [],
  );
  const speaks = (person: Push["by"]) => speakers.some((speaker) => samePerson(speaker, person));
  const matters = (commit: CommitFacts) =>
    commit.people.length === 0 ||
    commit.people.some((person) => person === null || speaks(person)) ||
    (record.pushes ?? []).some(({ sha, by }) => sha === commit.sha && speaks(by));
  const merges = namedCommits(facts).filter((commit) => commit.parents.length === 2 && matters(commit));
  return merges
    .slice(-MAX_MERGES)
    .flatMap(({ sha, parents: [first] }) => (first === undefined ? [] : [aroundMerge(facts.base.sha, first, sha)]));
}

/** The diff against the base before a merge and after it. */
function aroundMerge(base: string, first: string, merge: string): Comparison {
  return { approved: { base, head: first }, present: { base, head: merge } };
}
