/** Compile-time proof that Probot's and octokit's payload types both fit the views; `tsc` is what runs it. */
import type {
  CheckRunEvent,
  CheckSuiteEvent,
  InstallationRepositoriesEvent,
  IssueCommentEvent,
  IssuesOpenedEvent,
  MembershipEvent,
  MergeGroupChecksRequestedEvent,
  PullRequestClosedEvent,
  PullRequestEditedEvent,
  PullRequestLabeledEvent,
  PullRequestOpenedEvent,
  PullRequestReviewCommentEvent,
  PullRequestReviewEvent,
  PullRequestSynchronizeEvent,
  PushEvent,
  RepositoryEditedEvent,
  TeamEvent,
} from "@octokit/webhooks-types";
import type { Context } from "probot";
import type { z } from "zod";
import type {
  checkRunView,
  checkSuiteView,
  envelopeView,
  installationRepositoriesView,
  issueCommentView,
  issueView,
  mergeGroupView,
  pullRequestView,
  pushView,
  repositoryView,
  reviewCommentView,
  reviewView,
  teamView,
} from "../../../src/server/webhook/payload-views.ts";

type Fits<View extends z.ZodType, Payload extends z.input<View>> = Payload;

/** Each line fails to compile when the payload's type does not fit the view's input. */
export type Octokit = [
  Fits<typeof envelopeView, PullRequestOpenedEvent>,
  Fits<typeof pullRequestView, PullRequestOpenedEvent>,
  Fits<typeof pullRequestView, PullRequestSynchronizeEvent>,
  Fits<typeof pullRequestView, PullRequestEditedEvent>,
  Fits<typeof pullRequestView, PullRequestLabeledEvent>,
  Fits<typeof pullRequestView, PullRequestClosedEvent>,
  Fits<typeof reviewView, PullRequestReviewEvent>,
  Fits<typeof reviewCommentView, PullRequestReviewCommentEvent>,
  Fits<typeof issueCommentView, IssueCommentEvent>,
  Fits<typeof issueView, IssuesOpenedEvent>,
  Fits<typeof mergeGroupView, MergeGroupChecksRequestedEvent>,
  Fits<typeof checkRunView, CheckRunEvent>,
  Fits<typeof checkSuiteView, CheckSuiteEvent>,
  Fits<typeof pushView, PushEvent>,
  Fits<typeof installationRepositoriesView, InstallationRepositoriesEvent>,
  Fits<typeof repositoryView, RepositoryEditedEvent>,
  Fits<typeof teamView, TeamEvent>,
  Fits<typeof teamView, MembershipEvent>,
];

export type Probot = [
  Fits<typeof envelopeView, Context<"pull_request.opened">["payload"]>,
  Fits<typeof pullRequestView, Context<"pull_request.opened">["payload"]>,
  Fits<typeof pullRequestView, Context<"pull_request.synchronize">["payload"]>,
  Fits<typeof pullRequestView, Context<"pull_request.edited">["payload"]>,
  Fits<typeof pullRequestView, Context<"pull_request.labeled">["payload"]>,
  Fits<typeof pullRequestView, Context<"pull_request.closed">["payload"]>,
  Fits<typeof reviewView, Context<"pull_request_review">["payload"]>,
  Fits<typeof reviewCommentView, Context<"pull_request_review_comment">["payload"]>,
  Fits<typeof issueCommentView, Context<"issue_comment">["payload"]>,
  Fits<typeof issueView, Context<"issues.opened">["payload"]>,
  Fits<typeof mergeGroupView, Context<"merge_group.checks_requested">["payload"]>,
  Fits<typeof checkRunView, Context<"check_run">["payload"]>,
  Fits<typeof checkSuiteView, Context<"check_suite">["payload"]>,
  Fits<typeof pushView, Context<"push">["payload"]>,
  Fits<typeof installationRepositoriesView, Context<"installation_repositories">["payload"]>,
  Fits<typeof repositoryView, Context<"repository.edited">["payload"]>,
  Fits<typeof teamView, Context<"team">["payload"]>,
  Fits<typeof teamView, Context<"membership">["payload"]>,
];
