/** The facts of a pull request or an issue, from GitHub's view of it and its lists. */

import type { z } from "zod";
import type { Association, Listed, PullFacts, RepositoryFacts, Utterance } from "../../model/facts.ts";
import { type Instant, instant, type RepositoryName } from "../../shared/names.ts";
import { accountOf } from "./accounts.ts";
import type { commentItem, commitItem, issueView, labelItem, PullView, reviewItem } from "./graphql-views.ts";
import { inSlices } from "./in-slices.ts";
import { callsOf, commentOf, commitOf, reviewOf } from "./utterances.ts";

/** The lists of a pull request that may take more than one page. */
export interface PullLists {
  readonly labels: Listed<z.infer<typeof labelItem>>;
  readonly comments: Listed<z.infer<typeof commentItem>>;
  readonly reviews: Listed<z.infer<typeof reviewItem>>;
  readonly changed: PullFacts["files"];
  readonly commits: Listed<z.infer<typeof commitItem>>;
  readonly inline: Listed<z.infer<typeof commentItem>>;
}

/** The facts of a pull request whose lists have been read. */
export async function pullFacts(
  pull: PresentOrPastView,
  home: RepositoryFacts,
  lists: PullLists,
  twins: readonly number[],
  at: Instant | null,
): Promise<PullFacts> {
  const reviews = (await inSlices(lists.reviews.items, reviewOf)).filter((review) => review !== null);
  const subject = await subjectFacts(pull, home, lists.labels, lists.comments, at);
  const inline = await inSlices(lists.inline.items, (item) => commentOf(item, "review-comment"));
  return {
    kind: "pull",
    ...subject,
    readAt: readingTime(
      subject.readAt,
      reviews.map((review) => review.at),
    ),
    ...(pull.updatedAt !== undefined && { updatedAt: instant(pull.updatedAt) }),
    draft: pull.isDraft,
    ...(pull.mergeable === "CONFLICTING" && { conflicts: true as const }),
    head: { sha: pull.headRefOid, ref: pull.headRefName, repository: headRepositoryOf(pull) },
    base: { ref: pull.baseRefName, sha: pull.baseRef?.target?.oid ?? pull.baseRefOid, noted: pull.baseRefOid },
    files: lists.changed,
    ...associationOf(pull.authorAssociation),
    commits: { ...lists.commits, items: lists.commits.items.map(commitOf) },
    reviews: { ...lists.reviews, items: reviews },
    reviewComments: { ...lists.inline, items: inline },
    twins,
    ...queuedOf(pull),
    history: new Map(),
    forced: forcedOf(pull),
    ...mergingOf(pull),
  };
}

/** An unknown word tells nothing. */
function associationOf(word: string | undefined): Pick<PullFacts, "association"> {
  const known = ASSOCIATIONS.find((one) => one === word);
  return known === undefined ? {} : { association: known };
}

const ASSOCIATIONS: readonly Association[] = [
  "OWNER",
  "MEMBER",
  "COLLABORATOR",
  "CONTRIBUTOR",
  "FIRST_TIME_CONTRIBUTOR",
  "FIRST_TIMER",
  "MANNEQUIN",
  "NONE",
];

function headRepositoryOf({ headRepository }: Pick<PullView, "headRepository">): RepositoryName | null {
  return headRepository ? { owner: headRepository.owner.login, name: headRepository.name } : null;
}

/** The parts of a view that older pull requests have as well. */
type PastView = Omit<PullView, "last" | "commits" | keyof MergingView>;
type MergingView = Pick<PullView, "autoMergeRequest" | "mergeQueueEntry" | "mergeable">;
type PresentOrPastView = PastView & Partial<MergingView>;

function mergingOf({
  autoMergeRequest: auto,
  mergeQueueEntry: queued,
  createdAt,
}: PresentOrPastView): Pick<PullFacts, "merging"> {
  if (queued)
    return {
      merging: { way: "queue", by: accountOf(queued.enqueuer ?? null), at: instant(queued.enqueuedAt) },
    };
  if (!auto) return {};
  const at = instant(auto.enabledAt ?? createdAt);
  return { merging: { way: "auto-merge", by: accountOf(auto.enabledBy ?? null), at } };
}

/** Only commits whose parents are all known. */
export function historyOf({ baseRef, last }: PullView): PullFacts["history"] {
  const heads = last.nodes.map(({ commit }) => commit.history);
  const commits = [baseRef?.target?.history, ...heads].flatMap((page) => page?.nodes ?? []);
  return new Map(
    commits
      .filter(({ parents }) => parents.totalCount === parents.nodes.length)
      .map(({ oid, parents }) => [oid, parents.nodes.map((parent) => parent.oid)]),
  );
}

function forcedOf({ forced }: Pick<PullView, "forced">): PullFacts["forced"] {
  if (!forced) return null;
  const pushes = forced.nodes.map(({ createdAt, afterCommit }) => ({
    at: instant(createdAt),
    to: afterCommit?.oid ?? null,
  }));
  return { pushes, complete: !forced.pageInfo.hasPreviousPage };
}

export async function subjectFacts(
  view: z.infer<typeof issueView> | PastView,
  repository: RepositoryFacts,
  labels: Listed<{ id: string; name: string }>,
  comments: Listed<z.infer<typeof commentItem>>,
  at: Instant | null,
) {
  const utterances = await inSlices(comments.items, (item) => commentOf(item, "comment"));
  const editor = accountOf(view.editor ?? null);
  const description: Utterance = {
    kind: "description",
    id: 0,
    nodeId: view.id,
    author: accountOf(view.author),
    body: view.body ?? "",
    calls: callsOf(view.body ?? ""),
    at: instant(view.createdAt),
    edited: Boolean(view.lastEditedAt),
    ...(editor && { editor }),
    url: view.url,
  };
  return {
    repository,
    number: view.number,
    nodeId: view.id,
    title: view.title,
    state: stateOf(view.state),
    ...(view.closedAt && { closedAt: instant(view.closedAt) }),
    ...(view.locked === true && { locked: true as const }),
    author: description.author,
    createdAt: description.at,
    description,
    comments: { ...comments, items: utterances },
    labels: { ...labels, items: labels.items.map(({ name }) => name) },
    labelIds: new Map(labels.items.map(({ id, name }) => [name, id])),
    ...(view.assignees && { assignees: view.assignees.nodes.map(({ login }) => login) }),
    readAt: readingTime(
      at,
      [description, ...utterances].map((utterance) => utterance.at),
    ),
  };
}

/** GitHub's machines differ by a moment, and so may what dates its answers from what dates comments. */
const SKEW_MS = 30_000;

/**
 * When it was read, by GitHub's clock in whole seconds: never before what it contains, so that no statement is in the future, where
 * nobody would look at it until something else happens. Without a Date header: the latest moment mentioned is certainly past.
 */
function readingTime(at: Instant | null, told: readonly Instant[]): Instant {
  const latest = told.reduce((one, other) => Math.max(one, other), 0);
  if (at === null) return latest;
  return latest > at && latest - at <= SKEW_MS ? latest : at;
}

function stateOf(word: string): "open" | "closed" | "merged" {
  if (word === "OPEN") return "open";
  return word === "MERGED" ? "merged" : "closed";
}

function queuedOf({ mergeQueueEntry: entry }: Partial<Pick<PullView, "mergeQueueEntry">>): Pick<PullFacts, "queued"> {
  if (!entry?.headCommit || !entry.baseCommit) return {};
  return { queued: { headSha: entry.headCommit.oid, baseSha: entry.baseCommit.oid } };
}
