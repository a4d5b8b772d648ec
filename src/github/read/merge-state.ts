/** Whether GitHub is about to merge a pull request by itself, how it could, and what it would wait for. */

import { z } from "zod";
import { isOwnCheckName } from "../../gate/check-name.ts";
import type { RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Declined, Forbidden, NotInSchema, Transient } from "../client/errors.ts";
import { failedOnce } from "../client/graphql-answers.ts";
import { parsed } from "./graphql-pages.ts";

export const MERGE_STATE = `query MergeState($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    mergeCommitAllowed squashMergeAllowed rebaseMergeAllowed
    pullRequest(number: $number) {
      state headRefOid isInMergeQueue isMergeQueueEnabled
      autoMergeRequest { enabledAt enabledBy { login } }
      mergeQueueEntry { enqueuer { login } }
    }
  }
}`;

const mergeStateView = z.object({
  repository: z.object({
    mergeCommitAllowed: z.boolean(),
    squashMergeAllowed: z.boolean(),
    rebaseMergeAllowed: z.boolean(),
    pullRequest: z.object({
      state: z.string(),
      headRefOid: z.string(),
      isInMergeQueue: z.boolean(),
      isMergeQueueEnabled: z.boolean(),
      autoMergeRequest: z.object({ enabledBy: z.object({ login: z.string() }).nullish() }).nullish(),
      mergeQueueEntry: z.object({ enqueuer: z.object({ login: z.string() }).nullish() }).nullish(),
    }),
  }),
});
export type MergeState = z.infer<typeof mergeStateView>["repository"];

/** Whether GitHub itself waits for the app's checks before it merges. */
export const REQUIRED = `query Required($owner: String!, $name: String!, $number: Int!, $app: Int!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      commits(last: 1) {
        nodes {
          commit {
            checkSuites(first: 10, filterBy: { appId: $app }) {
              nodes { checkRuns(first: 50) { nodes { name isRequired(pullRequestNumber: $number) } } }
            }
          }
        }
      }
    }
  }
}`;

function nodes<T extends z.ZodType>(item: T) {
  return z.object({ nodes: z.array(item) });
}

const suite = z.object({ checkRuns: nodes(z.object({ name: z.string(), isRequired: z.boolean() })).nullish() });
const requiredView = z.object({
  repository: z.object({
    pullRequest: z.object({ commits: nodes(z.object({ commit: z.object({ checkSuites: nodes(suite).nullish() }) })) }),
  }),
});

const QUEUE_ENTRY = "repository.pullRequest.mergeQueueEntry";

export async function readMergeState(
  client: Client,
  { owner, name }: RepositoryName,
  number: number,
): Promise<MergeState> {
  const query = { name: "MergeState", text: MERGE_STATE, unreliable: [QUEUE_ENTRY] };
  const answer = await client.graph(query, { owner, name, number });
  const { repository } = parsed(mergeStateView, answer.data, "a pull request to merge");
  // Who put it there decides whose it is to take out: what is not Rung's own is somebody's.
  if (repository.pullRequest.isInMergeQueue && failedOnce(answer, QUEUE_ENTRY))
    throw new Transient("GitHub did not tell who put this into the merge queue");
  return repository;
}

/**
 * If this app may not see it, or this server does not tell, the answer is no: GitHub might then merge without waiting for the gate. What
 * only failed this time is thrown, and so is an answer that does not show the written check yet.
 */
export async function isCheckRequired(
  client: Client,
  { owner, name }: RepositoryName,
  number: number,
  app: number,
): Promise<boolean> {
  const query = { name: "Required", text: REQUIRED };
  try {
    const { data } = await client.graph(query, { owner, name, number, app });
    const { commits } = parsed(requiredView, data, "required checks").repository.pullRequest;
    const suites = commits.nodes.flatMap(({ commit }) => commit.checkSuites?.nodes ?? []);
    // In GitHub Actions everybody's checks are the same app's.
    const runs = suites.flatMap(({ checkRuns }) => checkRuns?.nodes ?? []).filter(({ name }) => isOwnCheckName(name));
    if (runs.length === 0) throw new Transient("GitHub does not show yet whether the check is required");
    return runs.some(({ isRequired }) => isRequired);
  } catch (error) {
    const isForbidden = error instanceof Forbidden && error.reason === "permission";
    if (error instanceof NotInSchema || error instanceof Declined || isForbidden) return false;
    throw error;
  }
}
