/** The GraphQL texts of the reader: everything a decision needs in one read, and a page of each list. */

/** Ids of people and bots; nobody else ever counts, and older servers do not know every kind of actor. */
export const WHO = `fragment Who on Actor {
  __typename login
  ... on User { databaseId }
  ... on Bot { databaseId }
}`;

const PAGE = "totalCount pageInfo { hasNextPage endCursor }";

/** The fields of each list's items; the first page and the later ones must not differ. */
export const ITEMS = {
  labels: "id name",
  files: "path changeType additions deletions",
  reviews:
    "id fullDatabaseId state body submittedAt lastEditedAt editor { ...Who } url author { ...Who } commit { oid }",
  comments: "id fullDatabaseId body createdAt lastEditedAt editor { ...Who } url author { ...Who }",
  commits: `commit {
        oid committedViaWeb
        parents(first: 10) { nodes { oid } }
        authors(first: 100) { totalCount nodes { user { login databaseId } } }
        committer { user { login databaseId } }
      }`,
  inline: `id comments(first: $size) {
        ${PAGE}
        nodes { id fullDatabaseId body createdAt publishedAt lastEditedAt url author { ...Who } }
      }`,
} as const;

export type ListName = keyof typeof ITEMS;

/** Commit authors are Users and carry no `Who`; a fragment that is declared and not used is an error. */
function fragments(text: string): string {
  return text.includes("...Who") ? `${text}\n${WHO}` : text;
}

/** Where a registry may be, as blobs on the default branch: so the cache of registries is exact without a further request. */
function registry(blob: string): string {
  return `
    root: object(expression: "HEAD:roles.yaml") { ${blob} }
    nested: object(expression: "HEAD:.github/roles.yaml") { ${blob} }`;
}

const BLOB = "__typename oid";

/** With the text, for a registry that this process has not met: then a cold start costs no request more. */
export const BLOB_WITH_TEXT = `${BLOB} ... on Blob { text byteSize isBinary isTruncated }`;

function repositoryFields(blob: string): string {
  return `databaseId name owner { login } isPrivate isArchived defaultBranchRef { name target { oid } }${registry(blob)}`;
}

function organisation(blob: string): string {
  return `organisation: repository(owner: $registryOwner, name: $registryName) { ${repositoryFields(blob)} }`;
}

/** What the reader of a subject may ask for in addition. */
export interface Asked {
  /** The people of every commit (R2). */
  readonly commits: boolean;
  /** The texts of the registries that may govern. */
  readonly registryTexts: boolean;
  /** Whether the app (`$app`) has any check on the head. */
  readonly ownChecks: boolean;
}

/** GitHub assigns no more. */
const ASSIGNEES = "assignees(first: 10) { nodes { login } }";

/** The fields of a pull request itself, wherever it is read. */
const pullFields = (
  size: string,
) => `id number title body state isDraft createdAt updatedAt closedAt lastEditedAt url changedFiles
      author { ...Who } authorAssociation
      headRefOid headRefName headRepository { name owner { login } } baseRefName baseRefOid baseRef { target { oid } }
      labels(first: ${size}) { ${PAGE} nodes { ${ITEMS.labels} } }
      files(first: ${size}) { ${PAGE} nodes { ${ITEMS.files} } }
      reviews(first: ${size}) { ${PAGE} nodes { ${ITEMS.reviews} } }
      comments(first: ${size}) { ${PAGE} nodes { ${ITEMS.comments} } }`;

/** Ancestors of the base, and of the head: enough to see that a base only moved on (R35). */
const ANCESTORS = "history(first: 30) { nodes { oid parents(first: 3) { totalCount nodes { oid } } } }";

/** GitHub re-points reviews after these (R34). */
const FORCED = `forced: timelineItems(last: 50, itemTypes: [HEAD_REF_FORCE_PUSHED_EVENT]) {
        pageInfo { hasPreviousPage }
        nodes { ... on HeadRefForcePushedEvent { createdAt afterCommit { oid } } }
      }`;

/** No ids: GitHub's are too long for GraphQL's numbers, so existing runs are looked up by REST. */
const OWN_CHECKS =
  "checkSuites(first: 10, filterBy: { appId: $app }) { totalCount nodes { checkRuns(first: 1) { totalCount } } }";

