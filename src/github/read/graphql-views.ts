/** The narrow views through which the reader parses GitHub's GraphQL answers; only what is used is checked. */

import { z } from "zod";
import { actorView } from "./accounts.ts";

/** A connection's items; GitHub's types allow holes and null lists, neither of which means anything here. */
export function connection<T extends z.ZodType>(item: T) {
  return z.object({
    totalCount: z.number(),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
    nodes: z.array(item),
  });
}

export type Connection<T> = {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null | undefined };
  readonly nodes: readonly T[];
};

const bigint = z.union([z.string(), z.number()]).nullish();
export const object = z
  .object({
    __typename: z.string(),
    oid: z.string(),
    text: z.string().nullish(),
    byteSize: z.number().nullish(),
    isBinary: z.boolean().nullish(),
    isTruncated: z.boolean().nullish(),
  })
  .nullish();
const owner = z.object({ login: z.string() });
/** A text that is no time is no valid answer: then the try ends, as with any other wrong shape. */
const time = z.string().refine((text) => !Number.isNaN(Date.parse(text)));

export const labelItem = z.object({ id: z.string(), name: z.string() });
const fileItem = z.object({
  path: z.string(),
  changeType: z.string(),
  additions: z.number().optional(),
  deletions: z.number().optional(),
});

export const commentItem = z.object({
  id: z.string(),
  fullDatabaseId: bigint,
  body: z.string(),
  createdAt: time,
  publishedAt: time.nullish(),
  lastEditedAt: z.string().nullish(),
  editor: actorView.optional(),
  url: z.string(),
  author: actorView,
});
export type CommentItem = z.infer<typeof commentItem>;

export const reviewItem = z.object({
  id: z.string(),
  fullDatabaseId: bigint,
  state: z.string(),
  body: z.string(),
  submittedAt: time.nullable(),
  lastEditedAt: z.string().nullish(),
  editor: actorView.optional(),
  url: z.string(),
  author: actorView,
  commit: z.object({ oid: z.string() }).nullish(),
});

const gitUser = z.object({ login: z.string(), databaseId: z.number().nullish() }).nullish();

export const commitItem = z.object({
  commit: z.object({
    oid: z.string(),
    committedViaWeb: z.boolean().nullish(),
    parents: z.object({ nodes: z.array(z.object({ oid: z.string() })) }),
    authors: z.object({ totalCount: z.number(), nodes: z.array(z.object({ user: gitUser })) }),
    committer: z.object({ user: gitUser }).nullish(),
  }),
});
export type CommitItem = z.infer<typeof commitItem>;

export const inlineItem = z.object({ id: z.string(), comments: connection(commentItem) });

export const repositoryView = z.object({
  databaseId: z.number(),
  name: z.string(),
  owner,
  isPrivate: z.boolean(),
  isArchived: z.boolean(),
  defaultBranchRef: z.object({ name: z.string(), target: z.object({ oid: z.string() }).nullish() }).nullish(),
  root: object,
  nested: object,
});
export type RepositoryView = z.infer<typeof repositoryView>;

const queuedCommit = z.object({ oid: z.string() }).nullish();
const history = z
  .object({
    nodes: z.array(
      z.object({
        oid: z.string(),
        parents: z.object({ totalCount: z.number(), nodes: z.array(z.object({ oid: z.string() })) }),
      }),
    ),
  })
  .nullish();

const forced = z
  .object({
    pageInfo: z.object({ hasPreviousPage: z.boolean() }),
    nodes: z.array(z.object({ createdAt: time, afterCommit: z.object({ oid: z.string() }).nullish() })),
  })
  .nullish();

/** Only of the app; absent if nobody asked, or the server does not tell. */
const ownSuites = z
  .object({
    totalCount: z.number(),
    nodes: z.array(z.object({ checkRuns: z.object({ totalCount: z.number() }).nullish() }).nullable()),
  })
  .nullish();

/** Absent if an older server does not tell. */
const assignees = z.object({ nodes: z.array(z.object({ login: z.string() })) }).nullish();

