/** The GraphQL query about reviewers: requests, their history, the files' last changes, people's status; one request for everything. */

import { WHO } from "./queries.ts";

const REVIEWER = `requestedReviewer {
          __typename
          ... on User { login databaseId }
          ... on Team { combinedSlug }
        }`;
const STATUS = "status { indicatesLimitedAvailability expiresAt }";
const REQUESTS = `totalCount pageInfo { hasNextPage endCursor }
      nodes { number author { ...Who } reviewRequests(first: 20) { nodes { ${REVIEWER} } } }`;

/** A path's last changes: who wrote them, and who reviewed the pull requests they came with. */
const HISTORY = `nodes {
          authors(first: 3) { nodes { user { login databaseId ${STATUS} } } }
          associatedPullRequests(first: 1) {
            nodes { number author { ...Who } reviews(first: 20) { nodes { state author { ...Who } } } }
          }
        }`;

/** The query for this many paths and logins; each becomes a variable. */
export function reviewingQuery(paths: number, logins: number): string {
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
  const variables = [
    ...numbers(paths).map((index) => `, $p${index}: String!`),
    ...numbers(logins).map((index) => `, $l${index}: String!`),
  ].join("");
  const histories = numbers(paths).map((index) => `p${index}: history(first: 10, path: $p${index}) { ${HISTORY} }`);
  const statuses = numbers(logins).map((index) => `l${index}: user(login: $l${index}) { login databaseId ${STATUS} }`);
  const branch = `defaultBranchRef { target { ... on Commit { oid ${histories.join("\n        ")} } } }`;
  return `query Reviewing($owner: String!, $name: String!, $number: Int!, $count: Boolean!${variables}) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      authorAssociation
      reviewRequests(first: 100) { nodes { ${REVIEWER} } }
      timelineItems(last: 100, itemTypes: [REVIEW_REQUESTED_EVENT, REVIEW_REQUEST_REMOVED_EVENT]) {
        nodes {
          __typename
          ... on ReviewRequestedEvent { createdAt actor { ...Who } ${REVIEWER} }
          ... on ReviewRequestRemovedEvent { createdAt actor { ...Who } ${REVIEWER} }
        }
      }
    }
    open: pullRequests(states: OPEN, first: 100) @include(if: $count) { ${REQUESTS} }
    ${paths === 0 ? "" : branch}
  }
  ${statuses.join("\n  ")}
}
${WHO}`;
}

export const OPEN_REQUESTS = `query OpenRequests($owner: String!, $name: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    open: pullRequests(states: OPEN, first: 100, after: $after) { ${REQUESTS} }
  }
}
${WHO}`;