/**
 * The usual pull request in one request. Twins (R17) are asked of the head commit; that may find nothing for heads from forks, so the
 * open pull requests that Rung itself knows are used as well (the `pulls` store).
 */
export function pullQuery({ commits, registryTexts, ownChecks }: Asked): string {
  const blob = registryTexts ? BLOB_WITH_TEXT : BLOB;
  const more = commits ? `commits(first: $size) { ${PAGE} nodes { ${ITEMS.commits} } }` : "";
  const app = ownChecks ? ", $app: Int!" : "";
  return fragments(`query Pull($owner: String!, $name: String!, $number: Int!, $registryOwner: String!, $registryName: String!, $size: Int!${app}) {
  repository(owner: $owner, name: $name) {
    ${repositoryFields(blob)}
    pullRequest(number: $number) {
      ${pullFields("$size")}
      locked mergeable editor { ...Who } ${ASSIGNEES}
      autoMergeRequest { enabledAt enabledBy { ...Who } }
      mergeQueueEntry { enqueuedAt enqueuer { ...Who } headCommit { oid } baseCommit { oid } }
      last: commits(last: 1) {
        nodes { commit { oid ${ANCESTORS} associatedPullRequests(first: 50) { pageInfo { hasNextPage } nodes { number state headRefOid } } ${ownChecks ? OWN_CHECKS : ""} } }
      }
      baseRef { target { ... on Commit { ${ANCESTORS} } } }
      ${FORCED}
      ${more}
    }
  }
  ${organisation(blob)}
}`);
}

/** The events that tell about earlier states. */
const PAST_EVENTS = [
  ...["LABELED", "UNLABELED", "READY_FOR_REVIEW", "CONVERT_TO_DRAFT", "BASE_REF_CHANGED"],
  ...["HEAD_REF_FORCE_PUSHED", "REVIEW_DISMISSED", "REVIEW_REQUESTED"],
].map((type) => `${type}_EVENT`);

/** Merged pull requests, last updated first, with everything about how they came to be merged; `people`: also of each commit (R2). */
export function pastQuery(people: boolean): string {
  const commit = people
    ? `${ITEMS.commits} dated: commit { oid committedDate }`
    : "dated: commit { oid committedDate }";
  return fragments(`query Past($owner: String!, $name: String!, $after: String, $first: Int!) {
  repository(owner: $owner, name: $name) {
    ${repositoryFields(BLOB)}
    pullRequests(states: [MERGED], first: $first, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
      ${PAGE}
      nodes {
      ${pullFields("100")}
      updatedAt mergedAt mergedBy { ...Who } mergeCommit { oid parents(first: 1) { nodes { oid } } }
      pushed: commits(first: 100) { ${PAGE} nodes { ${commit} } }
      timelineItems(first: 100, itemTypes: [${PAST_EVENTS.join(", ")}]) {
        pageInfo { hasNextPage }
        nodes {
          __typename
          ... on LabeledEvent { createdAt actor { ...Who } label { name } }
          ... on UnlabeledEvent { createdAt actor { ...Who } label { name } }
          ... on ReadyForReviewEvent { createdAt }
          ... on ConvertToDraftEvent { createdAt }
          ... on BaseRefChangedEvent { createdAt currentRefName previousRefName }
          ... on HeadRefForcePushedEvent { createdAt beforeCommit { oid } afterCommit { oid } }
          ... on ReviewDismissedEvent { createdAt previousReviewState review { id } }
          ... on ReviewRequestedEvent { createdAt requestedReviewer { __typename ... on User { login databaseId } } }
        }
      }
      }
    }
  }
}`);
}

/** Open pull requests that a search finds, each as far as its first pages go. */
export function foundOpenQuery(people: boolean): string {
  const commits = people ? `commits(first: 100) { ${PAGE} nodes { ${ITEMS.commits} } }` : "";
  return fragments(`query FoundOpen($query: String!, $first: Int!) {
  search(type: ISSUE, query: $query, first: $first) {
    issueCount
    nodes {
      ... on PullRequest {
      ${pullFields("100")}
      ${commits}
      repository { ${repositoryFields(BLOB)} }
      }
    }
  }
}`);
}

