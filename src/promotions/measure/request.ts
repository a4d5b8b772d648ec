/** The GraphQL requests of a measurement: several searches each, under aliases. Pure. */
import type { GraphQuery } from "../../github/client.ts";
import type { Detail, MeasurePlan, Search } from "./model.ts";
import { searchText } from "./search.ts";

/** About what GitHub answers within its time; no alias may be the beginning of another's name. */
const MOST_ALIASES = 10;

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
  /** Alias under which the candidate's account is asked for. */
  readonly account: typeof ACCOUNT;
}

const ACCOUNT = "account";

/** Requests for pages, ten to each. Every alias may fail alone: what it asked for is then unknown. */
export function requestsFor(plan: MeasurePlan, pages: readonly WantedPage[], login: string): readonly MeasureRequest[] {
  const requests: MeasureRequest[] = [];
  for (let from = 0; from < pages.length; from += MOST_ALIASES)
    requests.push(requestFor(plan, pages.slice(from, from + MOST_ALIASES), login));
  return requests;
}

function requestFor(plan: MeasurePlan, pages: readonly WantedPage[], login: string): MeasureRequest {
  const asked = pages.flatMap((page, index) => {
    const search = plan.searches[page.search];
    return search === undefined ? [] : [{ page, index, search }];
  });
  const declared = asked.map(({ index }) => `$q${index}: String!, $a${index}: String`).join(", ");
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
${fields.join("\n")}
}
fragment Who on Actor { __typename login }`;
  return {
    query: { name: "Measure", text, unreliable: [ACCOUNT, ...asked.map(({ index }) => `s${index}`)] },
    variables: Object.assign({ login }, ...variables),
    pages: Object.fromEntries(asked.map(({ index, page }) => [`s${index}`, page])),
    account: ACCOUNT,
  };
}

/** Whoever needs a second page will need much: then the pages are as large as may be. */
function sizeOf({ first, details }: Search, { after }: WantedPage): number {
  if (after === null) return first;
  return details.includes("comments") ? 25 : 100;
}

const NAME = "number title createdAt updatedAt closedAt author { ...Who } repository { nameWithOwner isPrivate }";

function pullFields(search: Search): string {
  return `... on PullRequest { ${NAME} body mergedAt headRefName ${detailFields(search.details)} }`;
}

function issueFields(search: Search): string {
  return `... on Issue { ${NAME} ${detailFields(search.details.filter((detail) => ON_ISSUES.includes(detail)))} }`;
}

const ON_ISSUES: readonly Detail[] = ["labels", "comments"];

const LABELS = "labels(first: 50) { pageInfo { hasNextPage } nodes { name } }";
const DETAILS: Readonly<Record<Detail, string>> = {
  labels: LABELS,
  files: "files(first: 100) { pageInfo { hasNextPage } nodes { path } }",
  reviews: "reviews(last: 20, author: $login) { pageInfo { hasPreviousPage } nodes { submittedAt } }",
  comments: "comments(last: 50) { pageInfo { hasPreviousPage } nodes { createdAt body author { ...Who } } }",
  closes: `closingIssuesReferences(first: 20) {
        pageInfo { hasNextPage }
        nodes { number state stateReason closedAt repository { nameWithOwner isPrivate } ${LABELS} }
      }`,
};

function detailFields(details: readonly Detail[]): string {
  return details.map((detail) => DETAILS[detail]).join(" ");
}
