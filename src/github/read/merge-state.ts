/** Whether GitHub is about to merge a pull request by itself, how it could, and what it would wait for. */
import { z } from "zod";
import type { RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Declined, Forbidden, Transient } from "../client/errors.ts";
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

/** Whether GitHub itself waits for the app's check before it merges. */
export const REQUIRED = `query Required($owner: String!, $name: String!, $number: Int!, $app: Int!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      commits(last: 1) {
        nodes {
          commit {
            checkSuites(first: 10, filterBy: { appId: $app }) {
              nodes { checkRuns(first: 50) { nodes { isRequired(pullRequestNumber: $number) } } }
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

const suite = z.object({ checkRuns: nodes(z.object({ isRequired: z.boolean() })).nullish() });
const requiredView = z.object({
  repository: z.object({
    pullRequest: z.object({ commits: nodes(z.object({ commit: z.object({ checkSuites: nodes(suite).nullish() }) })) }),
  }),
});

export async function readMergeState(
  client: Client,
  { owner, name }: RepositoryName,
  number: number,
): Promise<MergeState> {
  const query = { name: "MergeState", text: MERGE_STATE, unreliable: ["repository.pullRequest.mergeQueueEntry"] };
  const { data } = await client.graph(query, { owner, name, number });
  return parsed(mergeStateView, data, "a pull request to merge").repository;
}

/** Not known counts as no: then GitHub might not wait for the gate before it merges by itself. */
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
    return suites.some(({ checkRuns }) => checkRuns?.nodes.some(({ isRequired }) => isRequired) === true);
  } catch (error) {
    // Older servers do not know the question.
    if (error instanceof Transient || error instanceof Declined || error instanceof Forbidden) return false;
    throw error;
  }
}
