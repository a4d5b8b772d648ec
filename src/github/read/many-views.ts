/** The views of answers about many pull requests at once: those merged in the past, and those open now. */

import { z } from "zod";
import { actorView } from "./accounts.ts";
import { commitItem, connection, pullView, repositoryView } from "./graphql-views.ts";

const pastEvent = z.object({
  __typename: z.string(),
  createdAt: z.string().optional(),
  actor: actorView.optional(),
  label: z.object({ name: z.string() }).optional(),
  currentRefName: z.string().optional(),
  previousRefName: z.string().optional(),
  beforeCommit: z.object({ oid: z.string() }).nullish(),
  afterCommit: z.object({ oid: z.string() }).nullish(),
  previousReviewState: z.string().optional(),
  review: z.object({ id: z.string() }).nullish(),
  requestedReviewer: z
    .object({ __typename: z.string(), login: z.string().optional(), databaseId: z.number().nullish() })
    .nullish(),
});
export type PastEventView = z.infer<typeof pastEvent>;

const pastPullView = pullView.omit({ last: true, commits: true }).extend({
  updatedAt: z.string(),
  mergedAt: z.string().nullable(),
  mergedBy: actorView.optional(),
  mergeCommit: z
    .object({ oid: z.string(), parents: z.object({ nodes: z.array(z.object({ oid: z.string() })) }) })
    .nullish(),
  pushed: connection(
    z.object({
      commit: commitItem.shape.commit.optional(),
      dated: z.object({ oid: z.string(), committedDate: z.string() }),
    }),
  ),
  timelineItems: z.object({ pageInfo: z.object({ hasNextPage: z.boolean() }), nodes: z.array(pastEvent) }),
});
export type PastPullView = z.infer<typeof pastPullView>;

export const pastAnswer = z.object({
  repository: repositoryView.extend({ pullRequests: connection(pastPullView) }).nullish(),
});

const foundPullView = pullView.omit({ last: true }).extend({ repository: repositoryView });
export type FoundPullView = z.infer<typeof foundPullView>;

export const foundOpenAnswer = z.object({
  search: z.object({ issueCount: z.number(), nodes: z.array(foundPullView) }),
});
