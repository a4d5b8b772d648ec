/** Reads what the choice of reviewers depends on, in one request: requests and their history, who knows the files, who is busy. */

import { z } from "zod";
import type { Touch } from "../../model/path-history.ts";
import { type Account, type Instant, instant, type RepositoryName } from "../../shared/names.ts";
import type { Person } from "../../shared/person-sets.ts";
import type { RequestEvent, ReviewerFacts } from "../../triage/reviewers/reviewer-facts.ts";
import type { Client } from "../client/client.ts";
import { accountOf, actorView } from "./accounts.ts";
import { parsed } from "./graphql-pages.ts";
import { OPEN_REQUESTS, reviewingQuery } from "./reviewing-query.ts";

/** The requests of one open pull request. */
export interface OpenRequests {
  readonly number: number;
  /** `null`: a deleted account. */
  readonly author: Account | null;
  readonly people: readonly Person[];
}

/** `histories`: for the requested paths; fewer if GitHub could not tell. */
interface ReviewingRead
  extends Pick<ReviewerFacts, "association" | "requested" | "requestedTeams" | "events" | "histories"> {
  readonly busy: readonly Person[];
  /** Requested logins that belong to nobody. */
  readonly absent: readonly string[];
  /** Whose requested logins are, as far as GitHub told. */
  readonly bearers: ReadonlyMap<string, number>;
  /** Every open pull request of the repository; `null` when it was not asked for, or could not be read in full. */
  readonly open: readonly OpenRequests[] | null;
}

interface ReviewingQuestion {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly paths: readonly string[];
  /** The logins whose status is needed. */
  readonly logins: readonly string[];
  readonly countOpen: boolean;
}

const status = z.object({ indicatesLimitedAvailability: z.boolean(), expiresAt: z.string().nullish() }).nullish();
const user = z.object({ login: z.string(), databaseId: z.number().nullish(), status });
type UserView = z.infer<typeof user>;
const reviewer = z
  .object({
    __typename: z.string(),
    login: z.string().optional(),
    databaseId: z.number().nullish(),
    combinedSlug: z.string().optional(),
  })
  .nullish();
type ReviewerView = z.infer<typeof reviewer>;
const requests = z.object({ nodes: z.array(z.object({ requestedReviewer: reviewer })) }).nullish();
const openView = z.object({
  totalCount: z.number(),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
  nodes: z.array(z.object({ number: z.number(), author: actorView.optional(), reviewRequests: requests })),
});
type OpenView = z.infer<typeof openView>;
const historyView = z
  .object({
    nodes: z.array(
      z.object({
        authors: z.object({ nodes: z.array(z.object({ user: user.nullish() })) }),
        associatedPullRequests: z
          .object({
            nodes: z.array(
              z.object({
                number: z.number(),
                author: actorView,
                reviews: z.object({ nodes: z.array(z.object({ state: z.string(), author: actorView })) }).nullish(),
              }),
            ),
          })
          .nullish(),
      }),
    ),
  })
  .nullish();
type HistoryView = z.infer<typeof historyView>;

const answerView = z.looseObject({
  repository: z.object({
    pullRequest: z.object({
      authorAssociation: z.string().nullish(),
      reviewRequests: requests,
      timelineItems: z
        .object({
          nodes: z.array(
            z.object({
              __typename: z.string(),
              createdAt: z.string().optional(),
              actor: actorView.optional(),
              requestedReviewer: reviewer,
            }),
          ),
        })
        .nullish(),
    }),
    open: openView.nullish(),
    defaultBranchRef: z.object({ target: z.looseObject({}).nullish() }).nullish(),
  }),
});

/** Who knows the files, who is busy and how the load is spread is worth much, but nothing is refused for want of it. */
const UNRELIABLE = [
  "repository.pullRequest.timelineItems",
  "repository.pullRequest.authorAssociation",
  "repository.defaultBranchRef",
  "repository.open",
];

