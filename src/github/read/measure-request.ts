/** The GraphQL requests of a measurement: several searches each, under aliases. Pure. */

import type { Detail, MeasurePlan, Search } from "../../promotions/measure/measure-types.ts";
import { hasTexts, searchText } from "../../promotions/measure/search.ts";
import type { GraphQuery } from "../client/client.ts";

/** About what GitHub answers within its time; no alias may be the beginning of another's name. */
const MAX_ALIASES = 10;

/** A page of a search that is wanted. */
export interface WantedPage {
  /** Place in the plan's searches. */
  readonly search: number;
  readonly after: string | null;
}

export interface MeasureRequest {
  readonly query: GraphQuery;
  readonly variables: Readonly<Record<string, string | null>>;
  /** By alias. */
  readonly pages: Readonly<Record<string, WantedPage>>;
  /** By alias: the searched repositories, `owner/name`, to find out whether they exist. */
  readonly repositories: Readonly<Record<string, string>>;
  /** Alias under which the candidate's account is asked for. */
  readonly account: typeof ACCOUNT;
}

const ACCOUNT = "account";

/** Requests for pages, ten in each. Every alias may fail by itself: what it asked for is then unknown. */
export function requestsFor(plan: MeasurePlan, pages: readonly WantedPage[], login: string): readonly MeasureRequest[] {
  const requests: MeasureRequest[] = [];
  for (let from = 0; from < pages.length; from += MAX_ALIASES)
    requests.push(requestFor(plan, pages.slice(from, from + MAX_ALIASES), login));
  return requests;
}

function requestFor(plan: MeasurePlan, pages: readonly WantedPage[], login: string): MeasureRequest {
  const asked = pages.flatMap((page, index) => {
    const search = plan.searches[page.search];
    return search === undefined ? [] : [{ page, index, search }];
  });
  const declared = asked.map(({ index }) => `$q${index}: String!, $a${index}: String`).join(", ");
  const repositories = [...new Set(asked.flatMap(({ search }) => repositoryOf(search) ?? []))];
  const places = repositories.map((name, at) => {
    const [owner = "", repository = ""] = name.split("/");
    return `  r${at}: repository(owner: ${JSON.stringify(owner)}, name: ${JSON.stringify(repository)}) { nameWithOwner }`;
  });
  const fields = asked.map(
    ({ index, search, page }) =>
      `  s${index}: search(type: ISSUE, query: $q${index}, first: ${sizeOf(search, page)}, after: $a${index}) {
    issueCount pageInfo { hasNextPage endCursor }
    nodes { __typename ${search.of === "issues" ? "" : pullFields(search)} ${search.of === "pulls" ? "" : issueFields(search)} }
  }`,
  );
  const variables = asked.map(({ index, search, page }) => ({
    [`q${index}`]: `${searchText(search, login)} sort:${search.sort}`,
    [`a${index}`]: page.after,
  }));
  const text = `query Measure($login: String!, ${declared}) {
  ${ACCOUNT}: user(login: $login) { databaseId login }
${[...places, ...fields].join("\n")}
}
fragment Who on Actor { __typename login }`;
  return {
    query: {
      name: "Measure",
      text,
      optional: [ACCOUNT, ...places.map((_, at) => `r${at}`)],
      unreliable: [ACCOUNT, ...places.map((_, at) => `r${at}`), ...asked.map(({ index }) => `s${index}`)],
    },
    variables: Object.assign({ login }, ...variables),
    pages: Object.fromEntries(asked.map(({ index, page }) => [`s${index}`, page])),
    repositories: Object.fromEntries(repositories.map((name, at) => [`r${at}`, name])),
    account: ACCOUNT,
  };
}

/** The one repository that a search looks in; `null`: it looks in all of an owner's. */
export function repositoryOf({ terms }: Pick<Search, "terms">): string | null {
  return /^repo:(\S+)$/.exec(terms[0] ?? "")?.[1] ?? null;
}

/** If a second page is needed, many will be: then the pages are as large as possible. */
function sizeOf({ first, details }: Search, page: WantedPage): number {
  if (page.after === null) return first;
  return hasTexts(details) ? 25 : 100;
}

const NAME = "number title createdAt updatedAt closedAt author { ...Who } repository { nameWithOwner isPrivate }";

function pullFields(search: Search): string {
  return `... on PullRequest { ${NAME} body mergedAt mergedBy { ...Who } headRefName ${detailFields(search.details)} }`;
}

function issueFields(search: Search): string {
  return `... on Issue { ${NAME} ${detailFields(search.details.filter((detail) => ON_ISSUES.includes(detail)))} }`;
}

const ON_ISSUES: readonly Detail[] = ["labels", "comments", "events"];

/** The last fifty: late ones are among them. */
const EVENTS = `timelineItems(last: 50, itemTypes: [LABELED_EVENT, ASSIGNED_EVENT, RENAMED_TITLE_EVENT]) {
        pageInfo { hasPreviousPage }
        nodes {
          __typename
          ... on LabeledEvent { createdAt actor { ...Who } label { name } }
          ... on AssignedEvent { createdAt actor { ...Who } assignee { ... on User { login } } }
          ... on RenamedTitleEvent { createdAt actor { ...Who } previousTitle }
        }
      }`;
const LABEL_EVENTS = `timelineItems(last: 20, itemTypes: [LABELED_EVENT]) {
          pageInfo { hasPreviousPage }
          nodes { __typename ... on LabeledEvent { createdAt actor { ...Who } label { name } } }
        }`;
const LABELS = "labels(first: 50) { pageInfo { hasNextPage } nodes { name } }";
const DETAILS: Readonly<Record<Detail, string>> = {
  labels: LABELS,
  events: EVENTS,
  files: "files(first: 100) { pageInfo { hasNextPage } nodes { path } }",
  reviews: "reviews(last: 20, author: $login) { pageInfo { hasPreviousPage } nodes { submittedAt } }",
  "review-texts":
    "reviews(last: 20, author: $login) { nodes { body comments(first: 5) { pageInfo { hasNextPage } nodes { body } } } }",
  comments: "comments(last: 50) { pageInfo { hasPreviousPage } nodes { createdAt body author { ...Who } } }",
  closes: `closingIssuesReferences(first: 20) {
        pageInfo { hasNextPage }
        nodes { number state stateReason closedAt repository { nameWithOwner isPrivate } labels(first: 20) { pageInfo { hasNextPage } nodes { name } } ${LABEL_EVENTS} }
      }`,
};

function detailFields(details: readonly Detail[]): string {
  return details.map((detail) => DETAILS[detail]).join(" ");
}
