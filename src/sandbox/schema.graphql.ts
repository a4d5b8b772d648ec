/** The part of GitHub's GraphQL schema that the sandbox speaks; a test holds it against the whole. */

import { ACCOUNTS } from "./schema-accounts.graphql.ts";
import { SUBJECTS } from "./schema-subjects.graphql.ts";

const REPOSITORIES = /* GraphQL */ `
scalar DateTime
scalar GitObjectID
scalar GitRefname
scalar URI
scalar BigInt
scalar HTML
scalar GitTimestamp

interface Node { id: ID! }
interface Actor { login: String! url: URI! avatarUrl(size: Int): URI! resourcePath: URI! }
interface Assignable { assignees(after: String, before: String, first: Int, last: Int): UserConnection! }
interface Closable { closed: Boolean! closedAt: DateTime }
interface Comment {
  id: ID!
  author: Actor
  body: String!
  createdAt: DateTime!
  lastEditedAt: DateTime
  editor: Actor
  updatedAt: DateTime!
  includesCreatedEdit: Boolean!
}
interface Reactable { id: ID! databaseId: Int reactionGroups: [ReactionGroup!] viewerCanReact: Boolean! }
interface Labelable { labels(after: String, before: String, first: Int, last: Int): LabelConnection }
interface GitObject { id: ID! oid: GitObjectID! abbreviatedOid: String! }
interface RepositoryOwner { id: ID! login: String! url: URI! }

type PageInfo { endCursor: String hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String }

type RepositoryConnection { nodes: [Repository] totalCount: Int! pageInfo: PageInfo! }
type Repository implements Node {
  id: ID!
  databaseId: Int
  name: String!
  nameWithOwner: String!
  owner: RepositoryOwner!
  description: String
  url: URI!
  isPrivate: Boolean!
  isArchived: Boolean!
  isFork: Boolean!
  isEmpty: Boolean!
  isDisabled: Boolean!
  isLocked: Boolean!
  createdAt: DateTime!
  pushedAt: DateTime
  updatedAt: DateTime!
  autoMergeAllowed: Boolean!
  mergeCommitAllowed: Boolean!
  squashMergeAllowed: Boolean!
  rebaseMergeAllowed: Boolean!
  viewerPermission: RepositoryPermission
  defaultBranchRef: Ref
  ref(qualifiedName: String!): Ref
  object(expression: String, oid: GitObjectID): GitObject
  label(name: String!): Label
  labels(after: String, before: String, first: Int, last: Int, query: String): LabelConnection
  issue(number: Int!): Issue
  pullRequest(number: Int!): PullRequest
  issueOrPullRequest(number: Int!): IssueOrPullRequest
  issues(after: String, before: String, first: Int, last: Int, labels: [String!], orderBy: IssueOrder, states: [IssueState!]): IssueConnection!
  pullRequests(after: String, before: String, first: Int, last: Int, baseRefName: String, headRefName: String, labels: [String!], orderBy: IssueOrder, states: [PullRequestState!]): PullRequestConnection!
  mergeQueue(branch: String): MergeQueue
  collaborators(after: String, before: String, first: Int, last: Int, affiliation: CollaboratorAffiliation, login: String): RepositoryCollaboratorConnection
}
enum RepositoryPermission { ADMIN MAINTAIN READ TRIAGE WRITE }
input IssueOrder { direction: OrderDirection! field: IssueOrderField! }
enum OrderDirection { ASC DESC }
enum IssueOrderField { COMMENTS CREATED_AT UPDATED_AT }

type Ref implements Node { id: ID! name: String! prefix: String! target: GitObject associatedPullRequests(after: String, before: String, first: Int, last: Int, states: [PullRequestState!]): PullRequestConnection! }
type Blob implements Node & GitObject { id: ID! oid: GitObjectID! abbreviatedOid: String! byteSize: Int! isBinary: Boolean isTruncated: Boolean! text: String }
type Tree implements Node & GitObject { id: ID! oid: GitObjectID! abbreviatedOid: String! entries: [TreeEntry!] }
type TreeEntry { name: String! oid: GitObjectID! path: String type: String! mode: Int! object: GitObject }
type Commit implements Node & GitObject {
  id: ID!
  oid: GitObjectID!
  abbreviatedOid: String!
  message: String!
  messageHeadline: String!
  authoredDate: DateTime!
  committedDate: DateTime!
  additions: Int!
  deletions: Int!
  url: URI!
  tree: Tree!
  author: GitActor
  committer: GitActor
  committedViaWeb: Boolean!
  authors(after: String, before: String, first: Int, last: Int): GitActorConnection!
  parents(after: String, before: String, first: Int, last: Int): CommitConnection!
  history(after: String, before: String, first: Int, last: Int, path: String): CommitHistoryConnection!
  associatedPullRequests(after: String, before: String, first: Int, last: Int, orderBy: PullRequestOrder): PullRequestConnection
  checkSuites(after: String, before: String, first: Int, last: Int, filterBy: CheckSuiteFilter): CheckSuiteConnection
  file(path: String!): TreeEntry
}
input PullRequestOrder { direction: OrderDirection! field: PullRequestOrderField! }
enum PullRequestOrderField { CREATED_AT UPDATED_AT }
input CheckSuiteFilter { appId: Int checkName: String }
type GitActor { name: String email: String date: GitTimestamp user: User avatarUrl(size: Int): URI! }
type GitActorConnection { nodes: [GitActor] totalCount: Int! pageInfo: PageInfo! }
type CommitConnection { nodes: [Commit] totalCount: Int! pageInfo: PageInfo! }
type CommitHistoryConnection { nodes: [Commit] totalCount: Int! pageInfo: PageInfo! }

type CheckSuiteConnection { nodes: [CheckSuite] totalCount: Int! pageInfo: PageInfo! }
type CheckSuite implements Node {
  id: ID!
  databaseId: Int
  app: App
  status: CheckStatusState!
  conclusion: CheckConclusionState
  createdAt: DateTime!
  checkRuns(after: String, before: String, first: Int, last: Int, filterBy: CheckRunFilter): CheckRunConnection
}
input CheckRunFilter { appId: Int checkName: String }
type App implements Node { id: ID! databaseId: Int name: String! slug: String! }
type CheckRunConnection { nodes: [CheckRun] totalCount: Int! pageInfo: PageInfo! }
type CheckRun implements Node {
  id: ID!
  databaseId: Int
  name: String!
  status: CheckStatusState!
  conclusion: CheckConclusionState
  title: String
  summary: String
  text: String
  externalId: String
  startedAt: DateTime
  completedAt: DateTime
  checkSuite: CheckSuite!
  isRequired(pullRequestId: ID, pullRequestNumber: Int): Boolean!
}
enum CheckStatusState { COMPLETED IN_PROGRESS PENDING QUEUED REQUESTED WAITING }
enum CheckConclusionState { ACTION_REQUIRED CANCELLED FAILURE NEUTRAL SKIPPED STALE STARTUP_FAILURE SUCCESS TIMED_OUT }
`;

export const SCHEMA = `${REPOSITORIES}${ACCOUNTS}${SUBJECTS}`;