export async function readReviewing(client: Client, question: ReviewingQuestion): Promise<ReviewingRead> {
  const { repository, number, paths, logins, countOpen } = question;
  const variables = {
    owner: repository.owner,
    name: repository.name,
    number,
    count: countOpen,
    ...Object.fromEntries(paths.map((path, index) => [`p${index}`, path])),
    ...Object.fromEntries(logins.map((login, index) => [`l${index}`, login])),
  };
  const query = {
    name: "Reviewing",
    text: reviewingQuery(paths.length, logins.length),
    optional: logins.map((_, index) => `l${index}`),
    unreliable: UNRELIABLE,
  };
  const answer = await client.graph(query, variables);
  const view = parsed(answerView, answer.data, "what reviewers are chosen by");
  const pull = view.repository.pullRequest;
  const users = logins.map((_, index) => user.nullish().safeParse(view[`l${index}`]).data ?? null);
  const known = view.repository.defaultBranchRef?.target ?? {};
  const found = paths.map((path, index) => ({ path, view: historyView.safeParse(known[`p${index}`]).data ?? null }));
  const authors = found.flatMap(({ view: one }) => (one?.nodes ?? []).flatMap(({ authors: { nodes } }) => nodes));
  const at = answer.at ?? 0;
  return {
    association: pull.authorAssociation ?? null,
    requested: peopleOf(pull.reviewRequests).map(({ login, id }) => ({ login, id, type: "User" })),
    requestedTeams: (pull.reviewRequests?.nodes ?? []).flatMap(({ requestedReviewer: who }) =>
      who?.combinedSlug === undefined ? [] : [who.combinedSlug.toLowerCase()],
    ),
    events: (pull.timelineItems?.nodes ?? []).flatMap(eventOf),
    histories: found.flatMap(({ path, view: one }) => (one === null ? [] : [{ path, touches: touchesOf(one) }])),
    busy: [...users, ...authors.map((author) => author.user)].flatMap((one) =>
      isBusy(one, at) ? [personOf(one)] : [],
    ),
    absent: logins.filter((_, index) => answer.absent.has(`l${index}`)),
    bearers: new Map(
      logins.flatMap((login, index): readonly [string, number][] => {
        const id = users[index]?.databaseId ?? null;
        return id === null ? [] : [[login, id]];
      }),
    ),
    open: await openRequests(client, repository, view.repository.open ?? null),
  };
}

function eventOf(view: {
  readonly __typename: string;
  readonly createdAt?: string | undefined;
  readonly actor?: z.infer<typeof actorView> | undefined;
  readonly requestedReviewer?: ReviewerView;
}): readonly RequestEvent[] {
  const who = reviewerOf(view.requestedReviewer);
  if (who === null || view.createdAt === undefined) return [];
  const kind = view.__typename === "ReviewRequestedEvent" ? "asked" : "removed";
  return [{ kind, who, by: accountOf(view.actor ?? null), at: instant(view.createdAt) }];
}

function reviewerOf(view: ReviewerView): Person | null {
  if (view?.__typename !== "User" || view.login === undefined) return null;
  return { login: view.login, id: view.databaseId ?? null };
}

function peopleOf(view: z.infer<typeof requests>): readonly Person[] {
  return (view?.nodes ?? []).flatMap(({ requestedReviewer }) => reviewerOf(requestedReviewer) ?? []);
}

function personOf({ login, databaseId }: UserView): Person {
  return { login, id: databaseId ?? null };
}

function isBusy(one: UserView | null | undefined, now: Instant): one is UserView {
  if (!one?.status?.indicatesLimitedAvailability) return false;
  const { expiresAt } = one.status;
  return !expiresAt || instant(expiresAt) > now;
}

/** A pull request with several commits is written once by its author and reviewed once by each reviewer. */
function touchesOf(view: NonNullable<HistoryView>): readonly Touch[] {
  const counts = new Map<string, { person: Person; wrote: number; reviewed: number }>();
  const count = (person: Person) => {
    const key = person.login.toLowerCase();
    const known = counts.get(key) ?? { person, wrote: 0, reviewed: 0 };
    counts.set(key, known);
    return known;
  };
  const seen = new Set<number>();
  for (const { authors, associatedPullRequests } of view.nodes) {
    for (const { user: author } of authors.nodes) if (author) count(personOf(author)).wrote += 1;
    const [pull] = associatedPullRequests?.nodes ?? [];
    if (pull === undefined || seen.has(pull.number)) continue;
    seen.add(pull.number);
    const reviewers = (pull.reviews?.nodes ?? []).map(({ author }) => accountOf(author));
    const others = reviewers.filter((one) => one?.type === "User" && one.login !== pull.author?.login);
    for (const one of new Map(others.map((person) => [person?.login, person])).values())
      if (one) count(one).reviewed += 1;
  }
  return [...counts.values()].map(({ person, wrote, reviewed }) => ({ ...person, wrote, reviewed }));
}

/** With more pages than this the load is not counted, and plays no part. */
const MAX_PAGES = 20;

async function openRequests(
  client: Client,
  { owner, name }: RepositoryName,
  first: OpenView | null,
): Promise<readonly OpenRequests[] | null> {
  if (first === null) return null;
  const found = [...first.nodes];
  let page: OpenView = first;
  for (let read = 1; page.pageInfo.hasNextPage && read < MAX_PAGES; read += 1) {
    const query = { name: "OpenRequests", text: OPEN_REQUESTS };
    const answer = await client.graph(query, { owner, name, after: page.pageInfo.endCursor ?? null });
    const view = z.object({ repository: z.object({ open: openView }) });
    page = parsed(view, answer.data, "a page of open review requests").repository.open;
    found.push(...page.nodes);
  }
  return found.map(({ number, author, reviewRequests }) => ({
    number,
    author: accountOf(author ?? null),
    people: peopleOf(reviewRequests),
  }));
}
