/** The parts of issues and pull requests in the sandbox's GraphQL schema, with the queries and mutations at its root. */

export const SUBJECTS = /* GraphQL */ `
type Label implements Node { id: ID! name: String! color: String! description: String url: URI! }
type LabelConnection { nodes: [Label] totalCount: Int! pageInfo: PageInfo! }

type Reaction implements Node { id: ID! databaseId: Int content: ReactionContent! createdAt: DateTime! user: User }
type ReactionGroup { content: ReactionContent! viewerHasReacted: Boolean! reactors(after: String, before: String, first: Int, last: Int): ReactorConnection! }
type ReactorConnection { nodes: [Reactor] totalCount: Int! pageInfo: PageInfo! }
union Reactor = Bot | Organization | User
enum ReactionContent { CONFUSED EYES HEART HOORAY LAUGH ROCKET THUMBS_DOWN THUMBS_UP }

type IssueComment implements Node & Comment & Reactable {
  id: ID!
  databaseId: Int
  fullDatabaseId: BigInt
  author: Actor
  authorAssociation: CommentAuthorAssociation!
  body: String!
  createdAt: DateTime!
  updatedAt: DateTime!
  lastEditedAt: DateTime
  editor: Actor
  includesCreatedEdit: Boolean!
  isMinimized: Boolean!
  url: URI!
  reactionGroups: [ReactionGroup!]
  viewerCanReact: Boolean!
  viewerDidAuthor: Boolean!
  issue: Issue!
  pullRequest: PullRequest
}
enum CommentAuthorAssociation { COLLABORATOR CONTRIBUTOR FIRST_TIMER FIRST_TIME_CONTRIBUTOR MANNEQUIN MEMBER NONE OWNER }
type IssueCommentConnection { nodes: [IssueComment] totalCount: Int! pageInfo: PageInfo! }

type PullRequestReview implements Node & Comment & Reactable {
  id: ID!
  databaseId: Int
  fullDatabaseId: BigInt
  author: Actor
  authorAssociation: CommentAuthorAssociation!
  authorCanPushToRepository: Boolean!
  body: String!
  state: PullRequestReviewState!
  commit: Commit
  createdAt: DateTime!
  submittedAt: DateTime
  updatedAt: DateTime!
  lastEditedAt: DateTime
  editor: Actor
  includesCreatedEdit: Boolean!
  url: URI!
  reactionGroups: [ReactionGroup!]
  viewerCanReact: Boolean!
  comments(after: String, before: String, first: Int, last: Int): PullRequestReviewCommentConnection!
}
enum PullRequestReviewState { APPROVED CHANGES_REQUESTED COMMENTED DISMISSED PENDING }
type PullRequestReviewConnection { nodes: [PullRequestReview] totalCount: Int! pageInfo: PageInfo! }
type PullRequestReviewComment implements Node & Comment & Reactable {
  id: ID!
  databaseId: Int
  fullDatabaseId: BigInt
  author: Actor
  body: String!
  path: String!
  line: Int
  outdated: Boolean!
  commit: Commit
  originalCommit: Commit
  createdAt: DateTime!
  publishedAt: DateTime
  updatedAt: DateTime!
  lastEditedAt: DateTime
  editor: Actor
  includesCreatedEdit: Boolean!
  url: URI!
  reactionGroups: [ReactionGroup!]
  viewerCanReact: Boolean!
  replyTo: PullRequestReviewComment
  pullRequestReview: PullRequestReview
}
type PullRequestReviewCommentConnection { nodes: [PullRequestReviewComment] totalCount: Int! pageInfo: PageInfo! }
type PullRequestReviewThreadConnection { nodes: [PullRequestReviewThread] totalCount: Int! pageInfo: PageInfo! }
type PullRequestReviewThread implements Node {
  id: ID!
  path: String!
  line: Int
  isResolved: Boolean!
  isOutdated: Boolean!
  comments(after: String, before: String, first: Int, last: Int): PullRequestReviewCommentConnection!
}

union IssueOrPullRequest = Issue | PullRequest
enum IssueState { CLOSED OPEN }
enum IssueStateReason { COMPLETED DUPLICATE NOT_PLANNED REOPENED }
type IssueConnection { nodes: [Issue] totalCount: Int! pageInfo: PageInfo! }
type Issue implements Node & Assignable & Closable & Comment & Labelable & Reactable {
  id: ID!
  databaseId: Int
  fullDatabaseId: BigInt
  number: Int!
  title: String!
  body: String!
  url: URI!
  state: IssueState!
  stateReason: IssueStateReason
  closed: Boolean!
  closedAt: DateTime
  locked: Boolean!
  author: Actor
  authorAssociation: CommentAuthorAssociation!
  createdAt: DateTime!
  updatedAt: DateTime!
  lastEditedAt: DateTime
  editor: Actor
  includesCreatedEdit: Boolean!
  repository: Repository!
  assignees(after: String, before: String, first: Int, last: Int): UserConnection!
  labels(after: String, before: String, first: Int, last: Int): LabelConnection
  comments(after: String, before: String, first: Int, last: Int, orderBy: IssueCommentOrder): IssueCommentConnection!
  reactionGroups: [ReactionGroup!]
  viewerCanReact: Boolean!
  timelineItems(after: String, before: String, first: Int, last: Int, itemTypes: [IssueTimelineItemsItemType!], since: DateTime): IssueTimelineItemsConnection!
}
input IssueCommentOrder { direction: OrderDirection! field: IssueCommentOrderField! }
enum IssueCommentOrderField { UPDATED_AT }

enum PullRequestState { CLOSED MERGED OPEN }
enum MergeableState { CONFLICTING MERGEABLE UNKNOWN }
enum PatchStatus { ADDED CHANGED COPIED DELETED MODIFIED RENAMED }
enum PullRequestReviewDecision { APPROVED CHANGES_REQUESTED REVIEW_REQUIRED }
type PullRequestChangedFile { path: String! changeType: PatchStatus! additions: Int! deletions: Int! }
type PullRequestChangedFileConnection { nodes: [PullRequestChangedFile] totalCount: Int! pageInfo: PageInfo! }
type PullRequestCommit implements Node { id: ID! commit: Commit! pullRequest: PullRequest! url: URI! }
type PullRequestCommitConnection { nodes: [PullRequestCommit] totalCount: Int! pageInfo: PageInfo! }
union RequestedReviewer = Bot | Team | User
type ReviewRequest implements Node { id: ID! databaseId: Int asCodeOwner: Boolean! requestedReviewer: RequestedReviewer }
type ReviewRequestConnection { nodes: [ReviewRequest] totalCount: Int! pageInfo: PageInfo! }
enum PullRequestMergeMethod { MERGE REBASE SQUASH }
type AutoMergeRequest { enabledAt: DateTime enabledBy: Actor mergeMethod: PullRequestMergeMethod! pullRequest: PullRequest! }
type PullRequestConnection { nodes: [PullRequest] totalCount: Int! pageInfo: PageInfo! }
type PullRequest implements Node & Assignable & Closable & Comment & Labelable & Reactable {
  id: ID!
  databaseId: Int
  fullDatabaseId: BigInt
  number: Int!
  title: String!
  body: String!
  url: URI!
  state: PullRequestState!
  isDraft: Boolean!
  merged: Boolean!
  mergedAt: DateTime
  mergedBy: Actor
  mergeCommit: Commit
  mergeable: MergeableState!
  closed: Boolean!
  closedAt: DateTime
  locked: Boolean!
  author: Actor
  authorAssociation: CommentAuthorAssociation!
  createdAt: DateTime!
  updatedAt: DateTime!
  lastEditedAt: DateTime
  editor: Actor
  includesCreatedEdit: Boolean!
  isCrossRepository: Boolean!
  repository: Repository!
  baseRepository: Repository
  headRepository: Repository
  headRepositoryOwner: RepositoryOwner
  headRefName: String!
  headRefOid: GitObjectID!
  headRef: Ref
  baseRefName: String!
  baseRefOid: GitObjectID!
  baseRef: Ref
  additions: Int!
  deletions: Int!
  changedFiles: Int!
  maintainerCanModify: Boolean!
  reviewDecision: PullRequestReviewDecision
  isInMergeQueue: Boolean!
  isMergeQueueEnabled: Boolean!
  mergeQueueEntry: MergeQueueEntry
  autoMergeRequest: AutoMergeRequest
  assignees(after: String, before: String, first: Int, last: Int): UserConnection!
  labels(after: String, before: String, first: Int, last: Int): LabelConnection
  files(after: String, before: String, first: Int, last: Int): PullRequestChangedFileConnection
  commits(after: String, before: String, first: Int, last: Int): PullRequestCommitConnection!
  reviews(after: String, before: String, first: Int, last: Int, author: String, states: [PullRequestReviewState!]): PullRequestReviewConnection
  latestReviews(after: String, before: String, first: Int, last: Int): PullRequestReviewConnection
  reviewRequests(after: String, before: String, first: Int, last: Int): ReviewRequestConnection
  reviewThreads(after: String, before: String, first: Int, last: Int): PullRequestReviewThreadConnection!
  comments(after: String, before: String, first: Int, last: Int, orderBy: IssueCommentOrder): IssueCommentConnection!
  closingIssuesReferences(after: String, before: String, first: Int, last: Int): IssueConnection
  reactionGroups: [ReactionGroup!]
  viewerCanReact: Boolean!
  timelineItems(after: String, before: String, first: Int, last: Int, itemTypes: [PullRequestTimelineItemsItemType!], since: DateTime): PullRequestTimelineItemsConnection!
}

type MergeQueue implements Node { id: ID! url: URI! entries(after: String, before: String, first: Int, last: Int): MergeQueueEntryConnection }
type MergeQueueEntryConnection { nodes: [MergeQueueEntry] totalCount: Int! pageInfo: PageInfo! }
enum MergeQueueEntryState { AWAITING_CHECKS LOCKED MERGEABLE QUEUED UNMERGEABLE }
type MergeQueueEntry implements Node {
  id: ID!
  position: Int!
  state: MergeQueueEntryState!
  enqueuedAt: DateTime!
  enqueuer: Actor!
  baseCommit: Commit
  headCommit: Commit
  pullRequest: PullRequest
}

type LabeledEvent implements Node { id: ID! actor: Actor createdAt: DateTime! label: Label! }
type UnlabeledEvent implements Node { id: ID! actor: Actor createdAt: DateTime! label: Label! }
type ClosedEvent implements Node { id: ID! actor: Actor createdAt: DateTime! }
type ReopenedEvent implements Node { id: ID! actor: Actor createdAt: DateTime! }
type MergedEvent implements Node { id: ID! actor: Actor createdAt: DateTime! commit: Commit mergeRefName: String! }
type ReadyForReviewEvent implements Node { id: ID! actor: Actor createdAt: DateTime! }
type ConvertToDraftEvent implements Node { id: ID! actor: Actor createdAt: DateTime! }
type RenamedTitleEvent implements Node { id: ID! actor: Actor createdAt: DateTime! currentTitle: String! previousTitle: String! }
type BaseRefChangedEvent implements Node { id: ID! actor: Actor createdAt: DateTime! currentRefName: String! previousRefName: String! }
type HeadRefForcePushedEvent implements Node { id: ID! actor: Actor createdAt: DateTime! afterCommit: Commit beforeCommit: Commit ref: Ref }
type ReviewDismissedEvent implements Node { id: ID! actor: Actor createdAt: DateTime! databaseId: Int dismissalMessage: String previousReviewState: PullRequestReviewState! review: PullRequestReview }
type ReviewRequestedEvent implements Node { id: ID! actor: Actor createdAt: DateTime! requestedReviewer: RequestedReviewer }
type ReviewRequestRemovedEvent implements Node { id: ID! actor: Actor createdAt: DateTime! requestedReviewer: RequestedReviewer }
union Assignee = Bot | Organization | User
type AssignedEvent implements Node { id: ID! actor: Actor createdAt: DateTime! assignee: Assignee }
type UnassignedEvent implements Node { id: ID! actor: Actor createdAt: DateTime! assignee: Assignee }
type AddedToMergeQueueEvent implements Node { id: ID! actor: Actor createdAt: DateTime! }
type RemovedFromMergeQueueEvent implements Node { id: ID! actor: Actor createdAt: DateTime! reason: String }
type AutoMergeEnabledEvent implements Node { id: ID! actor: Actor createdAt: DateTime! }
type AutoSquashEnabledEvent implements Node { id: ID! actor: Actor createdAt: DateTime! }
type AutoRebaseEnabledEvent implements Node { id: ID! actor: Actor createdAt: DateTime! }
type AutoMergeDisabledEvent implements Node { id: ID! actor: Actor createdAt: DateTime! reason: String }

union IssueTimelineItems = AssignedEvent | ClosedEvent | IssueComment | LabeledEvent | RenamedTitleEvent | ReopenedEvent | UnassignedEvent | UnlabeledEvent
union PullRequestTimelineItems = AddedToMergeQueueEvent | AssignedEvent | AutoMergeDisabledEvent | AutoMergeEnabledEvent | AutoRebaseEnabledEvent | AutoSquashEnabledEvent | BaseRefChangedEvent | ClosedEvent | ConvertToDraftEvent | HeadRefForcePushedEvent | IssueComment | LabeledEvent | MergedEvent | PullRequestCommit | PullRequestReview | ReadyForReviewEvent | RemovedFromMergeQueueEvent | RenamedTitleEvent | ReopenedEvent | ReviewDismissedEvent | ReviewRequestRemovedEvent | ReviewRequestedEvent | UnassignedEvent | UnlabeledEvent
enum IssueTimelineItemsItemType { ASSIGNED_EVENT CLOSED_EVENT ISSUE_COMMENT LABELED_EVENT RENAMED_TITLE_EVENT REOPENED_EVENT UNASSIGNED_EVENT UNLABELED_EVENT }
enum PullRequestTimelineItemsItemType { ADDED_TO_MERGE_QUEUE_EVENT ASSIGNED_EVENT AUTO_MERGE_DISABLED_EVENT AUTO_MERGE_ENABLED_EVENT AUTO_REBASE_ENABLED_EVENT AUTO_SQUASH_ENABLED_EVENT BASE_REF_CHANGED_EVENT CLOSED_EVENT CONVERT_TO_DRAFT_EVENT HEAD_REF_FORCE_PUSHED_EVENT ISSUE_COMMENT LABELED_EVENT MERGED_EVENT PULL_REQUEST_COMMIT PULL_REQUEST_REVIEW READY_FOR_REVIEW_EVENT REMOVED_FROM_MERGE_QUEUE_EVENT RENAMED_TITLE_EVENT REOPENED_EVENT REVIEW_DISMISSED_EVENT REVIEW_REQUESTED_EVENT REVIEW_REQUEST_REMOVED_EVENT UNASSIGNED_EVENT UNLABELED_EVENT }
type IssueTimelineItemsConnection { nodes: [IssueTimelineItems] totalCount: Int! filteredCount: Int! pageInfo: PageInfo! updatedAt: DateTime! }
type PullRequestTimelineItemsConnection { nodes: [PullRequestTimelineItems] totalCount: Int! filteredCount: Int! pageInfo: PageInfo! updatedAt: DateTime! }

type RateLimit { cost: Int! limit: Int! remaining: Int! resetAt: DateTime! used: Int! nodeCount: Int! }
enum SearchType { DISCUSSION ISSUE REPOSITORY USER }
union SearchResultItem = Issue | Organization | PullRequest | Repository | User
type SearchResultItemConnection { nodes: [SearchResultItem] issueCount: Int! pageInfo: PageInfo! }

type Query {
  viewer: User!
  user(login: String!): User
  organization(login: String!): Organization
  repositoryOwner(login: String!): RepositoryOwner
  repository(owner: String!, name: String!, followRenames: Boolean): Repository
  node(id: ID!): Node
  nodes(ids: [ID!]!): [Node]!
  rateLimit(dryRun: Boolean): RateLimit
  search(after: String, before: String, first: Int, last: Int, query: String!, type: SearchType!): SearchResultItemConnection!
}

input AddReactionInput { clientMutationId: String content: ReactionContent! subjectId: ID! }
type AddReactionPayload { clientMutationId: String reaction: Reaction subject: Reactable }
input AddCommentInput { body: String! clientMutationId: String subjectId: ID! }
type AddCommentPayload { clientMutationId: String subject: Node }
input EnablePullRequestAutoMergeInput { clientMutationId: String expectedHeadOid: GitObjectID mergeMethod: PullRequestMergeMethod pullRequestId: ID! commitBody: String commitHeadline: String }
type EnablePullRequestAutoMergePayload { clientMutationId: String actor: Actor pullRequest: PullRequest }
input DisablePullRequestAutoMergeInput { clientMutationId: String pullRequestId: ID! }
type DisablePullRequestAutoMergePayload { clientMutationId: String actor: Actor pullRequest: PullRequest }
input EnqueuePullRequestInput { clientMutationId: String expectedHeadOid: GitObjectID jump: Boolean pullRequestId: ID! }
type EnqueuePullRequestPayload { clientMutationId: String mergeQueueEntry: MergeQueueEntry }
input DequeuePullRequestInput { clientMutationId: String id: ID! }
type DequeuePullRequestPayload { clientMutationId: String mergeQueueEntry: MergeQueueEntry }
input MarkPullRequestReadyForReviewInput { clientMutationId: String pullRequestId: ID! }
type MarkPullRequestReadyForReviewPayload { clientMutationId: String pullRequest: PullRequest }
input ConvertPullRequestToDraftInput { clientMutationId: String pullRequestId: ID! }
type ConvertPullRequestToDraftPayload { clientMutationId: String pullRequest: PullRequest }
input RemoveLabelsFromLabelableInput { clientMutationId: String labelIds: [ID!]! labelableId: ID! }
type RemoveLabelsFromLabelablePayload { clientMutationId: String labelable: Labelable }
input RefUpdate { afterOid: GitObjectID! beforeOid: GitObjectID force: Boolean = false name: GitRefname! }
input UpdateRefsInput { clientMutationId: String refUpdates: [RefUpdate!]! repositoryId: ID! }
type UpdateRefsPayload { clientMutationId: String }
type Mutation {
  updateRefs(input: UpdateRefsInput!): UpdateRefsPayload
  removeLabelsFromLabelable(input: RemoveLabelsFromLabelableInput!): RemoveLabelsFromLabelablePayload
  addReaction(input: AddReactionInput!): AddReactionPayload
  addComment(input: AddCommentInput!): AddCommentPayload
  enablePullRequestAutoMerge(input: EnablePullRequestAutoMergeInput!): EnablePullRequestAutoMergePayload
  disablePullRequestAutoMerge(input: DisablePullRequestAutoMergeInput!): DisablePullRequestAutoMergePayload
  enqueuePullRequest(input: EnqueuePullRequestInput!): EnqueuePullRequestPayload
  dequeuePullRequest(input: DequeuePullRequestInput!): DequeuePullRequestPayload
  markPullRequestReadyForReview(input: MarkPullRequestReadyForReviewInput!): MarkPullRequestReadyForReviewPayload
  convertPullRequestToDraft(input: ConvertPullRequestToDraftInput!): ConvertPullRequestToDraftPayload
}

schema { query: Query mutation: Mutation }
`;