export function issueQuery({ registryTexts }: Pick<Asked, "registryTexts">): string {
  const blob = registryTexts ? BLOB_WITH_TEXT : BLOB;
  return fragments(`query Issue($owner: String!, $name: String!, $number: Int!, $registryOwner: String!, $registryName: String!, $size: Int!) {
  repository(owner: $owner, name: $name) {
    ${repositoryFields(blob)}
    issue(number: $number) {
      id number title body state locked createdAt closedAt lastEditedAt url
      author { ...Who }
      ${ASSIGNEES}
      labels(first: $size) { ${PAGE} nodes { ${ITEMS.labels} } }
      comments(first: $size) { ${PAGE} nodes { ${ITEMS.comments} } }
    }
  }
  ${organisation(blob)}
}`);
}

/** One repository's registry blobs and default branch. */
export const REPOSITORY_HEAD = `query RepositoryHead($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) { ${repositoryFields(BLOB)} }
}`;

/** A repository's lists, on the default branch and on the one on which Rung proposes them. `variables`, `fields`: for the files. */
export function publishedQuery({ variables, fields }: { readonly variables: string; readonly fields: string }): string {
  const files = variables === "" ? "" : `, ${variables}`;
  return fragments(`query Published($owner: String!, $name: String!, $registryOwner: String!, $registryName: String!, $branch: String!${files}) {
  repository(owner: $owner, name: $name) {
    ${repositoryFields(BLOB)} url
    branch: ref(qualifiedName: $branch) {
      target { oid ... on Commit { message parents(first: 1) { totalCount } } }
      associatedPullRequests(states: OPEN, first: 5) {
        nodes { number title body baseRefName isCrossRepository mergeable author { ...Who } }
      }
    }
    ${fields}
  }
  ${organisation(BLOB)}
}`);
}

export const OPEN_PULLS = `query OpenPulls($owner: String!, $name: String!, $after: String, $registryOwner: String!, $registryName: String!) {
  repository(owner: $owner, name: $name) {
    ${repositoryFields(BLOB)}
    pullRequests(states: OPEN, first: 100, after: $after) { ${PAGE} nodes { number headRefOid baseRefName } }
  }
  ${organisation(BLOB)}
}`;

/** The beginning of each comment's body is enough; a promotion's status comment follows soon after the comment that nominated. */
const TALK = `number
        early: comments(first: 30) { nodes { author { ...Who } body } }
        late: comments(last: 20) { nodes { author { ...Who } body } }`;

/** Issues that are open, and pull requests that are not (those that are get looked at anyway), last touched first. */
export const TALKED_ABOUT =
  fragments(`query TalkedAbout($owner: String!, $name: String!, $after: String, $pulls: Int!) {
  repository(owner: $owner, name: $name) {
    databaseId name owner { login }
    issues(states: [OPEN], first: 50, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
      ${PAGE}
      nodes { ${TALK} }
    }
    pullRequests(states: [CLOSED, MERGED], first: $pulls, orderBy: { field: UPDATED_AT, direction: DESC }) {
      ${PAGE}
      nodes { ${TALK} }
    }
  }
}`);

export const MERGE_QUEUE = `query MergeQueue($owner: String!, $name: String!, $branch: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    mergeQueue(branch: $branch) {
      entries(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { position headCommit { oid } baseCommit { oid } pullRequest { number } } }
    }
  }
}`;

/** A later page of one list. `inline` walks the reviews for their comments. */
export function pageQuery(list: ListName, of: "pullRequest" | "issue"): string {
  const connection = list === "inline" ? "reviews" : list;
  const change = of === "pullRequest" ? "headRefOid baseRefName" : "";
  return fragments(`query Page($owner: String!, $name: String!, $number: Int!, $after: String, $size: Int!) {
  repository(owner: $owner, name: $name) {
    subject: ${of}(number: $number) {
      id ${change}
      page: ${connection}(first: $size, after: $after) { ${PAGE} nodes { ${ITEMS[list]} } }
    }
  }
}`);
}

/** Inline comments of one review beyond its first hundred. */
export const REVIEW_COMMENTS = fragments(`query ReviewComments($id: ID!, $after: String, $size: Int!) {
  node(id: $id) {
    ... on PullRequestReview {
      id
      page: comments(first: $size, after: $after) {
        ${PAGE}
        nodes { id fullDatabaseId body createdAt lastEditedAt url author { ...Who } }
      }
    }
  }
}`);
