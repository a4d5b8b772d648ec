/** The reader: what GitHub says now about one pull request or issue, in one request for the usual one. */

import type { z } from "zod";
import { callsIn } from "../../commands/text/parse-commands.ts";
import type { IssueFacts, Listed, PullFacts, RepositoryFacts, Utterance } from "../../model/facts.ts";
import { type Instant, instant, type RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Gone, Transient } from "../client/errors.ts";
import type { GraphAnswer } from "../client/graphql-answers.ts";
import { accountOf } from "./accounts.ts";
import { changedFiles } from "./changed-files.ts";
import { inlineComments, Moved, type PagedSubject, parsed, whole } from "./graphql-pages.ts";
import {
  commentItem,
  commitItem,
  commitPulls,
  issueAnswer,
  type issueView,
  labelItem,
  type PullView,
  pullAnswer,
  type RepositoryView,
  repositoryAnswer,
  reviewItem,
} from "./graphql-views.ts";
import { type PageSizes, pageSizes } from "./page-sizes.ts";
import { issueQuery, pullQuery, REPOSITORY_HEAD } from "./queries.ts";
import { commentOf, commitOf, reviewOf } from "./utterances.ts";

/** The registry blobs on one repository's default branch. `null`: no such file there. */
export interface RegistryBlobs {
  readonly repository: RepositoryFacts;
  /** `roles.yaml` */
  readonly root: string | null;
  /** `.github/roles.yaml` */
  readonly nested: string | null;
  /** The default branch's commit when read; `null` for an empty repository. */
  readonly commit: string | null;
  /** Texts that came along, whole, by blob id. */
  readonly texts?: ReadonlyMap<string, string>;
  /** When it was read by itself; as part of a subject it is as old as that. */
  readonly readAt?: Instant;
}

/** Where the registry that governs a repository may lie, as of the read. */
export interface RegistryHead {
  readonly own: RegistryBlobs;
  /** The owner's registry repository; `null` where there is none, or none that the app may see. */
  readonly organisation: RegistryBlobs | null;
  /** GitHub failed to tell of the owner's registry repository: that there is none is not known. */
  readonly unread?: true;
}

export interface ReadIssueOptions {
  /** Name (of the same owner) of the repository that serves those without a registry of their own. */
  readonly registryRepo: string;
  /** Read the registries' texts along: for those that are not known yet. */
  readonly registryTexts: boolean;
  /** Remembers whose answers are too large; absent: nobody's are. */
  readonly sizes?: PageSizes;
}

export interface ReadPullOptions extends ReadIssueOptions {
  /** Read commits with their people: only rules with `contributors-count: false` need them. */
  readonly commits: boolean;
  /** Read inline review comments: only once one of them carried a command. */
  readonly inline: boolean;
}

/** Where GitHub fails to tell what labels there are, or of the owner's registry repository, only what needs it is unknown (R87). */
const LABELS = "repository.pullRequest.labels";
const ORGANISATION = "organisation";

function headOf(
  own: RepositoryView,
  organisation: RepositoryView | null | undefined,
  { failed }: GraphAnswer,
): RegistryHead {
  const head = registryHead(own, organisation);
  return failed?.has(ORGANISATION) === true ? { ...head, organisation: null, unread: true } : head;
}

interface Asking {
  readonly client: Client;
  readonly repository: RepositoryName;
  readonly number: number;
  readonly options: ReadIssueOptions;
}

/** How often a subject that changes between two answers is read again before the queue's next try takes over. */
const MAX_READINGS = 4;

/**
 * One reading of one state: read again from the beginning while it changes between its answers (R36), and with smaller pages where
 * an answer is too large; where one took too long, at the next try, since GitHub may only be slow today (R53).
 */
async function wholeReading<T>(
  { client, repository, number, options }: Asking,
  read: (size: number) => Promise<T>,
): Promise<T> {
  const sizes = options.sizes ?? pageSizes();
  const subject = `${client.installationId} ${repository.owner}/${repository.name}#${number}`.toLowerCase();
  for (let readings = 1; ; ) {
    const size = sizes.of(subject);
    try {
      return await read(size);
    } catch (error) {
      if (error instanceof Moved && readings < MAX_READINGS) {
        readings += 1;
        continue;
      }
      if (!(error instanceof Transient) || error.tooMuch === null) throw error;
      const isSmaller = sizes.shrink(subject, size);
      if (error.tooMuch !== "surely" || !isSmaller) throw error;
    }
  }
}

