/**
 * What Rung reads of each webhook, and nothing else: narrow views, so that GitHub may add what it likes and leave out what
 * does not matter here. A type test proves that Probot's and octokit's payload types both fit.
 */

import { z } from "zod";

/** GitHub's ids and numbers in the range of the tables; anything else is no event of GitHub's. */
export const idView = z.int().nonnegative();
export const issueNumber = z.int().nonnegative().max(2_147_483_647);
/** A commit's id; tables and locks use it as a key. */
const sha = z.string().max(64);
const fullNameOf = z
  .string()
  .max(400)
  .regex(/^[^/]+\/[^/]+$/);

const user = z.object({ login: z.string().max(200), id: idView, type: z.string().optional() });

const repository = z.object({
  id: idView,
  full_name: fullNameOf,
  default_branch: z.string().nullish(),
  archived: z.boolean().nullish(),
});

/** Read first: enough to drop most of what arrives. Every event that Rung uses names its sender. */
export const envelopeView = z.object({
  action: z
    .string()
    .regex(/^[a-z0-9_]{1,80}$/)
    .nullish(),
  installation: z.object({ id: idView }).nullish(),
  repository: repository.nullish(),
  sender: user,
});

const app = z.object({ id: idView.nullish() }).nullish();

/** `head` and `base` as every payload with a pull request carries them. */
const pullRequest = z.object({
  number: issueNumber,
  node_id: z.string(),
  body: z.string().nullish(),
  user: user.nullish(),
  created_at: z.string(),
  updated_at: z.string(),
  closed_at: z.string().nullish(),
  merged: z.boolean().nullish(),
  head: z.object({ sha: sha }),
  base: z.object({ ref: z.string(), sha: sha.optional() }),
});

export const pullRequestView = z.object({
  pull_request: pullRequest,
  before: sha.optional(),
  after: sha.optional(),
  label: z.object({ name: z.string() }).nullish(),
  /** Why it was taken out of the merge queue. */
  reason: z.string().nullish(),
  changes: z
    .object({
      base: z.object({ ref: z.object({ from: z.string() }), sha: z.object({ from: sha }).optional() }).optional(),
      body: z.object({ from: z.string().nullish() }).optional(),
    })
    .nullish(),
});

const seenPull = pullRequest.pick({ number: true, updated_at: true, head: true, base: true });

const bodyChange = z.object({ body: z.object({ from: z.string().nullish() }).optional() }).nullish();

export const reviewView = z.object({
  pull_request: seenPull.extend({ updated_at: z.string().optional() }),
  review: z.object({
    id: idView,
    node_id: z.string(),
    state: z.string(),
    body: z.string().nullish(),
    user: user.nullish(),
    submitted_at: z.string().nullish(),
    commit_id: z.string().nullish(),
    html_url: z.string().nullish(),
  }),
  changes: bodyChange,
});

const comment = z.object({
  id: idView,
  node_id: z.string(),
  body: z.string().nullish(),
  user: user.nullish(),
  created_at: z.string(),
  performed_via_github_app: app,
});

export const reviewCommentView = z.object({
  pull_request: seenPull.extend({ updated_at: z.string().optional() }),
  comment: comment.extend({ updated_at: z.string().nullish() }),
  changes: bodyChange,
});

const issue = z.object({
  number: issueNumber,
  node_id: z.string(),
  body: z.string().nullish(),
  user: user.nullish(),
  created_at: z.string(),
  updated_at: z.string().nullish(),
  closed_at: z.string().nullish(),
  pull_request: z.object({ url: z.string().nullish() }).nullish(),
});

export const issueCommentView = z.object({
  issue: issue.pick({ number: true, pull_request: true }),
  comment,
  changes: bodyChange,
});

/** `old_issue`: it was transferred here. */
const issueChanges = z
  .object({ old_issue: z.unknown().optional(), body: z.object({ from: z.string().nullish() }).optional() })
  .nullish()
  .catch(null);

export const issueView = z.object({ issue, changes: issueChanges });

export const mergeGroupView = z.object({
  reason: z.string().nullish(),
  merge_group: z.object({ head_sha: sha, head_ref: z.string(), base_sha: sha, base_ref: z.string() }),
});

const checked = {
  head_sha: sha,
  app: app,
  pull_requests: z
    .array(z.object({ number: issueNumber, head: z.object({ sha: sha }).nullish() }).nullable())
    .nullish(),
};

export const checkRunView = z.object({
  check_run: z.object({ ...checked, check_suite: z.object({ head_branch: z.string().nullish() }).nullish() }),
});

export const checkSuiteView = z.object({ check_suite: z.object({ ...checked, head_branch: z.string().nullish() }) });

const fileList = z.array(z.string()).nullish();

export const pushView = z.object({
  ref: z.string(),
  before: sha.optional(),
  after: sha.optional(),
  repository: z.object({ pushed_at: z.union([z.int(), z.string()]).nullish() }).nullish(),
  forced: z.boolean().nullish(),
  head_commit: z.object({ id: z.string() }).nullish(),
  commits: z.array(z.object({ id: z.string(), added: fileList, modified: fileList, removed: fileList })).nullish(),
});

const named = z.object({ id: idView, full_name: fullNameOf });

export const installationRepositoriesView = z.object({ repositories_added: z.array(named).nullish() });

export const repositoryView = z.object({
  changes: z.object({ default_branch: z.object({ from: z.string() }).nullish() }).nullish(),
});

const organization = z.object({ login: z.string().max(200) }).nullish();
const slug = z.string().max(200).nullish();

export const teamView = z.object({
  team: z.object({ id: idView.optional(), slug }).nullish(),
  organization,
});

export const membershipView = teamView.extend({ member: user.nullish() });

/** `user`: the invited person; absent if an e-mail address was invited. */
export const organizationView = z.object({
  organization,
  membership: z.object({ user: user.nullish() }).nullish(),
  user: user.nullish(),
});

export const collaboratorView = z.object({ member: user.nullish() });

export type User = z.infer<typeof user>;
export type Envelope = z.infer<typeof envelopeView>;
export type RepositoryView = z.infer<typeof repository>;
