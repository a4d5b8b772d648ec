/** Tells which pull requests a merge-queue commit contains (R18); in doubt more rather than fewer, since each must pass. */
import { z } from "zod";
import type { MergeGroup } from "../../model/job.ts";
import type { RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Gone, Transient } from "../client/errors.ts";
import { failedOnce } from "../client/graphql-answers.ts";
import { parsed } from "./graphql-pages.ts";
import { mergeQueueAnswer } from "./graphql-views.ts";
import { MERGE_QUEUE } from "./queries.ts";
import { A_PAGE, isLastPage } from "./rest-pages.ts";

interface MergeGroupRead {
  /** Its pull requests, ascending; empty when GitHub tells of none. */
  readonly numbers: readonly number[];
  /** Commits of the queue that stack on this one, and so contain its pull requests too. */
  readonly behind: readonly MergeGroup[];
}

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
  const numbers = new Set([...queued.numbers, ...merged, ...(named === null ? [] : [named])]);
  return { numbers: [...numbers].sort((a, b) => a - b), behind: queued.behind };
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

/** The entry built as this commit, and every entry before it: the commit stacks on theirs. */
async function queuedPulls(client: Client, repository: RepositoryName, group: MergeGroup): Promise<MergeGroupRead> {
  const query = {
    name: "MergeQueue",
    text: MERGE_QUEUE,
    optional: ["repository", QUEUE],
    // An app may lack the right to see queues.
    unreliable: [QUEUE],
  };
  const branch = group.baseRef.replace(/^refs\/heads\//, "");
  const answer = await client.graph(query, { owner: repository.owner, name: repository.name, branch });
  if (failedOnce(answer, QUEUE)) throw new Transient("GitHub did not tell what is in the merge queue");
  const view = parsed(mergeQueueAnswer, answer.data, "a merge queue");
  const entries = view.repository?.mergeQueue?.entries?.nodes ?? [];
  const own = entries.find((entry) => entry.headCommit?.oid === group.headSha);
  if (!own) return { numbers: [], behind: [] };
  const numbers = entries.flatMap((entry) =>
    entry.pullRequest && entry.position <= own.position ? [entry.pullRequest.number] : [],
  );
  const behind = entries.flatMap(({ position, headCommit, baseCommit, pullRequest }): MergeGroup[] => {
    if (position <= own.position || !headCommit || !baseCommit || !pullRequest) return [];
    const headRef = queueRef(group.baseRef, pullRequest.number, baseCommit.oid);
    return [{ headSha: headCommit.oid, headRef, baseSha: baseCommit.oid, baseRef: group.baseRef }];
  });
  return { numbers, behind };
}

const compareView = z.object({ commits: z.array(z.object({ commit: z.object({ message: z.string() }) })) });

/** What the queue merged since its base: GitHub's own merge and squash messages name the pull request in their first line. */
async function mergedPulls(client: Client, repository: RepositoryName, group: MergeGroup): Promise<number[]> {
  const path = `/repos/${repository.owner}/${repository.name}/compare/${group.baseSha}...${group.headSha}?per_page=${A_PAGE}`;
  const found: number[] = [];
  try {
    for (let page = 1; ; page += 1) {
      const answer = await client.rest("GET", page === 1 ? path : `${path}&page=${page}`);
      const { commits } = parsed(compareView, answer.data, "a merge group's commits");
      found.push(...commits.flatMap(({ commit }) => numberOfMessage(commit.message) ?? []));
      if (isLastPage(answer, commits.length)) return found;
    }
  } catch (error) {
    if (error instanceof Gone) return [];
    throw error;
  }
}

/** "Merge pull request #12 from …" or "Title (#12)". */
function numberOfMessage(message: string): number | null {
  const first = message.split("\n", 1)[0] ?? "";
  const number = /^Merge pull request #(\d{1,9}) from /.exec(first)?.[1] ?? /\(#(\d{1,9})\)$/.exec(first)?.[1];
  return number === undefined ? null : Number(number);
}
