/** Reads the pull requests that were merged in a period, a page of them for each request. */

import type { RepositoryFacts, ReviewState } from "../../model/facts.ts";
import type { PastEvent, PastPull } from "../../model/past.ts";
import { type Instant, instant, type RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { accountOf } from "./accounts.ts";
import { changedFiles } from "./changed-files.ts";
import { type PagedSubject, parsed, readWholeList } from "./graphql-pages.ts";
import { commentItem, labelItem, reviewItem } from "./graphql-views.ts";
import { type PastEventView, type PastPullView, pastAnswer } from "./many-views.ts";
import { FULL_PAGE } from "./page-sizes.ts";
import { pastQuery } from "./queries.ts";
import { repositoryOf } from "./registry-head.ts";
import { type PullLists, pullFacts } from "./subject-facts.ts";

interface PastQuestion {
  readonly since: Instant;
  /** Later merges are left out; `null`: none are. */
  readonly until: Instant | null;
  /** How many pull requests to read, the last updated first. */
  readonly most: number;
  /** Read who made each commit: only rules with `contributors-count: false` need it. */
  readonly people: boolean;
}

interface PastRead {
  readonly repository: RepositoryFacts;
  /** Oldest merge first. */
  readonly pulls: readonly PastPull[];
  /** There are more than were looked at. */
  readonly truncated: boolean;
  /** GitHub's clock. */
  readonly readAt: Instant;
}

/** GitHub weighs a request by how much it may return; a page takes it a second or two. */
const PER_PAGE = 20;

/** "absent": the repository is not there, or not for this token to see. */
export async function readPast(
  client: Client,
  repository: RepositoryName,
  question: PastQuestion,
): Promise<PastRead | "absent"> {
  const found = new Map<number, PastPull>();
  const query = { name: "Past", text: pastQuery(question.people), optional: ["repository"] };
  let after: string | null = null;
  for (;;) {
    const { owner, name } = repository;
    const answer = await client.graph(query, { owner, name, after, first: PER_PAGE });
    const view = pastView(answer.data);
    if (!view) return "absent";
    const home = repositoryOf(view);
    const { nodes, pageInfo } = view.pullRequests;
    for (const node of nodes.filter((one) => isAsked(one, question))) {
      if (found.size < question.most) found.set(node.number, await pastPull(client, home, node, answer.at));
    }
    after = pageInfo.endCursor ?? null;
    const [oldest] = nodes.slice(-1);
    // Nothing is merged after it was last touched, so whatever follows was merged earlier still.
    const ended = !pageInfo.hasNextPage || after === null || !oldest || instant(oldest.updatedAt) < question.since;
    if (ended || found.size >= question.most) {
      const pulls = [...found.values()].toSorted((a, b) => a.mergedAt - b.mergedAt || a.facts.number - b.facts.number);
      const latest = Math.max(question.since, ...pulls.map(({ facts }) => facts.readAt));
      return { repository: home, pulls, truncated: !ended, readAt: answer.at ?? latest };
    }
  }
}

function pastView(data: unknown) {
  return parsed(pastAnswer, data, "merged pull requests").repository;
}

function isAsked({ mergedAt }: PastPullView, { since, until }: PastQuestion): boolean {
  if (mergedAt === null) return false;
  const at = instant(mergedAt);
  return at >= since && (until === null || at < until);
}

async function pastPull(
  client: Client,
  home: RepositoryFacts,
  view: PastPullView,
  at: Instant | null,
): Promise<PastPull> {
  const lists = await listsOf(client, home, view);
  const facts = await pullFacts(view, home, lists, [], at);
  return {
    facts,
    url: view.url,
    mergedAt: instant(view.mergedAt ?? view.updatedAt),
    mergedBy: accountOf(view.mergedBy ?? null),
    onto: view.mergeCommit?.parents.nodes[0]?.oid ?? null,
    commits: view.pushed.nodes.map(({ dated }) => ({ sha: dated.oid, at: instant(dated.committedDate) })),
    events: view.timelineItems.nodes.flatMap(eventOf).toSorted((one, other) => one.at - other.at),
    cut: [
      ...(view.timelineItems.pageInfo.hasNextPage ? ["more than 100 events"] : []),
      ...(view.pushed.pageInfo.hasNextPage ? [`100 of ${view.pushed.totalCount} commits`] : []),
    ],
  };
}

/** The first pages came along; few pull requests have more. */
async function listsOf(client: Client, home: RepositoryFacts, view: PastPullView): Promise<PullLists> {
  const { number, changedFiles: count } = view;
  const subject: PagedSubject = {
    client,
    repository: home,
    number,
    of: "pullRequest",
    change: { head: view.headRefOid, base: view.baseRefName },
    size: FULL_PAGE,
  };
  const [labels, comments, reviews, changed] = await Promise.all([
    readWholeList(subject, "labels", labelItem, view.labels),
    readWholeList(subject, "comments", commentItem, view.comments),
    readWholeList(subject, "reviews", reviewItem, view.reviews),
    changedFiles(
      client,
      {
        repository: home,
        number,
        changedFiles: count,
        // The branch itself has the change by now.
        head: view.headRefOid,
        base: view.baseRefOid,
      },
      view.files,
    ),
  ]);
  const { nodes, totalCount, pageInfo } = view.pushed;
  const items = nodes.flatMap(({ commit }) => (commit === undefined ? [] : [{ commit }]));
  const commits = { items, complete: !pageInfo.hasNextPage, total: totalCount };
  return { labels, comments, reviews, changed, commits, inline: { items: [], complete: true, total: 0 } };
}

function eventOf(view: PastEventView): readonly PastEvent[] {
  if (view.createdAt === undefined) return [];
  const at = instant(view.createdAt);
  switch (view.__typename) {
    case "LabeledEvent":
    case "UnlabeledEvent": {
      const on = view.__typename === "LabeledEvent";
      const by = accountOf(view.actor ?? null);
      return view.label === undefined ? [] : [{ kind: "label", at, label: view.label.name, on, by }];
    }
    case "ReadyForReviewEvent":
      return [{ kind: "draft", at, to: false }];
    case "ConvertToDraftEvent":
      return [{ kind: "draft", at, to: true }];
    case "BaseRefChangedEvent":
      return [{ kind: "base", at, from: view.previousRefName ?? "", to: view.currentRefName ?? "" }];
    case "HeadRefForcePushedEvent":
      return [{ kind: "forced", at, from: view.beforeCommit?.oid ?? null, to: view.afterCommit?.oid ?? null }];
    case "ReviewDismissedEvent": {
      const was = stateOf(view.previousReviewState);
      return view.review && was !== null ? [{ kind: "dismissed", at, review: view.review.id, was }] : [];
    }
    case "ReviewRequestedEvent": {
      const who = view.requestedReviewer;
      if (who?.__typename !== "User" || who.login === undefined) return [];
      return [{ kind: "asked", at, who: { login: who.login, id: who.databaseId ?? null } }];
    }
    default:
      return [];
  }
}

function stateOf(word: string | undefined): ReviewState | null {
  return word === "APPROVED" || word === "CHANGES_REQUESTED" || word === "COMMENTED" ? word : null;
}