/** "absent": the pull request or its repository is not there, or not for this installation to see. */
export async function readPull(
  client: Client,
  repository: RepositoryName,
  number: number,
  options: ReadPullOptions,
): Promise<{ readonly facts: PullFacts; readonly registryHead: RegistryHead } | "absent"> {
  return await wholeReading({ client, repository, number, options }, (size) =>
    readPullOnce(client, repository, number, { ...options, size }),
  );
}

interface Sized {
  readonly size: number;
}

async function readPullOnce(
  client: Client,
  repository: RepositoryName,
  number: number,
  options: ReadPullOptions & Sized,
): Promise<{ readonly facts: PullFacts; readonly registryHead: RegistryHead } | "absent"> {
  const { size } = options;
  const answer = await client.graph(
    {
      name: "Pull",
      text: pullQuery(options),
      optional: ["repository", "repository.pullRequest", "organisation"],
      unreliable: [TWINS, QUEUED, BASE_HISTORY, HEAD_HISTORY, FORCED, LABELS, ORGANISATION],
    },
    { ...subjectVariables(repository, number, options.registryRepo), size },
  );
  const view = parsed(pullAnswer, answer.data, "a pull request");
  const pull = view.repository?.pullRequest;
  if (!view.repository || !pull) return "absent";
  const home = repositoryOf(view.repository);
  const change = { head: pull.headRefOid, base: pull.baseRefName };
  const subject: PagedSubject = { client, repository: home, number, of: "pullRequest", change, size };
  const lists = await pullLists(subject, pull, options);
  const twins = answer.absent.has(TWINS) ? await readTwins(client, home, pull) : twinsOf(pull);
  const facts = { ...pullFacts(pull, home, lists, twins, answer.at), history: historyOf(pull) };
  return { facts, registryHead: headOf(view.repository, view.organisation, answer) };
}

/** As readPull, for an issue. */
export async function readIssue(
  client: Client,
  repository: RepositoryName,
  number: number,
  options: ReadIssueOptions,
): Promise<{ readonly facts: IssueFacts; readonly registryHead: RegistryHead } | "absent"> {
  return await wholeReading({ client, repository, number, options }, (size) =>
    readIssueOnce(client, repository, number, { ...options, size }),
  );
}

async function readIssueOnce(
  client: Client,
  repository: RepositoryName,
  number: number,
  options: ReadIssueOptions & Sized,
): Promise<{ readonly facts: IssueFacts; readonly registryHead: RegistryHead } | "absent"> {
  const { size } = options;
  const answer = await client.graph(
    {
      name: "Issue",
      text: issueQuery(options),
      optional: ["repository", "repository.issue", "organisation"],
      unreliable: [ORGANISATION],
    },
    { ...subjectVariables(repository, number, options.registryRepo), size },
  );
  const view = parsed(issueAnswer, answer.data, "an issue");
  const issue = view.repository?.issue;
  if (!view.repository || !issue) return "absent";
  const home = repositoryOf(view.repository);
  const subject: PagedSubject = { client, repository: home, number, of: "issue", change: null, size };
  const [labels, comments] = await Promise.all([
    whole(subject, "labels", labelItem, issue.labels),
    whole(subject, "comments", commentItem, issue.comments),
  ]);
  const facts = { kind: "issue" as const, ...subjectFacts(issue, home, labels, comments, answer.at) };
  return { facts, registryHead: headOf(view.repository, view.organisation, answer) };
}

/** One repository's registry blobs, without a subject; `null` when it is not there or not to be seen. */
export async function readRegistryBlobs(client: Client, repository: RepositoryName): Promise<RegistryBlobs | null> {
  const query = { name: "RepositoryHead", text: REPOSITORY_HEAD, optional: ["repository"] };
  try {
    const answer = await client.graph(query, { owner: repository.owner, name: repository.name });
    const view = parsed(repositoryAnswer, answer.data, "a repository").repository;
    return view ? { ...blobsOf(view), ...(answer.at !== null && { readAt: answer.at }) } : null;
  } catch (error) {
    if (error instanceof Gone) return null;
    throw error;
  }
}

function subjectVariables(repository: RepositoryName, number: number, registryRepo: string) {
  const { owner, name } = repository;
  return { owner, name, number, registryOwner: owner, registryName: registryRepo };
}