export const pullView = z.object({
  id: z.string(),
  number: z.number(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.string(),
  isDraft: z.boolean(),
  createdAt: time,
  updatedAt: time.optional(),
  closedAt: time.nullish(),
  lastEditedAt: z.string().nullish(),
  url: z.string(),
  changedFiles: z.number(),
  author: actorView,
  authorAssociation: z.string().optional(),
  headRefOid: z.string(),
  headRefName: z.string(),
  headRepository: z.object({ name: z.string(), owner: z.object({ login: z.string() }) }).nullish(),
  baseRefName: z.string(),
  baseRefOid: z.string(),
  baseRef: z.object({ target: z.object({ oid: z.string(), history }).nullish() }).nullish(),
  forced,
  labels: connection(labelItem).nullish(),
  files: connection(fileItem).nullish(),
  reviews: connection(reviewItem),
  comments: connection(commentItem),
  last: z.object({
    nodes: z.array(
      z.object({
        commit: z.object({
          oid: z.string(),
          history,
          associatedPullRequests: z
            .object({
              pageInfo: z.object({ hasNextPage: z.boolean() }).optional(),
              nodes: z.array(z.object({ number: z.number(), state: z.string(), headRefOid: z.string() })),
            })
            .nullish(),
          checkSuites: ownSuites,
        }),
      }),
    ),
  }),
  commits: connection(commitItem).optional(),
  assignees,
  editor: actorView.optional(),
  locked: z.boolean().optional(),
  mergeable: z.string().nullish(),
  autoMergeRequest: z.object({ enabledAt: time.nullish(), enabledBy: actorView.optional() }).nullish(),
  mergeQueueEntry: z
    .object({
      enqueuedAt: time,
      enqueuer: actorView.optional(),
      headCommit: queuedCommit,
      baseCommit: queuedCommit,
    })
    .nullish(),
});
export type PullView = z.infer<typeof pullView>;

export const pullAnswer = z.object({
  repository: repositoryView.extend({ pullRequest: pullView.nullish() }).nullish(),
  organisation: repositoryView.nullish(),
});

export const issueView = z.object({
  id: z.string(),
  number: z.number(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.string(),
  createdAt: time,
  closedAt: time.nullish(),
  lastEditedAt: z.string().nullish(),
  url: z.string(),
  author: actorView,
  editor: actorView.optional(),
  locked: z.boolean().optional(),
  assignees,
  labels: connection(labelItem).nullish(),
  comments: connection(commentItem),
});

export const issueAnswer = z.object({
  repository: repositoryView.extend({ issue: issueView.nullish() }).nullish(),
  organisation: repositoryView.nullish(),
});

export const repositoryAnswer = z.object({ repository: repositoryView.nullish() });

/** The envelope of a later page; its items are parsed by their own view. */
export function pageAnswer<T extends z.ZodType>(item: T) {
  return z.object({
    repository: z.object({
      subject: z.object({
        headRefOid: z.string().optional(),
        baseRefName: z.string().optional(),
        page: connection(item),
      }),
    }),
  });
}

export const reviewCommentsAnswer = z.object({ node: z.object({ page: connection(commentItem) }) });

/** `GET /repos/{owner}/{repo}/commits/{sha}/pulls` */
export const commitPulls = z.array(
  z.object({ number: z.number(), state: z.string(), head: z.object({ sha: z.string() }) }),
);

export const openPullsAnswer = z.object({
  repository: repositoryView
    .extend({
      pullRequests: connection(z.object({ number: z.number(), headRefOid: z.string(), baseRefName: z.string() })),
    })
    .nullish(),
  organisation: repositoryView.nullish(),
});

const talk = z.object({ nodes: z.array(z.object({ author: actorView, body: z.string() })) });
const talkedAbout = connection(z.object({ number: z.number(), early: talk, late: talk }));
export const talkedAboutAnswer = z.object({
  repository: z
    .object({ databaseId: z.number(), name: z.string(), owner, issues: talkedAbout, pullRequests: talkedAbout })
    .nullish(),
});

export const mergeQueueAnswer = z.object({
  repository: z
    .object({
      mergeQueue: z
        .object({
          entries: z
            .object({
              pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }).optional(),
              nodes: z.array(
                z.object({
                  position: z.number(),
                  headCommit: queuedCommit,
                  baseCommit: queuedCommit,
                  pullRequest: z.object({ number: z.number() }).nullish(),
                }),
              ),
            })
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
});
