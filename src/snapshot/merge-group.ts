/** Tells which pull requests a merge-queue commit contains (R18); in doubt more rather than fewer, since each must pass. */
import { z } from "zod";
import type { Client } from "../github/client.ts";
import { Gone } from "../github/errors.ts";
import type { RepositoryName } from "../names.ts";
import { parsed } from "./pages.ts";
import { MERGE_QUEUE } from "./queries.ts";
import { mergeQueueAnswer } from "./views.ts";

export interface MergeGroup {
  readonly headSha: string;
  /** `refs/heads/gh-readonly-queue/main/pr-12-<sha>`, or without `refs/heads/`. */
  readonly headRef: string;
  readonly baseSha: string;
  /** With or without `refs/heads/`. */
  readonly baseRef: string;
}

/** Ascending numbers; "unknown" when GitHub tells of none. */
export async function readMergeGroup(
  client: Client,
  repository: RepositoryName,
  group: MergeGroup,
): Promise<readonly number[] | "unknown"> {
  const [queued, merged] = await Promise.all([
    queuedPulls(client, repository, group),
    mergedPulls(client, repository, group),
  ]);
  const named = numberOfRef(group.headRef);
  const numbers = new Set([...queued, ...merged, ...(named === null ? [] : [named])]);
  return numbers.size === 0 ? "unknown" : [...numbers].sort((a, b) => a - b);
}

/** The number GitHub puts in the queue's branch name: the last pull request of the group. */
export function numberOfRef(ref: string): number | null {
  const number = /\/pr-(\d+)-[0-9a-f]+$/.exec(ref)?.[1];
  return number === undefined ? null : Number(number);
}

/** The entry built as this commit, and every entry before it: the commit stacks on theirs. */
async function queuedPulls(client: Client, repository: RepositoryName, group: MergeGroup): Promise<number[]> {
  const query = {
    name: "MergeQueue",
    text: MERGE_QUEUE,
    optional: ["repository", "repository.mergeQueue"],
    unreliable: ["repository.mergeQueue"],
  };
  const branch = group.baseRef.replace(/^refs\/heads\//, "");
  const answer = await client.graph(query, { owner: repository.owner, name: repository.name, branch });
  const view = parsed(mergeQueueAnswer, answer.data, "a merge queue");
  const entries = view.repository?.mergeQueue?.entries?.nodes ?? [];
  const own = entries.find((entry) => entry.headCommit?.oid === group.headSha);
  if (!own) return [];
  return entries.flatMap((entry) =>
    entry.pullRequest && entry.position <= own.position ? [entry.pullRequest.number] : [],
  );
}

const compareView = z.object({ commits: z.array(z.object({ commit: z.object({ message: z.string() }) })) });

/** What the queue merged since its base: GitHub's own merge and squash messages name the pull request in their first line. */
async function mergedPulls(client: Client, repository: RepositoryName, group: MergeGroup): Promise<number[]> {
  const path = `/repos/${repository.owner}/${repository.name}/compare/${group.baseSha}...${group.headSha}?per_page=100`;
  try {
    const { data } = await client.rest("GET", path);
    const view = parsed(compareView, data, "a merge group's commits");
    return view.commits.flatMap(({ commit }) => {
      const number = numberOfMessage(commit.message);
      return number === null ? [] : [number];
    });
  } catch (error) {
    if (error instanceof Gone) return [];
    throw error;
  }
}

/** "Merge pull request #12 from …" or "Title (#12)". */
export function numberOfMessage(message: string): number | null {
  const first = message.split("\n", 1)[0] ?? "";
  const number = /^Merge pull request #(\d{1,9}) from /.exec(first)?.[1] ?? /\(#(\d{1,9})\)$/.exec(first)?.[1];
  return number === undefined ? null : Number(number);
}