/** What a repository's view, and its organisation's, tell of where the registry lies. */
export function registryHead(own: RepositoryView, organisation: RepositoryView | null | undefined): RegistryHead {
  return { own: blobsOf(own), organisation: organisation ? blobsOf(organisation) : null };
}

export function blobsOf(view: RepositoryView): RegistryBlobs {
  return {
    repository: repositoryOf(view),
    root: blob(view.root),
    nested: blob(view.nested),
    commit: view.defaultBranchRef?.target?.oid ?? null,
    texts: new Map([view.root, view.nested].flatMap(wholeText)),
  };
}

/** GitHub cuts long texts and gives none of what it takes for binary; a text of another length was changed on its way. */
function wholeText(object: RepositoryView["root"]): readonly (readonly [string, string])[] {
  if (typeof object?.text !== "string" || object.isBinary === true || object.isTruncated !== false) return [];
  return Buffer.byteLength(object.text) === object.byteSize ? [[object.oid, object.text]] : [];
}

/** A folder of that name is no registry. */
function blob(object: RepositoryView["root"]): string | null {
  return object?.__typename === "Blob" ? object.oid : null;
}

export function repositoryOf(view: RepositoryView): RepositoryFacts {
  return {
    owner: view.owner.login,
    name: view.name,
    id: view.databaseId,
    private: view.isPrivate,
    archived: view.isArchived,
    defaultBranch: view.defaultBranchRef?.name ?? null,
  };
}

async function pullLists(subject: PagedSubject, pull: PullView, options: ReadPullOptions) {
  const files = {
    ...{ repository: subject.repository, number: subject.number, changedFiles: pull.changedFiles },
    ...{ head: pull.headRefOid, base: pull.baseRef?.target?.oid ?? pull.baseRefOid },
  };
  const [labels, comments, reviews, changed, commits, inline] = await Promise.all([
    whole(subject, "labels", labelItem, pull.labels),
    whole(subject, "comments", commentItem, pull.comments),
    whole(subject, "reviews", reviewItem, pull.reviews),
    changedFiles(subject.client, files, pull.files),
    options.commits ? whole(subject, "commits", commitItem, pull.commits) : nothing,
    options.inline ? inlineComments(subject) : nothing,
  ]);
  return { labels, comments, reviews, changed, commits, inline };
}

const nothing: Listed<never> = { items: [], complete: true, total: 0 };

/** Where the one read tells of other pull requests with the same head; servers differ in how well they answer it. */
const TWINS = "repository.pullRequest.last.nodes.0.commit.associatedPullRequests";

/** Its place in the merge queue (R39): an installation may lack the right to see queues. */
const QUEUED = "repository.pullRequest.mergeQueueEntry";

function queuedOf({ mergeQueueEntry: entry }: Partial<Pick<PullView, "mergeQueueEntry">>): Pick<PullFacts, "queued"> {
  if (!entry?.headCommit || !entry.baseCommit) return {};
  return { queued: { headSha: entry.headCommit.oid, baseSha: entry.baseCommit.oid } };
}
/** What saves requests or adds proof; a server that does not answer it is asked in other ways. */
const BASE_HISTORY = "repository.pullRequest.baseRef.target.history";
const HEAD_HISTORY = "repository.pullRequest.last.nodes.0.commit.history";
const FORCED = "repository.pullRequest.forced";

/** Open pull requests with this very head (R17). */
function twinsOf(pull: PullView): readonly number[] {
  const associated = pull.last.nodes.flatMap((node) => node.commit.associatedPullRequests?.nodes ?? []);
  return others(
    pull,
    associated.filter((other) => other.state === "OPEN"),
  );
}

/** The same by REST, where GraphQL could not tell: never half-decided (R29). */
async function readTwins(client: Client, home: RepositoryName, pull: PullView): Promise<readonly number[]> {
  const path = `/repos/${home.owner}/${home.name}/commits/${pull.headRefOid}/pulls?per_page=100`;
  const answer = await client.rest("GET", path);
  const pulls = parsed(commitPulls, answer.data, "a commit's pull requests");
  const open = pulls.filter((other) => other.state === "open");
  return others(
    pull,
    open.map(({ number, head }) => ({ number, headRefOid: head.sha })),
  );
}

