/** Tells which pull requests a merge-queue commit contains (R18); when in doubt more rather than fewer, since each must pass. */

import { z } from "zod";
import type { MergeGroup } from "../../model/job.ts";
import type { RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Gone, Transient } from "../client/errors.ts";
import { failedOnce } from "../client/graphql-answers.ts";
import { repositoryPath } from "../client/repository-path.ts";
import { parsed } from "./graphql-pages.ts";
import { mergeQueueAnswer } from "./graphql-views.ts";
import { MERGE_QUEUE } from "./queries.ts";
import { encodedBranch } from "./registry-branch.ts";
import { A_PAGE, isLastPage } from "./rest-pages.ts";
import type { Unshown } from "./unshown.ts";

interface MergeGroupRead {
  /** Its pull requests, ascending; empty if GitHub names none. */
  readonly numbers: readonly number[];
  /** Commits of the queue that stack on this one, and so contain its pull requests too. */
  readonly behind: readonly MergeGroup[];
  /** What should tell about a just-built commit and does not yet: it may contain more (R37). */
  readonly unshown: readonly Unshown[];
  /** Apart from the branch's name, neither the queue nor the commit's history told what it contains. */
  readonly isUntold: boolean;
  /** It holds more than is looked at: the numbers are not all. */
  readonly isTooMany: boolean;
}

/** A queue builds a hundred pull requests at once at most; messages may name any number of others. */
const MAX_NUMBERS = 250;
/** Of a hundred commits each. */
const MAX_PAGES = 30;

export async function readMergeGroup(
  client: Client,
  repository: RepositoryName,
  group: MergeGroup,
): Promise<MergeGroupRead> {
  const [queued, merged] = await Promise.all([
    queuedPulls(client, repository, group),
    mergedPulls(client, repository, group),
  ]);
  const named = numberOfRef(group.headRef);
  const numbers = new Set([...(named === null ? [] : [named]), ...queued.numbers, ...(merged?.numbers ?? [])]);
  const short = group.headSha.slice(0, 7);
  return {
    numbers: [...numbers].slice(0, MAX_NUMBERS).sort((a, b) => a - b),
    behind: queued.behind,
    unshown: [
      ...(queued.place === "not in it" ? [unshown("entry", `the merge queue's entry for ${short}`)] : []),
      ...(merged === null ? [unshown("commit", `what ${short} would merge`)] : []),
    ],
    isUntold: merged === null && queued.place !== "in it",
    isTooMany: numbers.size > MAX_NUMBERS || merged?.isWhole === false,
  };
}

function unshown(key: string, what: string): Unshown {
  return { key, what, otherChange: false };
}

/** The number GitHub puts in the queue's branch name: the last pull request of the group. */
export function numberOfRef(ref: string): number | null {
  const number = /\/pr-(\d+)-[0-9a-f]+$/.exec(ref)?.[1];
  return number === undefined ? null : Number(number);
}

/** GitHub's name of the branch that a merge queue makes for a pull request. */
export function queueRef(baseRef: string, number: number, baseSha: string): string {
  return `refs/heads/gh-readonly-queue/${baseRef.replace(/^refs\/heads\//, "")}/pr-${number}-${baseSha}`;
}

const QUEUE = "repository.mergeQueue";

interface QueueRead extends Pick<MergeGroupRead, "numbers" | "behind"> {
  /** "no queue": the server has none, or does not show it. */
  readonly place: "in it" | "not in it" | "no queue";
}

/** The entry built as this commit, and every entry before it: the commit stacks on theirs. */
async function queuedPulls(client: Client, repository: RepositoryName, group: MergeGroup): Promise<QueueRead> {
  const entries = await queueOf(client, repository, branchOf(group));
  if (entries === null) return { numbers: [], behind: [], place: "no queue" };
  const own = entries.find((entry) => entry.headCommit?.oid === group.headSha);
  if (!own) return { numbers: [], behind: [], place: "not in it" };
  const numbers = entries.flatMap((entry) =>
    entry.pullRequest && entry.position <= own.position ? [entry.pullRequest.number] : [],
  );
  const behind = entries.flatMap(({ position, headCommit, baseCommit, pullRequest }): MergeGroup[] => {
    if (position <= own.position || !headCommit || !baseCommit || !pullRequest) return [];
    const headRef = queueRef(group.baseRef, pullRequest.number, baseCommit.oid);
    return [{ headSha: headCommit.oid, headRef, baseSha: baseCommit.oid, baseRef: group.baseRef }];
  });
  return { numbers, behind, place: "in it" };
}

type QueueView = NonNullable<NonNullable<z.infer<typeof mergeQueueAnswer>["repository"]>["mergeQueue"]>;
type Entries = NonNullable<QueueView["entries"]>["nodes"];

/** `null`: there is no queue to be seen. */
async function queueOf(client: Client, { owner, name }: RepositoryName, branch: string): Promise<Entries | null> {
  const query = {
    name: "MergeQueue",
    text: MERGE_QUEUE,
    optional: ["repository", QUEUE],
    // An app may lack the right to see queues.
    unreliable: [QUEUE],
  };
  const found: Entries[number][] = [];
  for (let after: string | null = null; ; ) {
    const answer = await client.graph(query, { owner, name, branch, after });
    if (failedOnce(answer, QUEUE)) throw new Transient("GitHub did not tell what is in the merge queue");
    const view: z.infer<typeof mergeQueueAnswer> = parsed(mergeQueueAnswer, answer.data, "a merge queue");
    const entries = view.repository?.mergeQueue?.entries;
    if (!entries) return null;
    found.push(...entries.nodes);
    after = entries.pageInfo?.endCursor ?? null;
    if (entries.pageInfo?.hasNextPage !== true || after === null) return found;
  }
}

function branchOf({ baseRef }: MergeGroup): string {
  return baseRef.replace(/^refs\/heads\//, "");
}

const compareView = z.object({ commits: z.array(z.object({ commit: z.object({ message: z.string() }) })) });

/**
 * What the queue would merge into the branch, including the groups before this one, on whose commits it is stacked: GitHub's own merge
 * and squash messages name the pull request in their first line. `null`: GitHub cannot compare them.
 */
async function mergedPulls(
  client: Client,
  repository: RepositoryName,
  group: MergeGroup,
): Promise<{ readonly numbers: readonly number[]; readonly isWhole: boolean } | null> {
  const range = `${encodedBranch(branchOf(group))}...${group.headSha}`;
  const path = `${repositoryPath(repository)}/compare/${range}?per_page=${A_PAGE}`;
  const found: number[] = [];
  try {
    for (let page = 1; ; page += 1) {
      const answer = await client.rest("GET", page === 1 ? path : `${path}&page=${page}`);
      const { commits } = parsed(compareView, answer.data, "a merge group's commits");
      found.push(...commits.flatMap(({ commit }) => numberOfMessage(commit.message) ?? []));
      if (isLastPage(answer, commits.length)) return { numbers: found, isWhole: true };
      if (page >= MAX_PAGES) return { numbers: found, isWhole: false };
    }
  } catch (error) {
    if (error instanceof Gone) return null;
    throw error;
  }
}

/** "Merge pull request #12 from …" or "Title (#12)". */
function numberOfMessage(message: string): number | null {
  const first = message.split("\n", 1)[0] ?? "";
  const number = /^Merge pull request #(\d{1,9}) from /.exec(first)?.[1] ?? /\(#(\d{1,9})\)$/.exec(first)?.[1];
  return number === undefined ? null : Number(number);
}