function others(
  pull: PullView,
  listed: readonly { readonly number: number; readonly headRefOid: string }[],
): readonly number[] {
  const twins = listed.filter((other) => other.headRefOid === pull.headRefOid && other.number !== pull.number);
  return [...new Set(twins.map((other) => other.number))].sort((a, b) => a - b);
}

export type PullLists = Awaited<ReturnType<typeof pullLists>>;

/** The facts of a pull request whose lists have been read. */
export function pullFacts(
  pull: PastView & Partial<Pick<PullView, "autoMergeRequest" | "mergeQueueEntry">>,
  home: RepositoryFacts,
  lists: PullLists,
  twins: readonly number[],
  at: Instant | null,
): PullFacts {
  const reviews = lists.reviews.items.map(reviewOf).filter((review) => review !== null);
  return {
    kind: "pull",
    ...subjectFacts(pull, home, lists.labels, lists.comments, at),
    ...(pull.updatedAt !== undefined && { updatedAt: instant(pull.updatedAt) }),
    draft: pull.isDraft,
    head: { sha: pull.headRefOid, ref: pull.headRefName, repository: headRepositoryOf(pull) },
    base: { ref: pull.baseRefName, sha: pull.baseRef?.target?.oid ?? pull.baseRefOid, noted: pull.baseRefOid },
    files: lists.changed,
    commits: { ...lists.commits, items: lists.commits.items.map(commitOf) },
    reviews: { ...lists.reviews, items: reviews },
    reviewComments: { ...lists.inline, items: lists.inline.items.map((item) => commentOf(item, "review-comment")) },
    twins,
    ...queuedOf(pull),
    history: new Map(),
    forced: forcedOf(pull),
    mergeable: mergeableOf(pull.mergeable),
    ...mergingOf(pull),
  };
}

function headRepositoryOf({ headRepository }: Pick<PullView, "headRepository">): RepositoryName | null {
  return headRepository ? { owner: headRepository.owner.login, name: headRepository.name } : null;
}

/** The parts of a view that older pull requests have as well. */
type PastView = Omit<PullView, "last" | "commits" | "autoMergeRequest" | "mergeQueueEntry">;

function mergingOf({
  autoMergeRequest: auto,
  mergeQueueEntry: queued,
  createdAt,
}: Parameters<typeof pullFacts>[0]): Pick<PullFacts, "merging"> {
  if (queued)
    return {
      merging: { way: "queue", by: accountOf(queued.enqueuer ?? null), at: instant(queued.enqueuedAt) },
    };
  if (!auto) return {};
  const at = instant(auto.enabledAt ?? createdAt);
  return { merging: { way: "auto-merge", by: accountOf(auto.enabledBy ?? null), at } };
}

/** Only commits whose parents are all told. */
function historyOf({ baseRef, last }: PullView): PullFacts["history"] {
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

function mergeableOf(word: string | null | undefined): PullFacts["mergeable"] {
  if (word === "MERGEABLE") return "mergeable";
  return word === "CONFLICTING" ? "conflicting" : "unknown";
}

function subjectFacts(
  view: z.infer<typeof issueView> | PastView,
  repository: RepositoryFacts,
  labels: Listed<{ id: string; name: string }>,
  comments: Listed<z.infer<typeof commentItem>>,
  at: Instant | null,
) {
  const said = comments.items.map((item) => commentOf(item, "comment"));
  const description: Utterance = {
    kind: "description",
    id: 0,
    nodeId: view.id,
    author: accountOf(view.author),
    body: view.body ?? "",
    calls: callsIn(view.body ?? ""),
    at: instant(view.createdAt),
    edited: Boolean(view.lastEditedAt),
    url: view.url,
  };
  return {
    repository,
    number: view.number,
    nodeId: view.id,
    title: view.title,
    state: stateOf(view.state),
    author: description.author,
    createdAt: description.at,
    description,
    comments: { ...comments, items: said },
    labels: { ...labels, items: labels.items.map(({ name }) => name) },
    labelIds: new Map(labels.items.map(({ id, name }) => [name, id])),
    // A server without a Date header: the latest moment it spoke of is surely past.
    readAt: at ?? Math.max(description.at, ...said.map((comment) => comment.at)),
  };
}

function stateOf(word: string): "open" | "closed" | "merged" {
  if (word === "OPEN") return "open";
  return word === "MERGED" ? "merged" : "closed";
}
