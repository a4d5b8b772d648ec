/** The reader: what GitHub says now about one pull request or issue, in one request for the usual one. */

import type { IssueFacts, Listed, PullFacts } from "../../model/facts.ts";
import type { RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { NotInSchema, Transient } from "../client/errors.ts";
import { failedOnce, type GraphAnswer } from "../client/graphql-answers.ts";
import { changedFiles } from "./changed-files.ts";
import { Moved, type PagedSubject, parsed, readInlineComments, readWholeList } from "./graphql-pages.ts";
import {
  commentItem,
  commitItem,
  issueAnswer,
  labelItem,
  type PullView,
  pullAnswer,
  type RepositoryView,
  reviewItem,
} from "./graphql-views.ts";
import { readPullsWithHead } from "./listings.ts";
import { type PageSizes, pageSizes } from "./page-sizes.ts";
import { issueQuery, pullQuery } from "./queries.ts";
import { type RegistryHead, registryHead, repositoryOf } from "./registry-head.ts";
import { historyOf, type PullLists, pullFacts, subjectFacts } from "./subject-facts.ts";

interface ReadIssueOptions {
  /** Name (of the same owner) of the repository that serves those without a registry of their own. */
  readonly registryRepo: string;
  /** Read the registries' texts along: for those that are not known yet. */
  readonly registryTexts: boolean;
  /** Remembers whose answers are too large; absent: nobody's are. */
  readonly sizes?: PageSizes;
}

interface ReadPullOptions extends ReadIssueOptions {
  /** Read commits with their people: only rules with `contributors-count: false` need them. */
  readonly commits: boolean;
  /** Read inline review comments: only once one of them carried a command. */
  readonly inline: boolean;
  /** The app of which the same request asks whether it has checks on the head; absent: this is not asked. */
  readonly checksOf?: number | undefined;
}

interface PullReading {
  readonly facts: PullFacts;
  readonly registryHead: RegistryHead;
  /** GitHub says that none of the app's checks is on the head. `false`: there is one, or it is not known. */
  readonly withoutChecks: boolean;
}

/** If GitHub fails to return the labels, or the owner's registry repository, only what needs them is unknown (R87). */
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
 * One reading of one state: repeated from the beginning if it changes between its answers (R36), and with smaller pages if an answer is
 * too large; if one took too long, at the next try, since GitHub may only be slow today (R53).
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

/** Where something is asked for; the id is that of the repository that is meant, if known. */
type Place = RepositoryName & { readonly id?: number };

/** Another repository bears that name by now: the one that is meant was renamed, moved or deleted. */
export class Namesake extends Error {
  override readonly name = "Namesake";
}

function assertMeant(meant: Place, { databaseId }: RepositoryView): void {
  if (meant.id === undefined || meant.id === databaseId) return;
  throw new Namesake(`${meant.owner}/${meant.name} is another repository by now`);
}

/** "absent": the pull request or its repository is not there, or not for this installation to see. Throws Namesake, too. */
export async function readPull(
  client: Client,
  repository: Place,
  number: number,
  options: ReadPullOptions,
): Promise<PullReading | "absent"> {
  try {
    return await wholeReading({ client, repository, number, options }, (size) =>
      readPullOnce(client, repository, number, { ...options, size }),
    );
  } catch (error) {
    // What only saves a request is not worth the reading, where a server cannot tell it.
    if (!(error instanceof NotInSchema) || options.checksOf === undefined) throw error;
    return await readPull(client, repository, number, { ...options, checksOf: undefined });
  }
}

interface Sized {
  readonly size: number;
}

async function readPullOnce(
  client: Client,
  repository: Place,
  number: number,
  options: ReadPullOptions & Sized,
): Promise<PullReading | "absent"> {
  const { size, checksOf } = options;
  const answer = await client.graph(
    {
      name: "Pull",
      text: pullQuery({ ...options, ownChecks: checksOf !== undefined }),
      optional: ["repository", "repository.pullRequest", "organisation"],
      unreliable: [TWINS, OWN_CHECKS, QUEUED, BASE_HISTORY, HEAD_HISTORY, FORCED, LABELS, ORGANISATION],
    },
    {
      ...subjectVariables(repository, number, options.registryRepo),
      size,
      ...(checksOf !== undefined && { app: checksOf }),
    },
  );
  const view = parsed(pullAnswer, answer.data, "a pull request");
  if (view.repository) assertMeant(repository, view.repository);
  const pull = view.repository?.pullRequest;
  if (!view.repository || !pull) return "absent";
  const home = repositoryOf(view.repository);
  const change = { head: pull.headRefOid, base: pull.baseRefName };
  const subject: PagedSubject = { client, repository: home, number, of: "pullRequest", change, size };
  const lists = await pullLists(subject, pull, options);
  const isTold = !answer.absent.has(TWINS) && areAllTwins(pull);
  const twins = isTold ? twinsOf(pull) : await readTwins(client, home, pull);
  const facts = {
    ...(await pullFacts(pull, home, lists, twins, answer.at)),
    history: historyOf(pull),
    ...(failedOnce(answer, QUEUED) && { mergingUnread: true as const }),
  };
  return {
    facts,
    registryHead: headOf(view.repository, view.organisation, answer),
    withoutChecks: isWithoutChecks(pull),
  };
}

/** What GitHub does not tell, or not completely, is unknown. */
function isWithoutChecks({ headRefOid, last }: PullView): boolean {
  const suites = last.nodes.find(({ commit }) => commit.oid === headRefOid)?.commit.checkSuites;
  if (!suites || suites.totalCount !== suites.nodes.length) return false;
  return suites.nodes.every((suite) => suite?.checkRuns?.totalCount === 0);
}

/** Like readPull, for an issue. */
export async function readIssue(
  client: Client,
  repository: Place,
  number: number,
  options: ReadIssueOptions,
): Promise<{ readonly facts: IssueFacts; readonly registryHead: RegistryHead } | "absent"> {
  return await wholeReading({ client, repository, number, options }, (size) =>
    readIssueOnce(client, repository, number, { ...options, size }),
  );
}

async function readIssueOnce(
  client: Client,
  repository: Place,
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
  if (view.repository) assertMeant(repository, view.repository);
  const issue = view.repository?.issue;
  if (!view.repository || !issue) return "absent";
  const home = repositoryOf(view.repository);
  const subject: PagedSubject = { client, repository: home, number, of: "issue", change: null, size };
  const [labels, comments] = await Promise.all([
    readWholeList(subject, "labels", labelItem, issue.labels),
    readWholeList(subject, "comments", commentItem, issue.comments),
  ]);
  const facts = { kind: "issue" as const, ...(await subjectFacts(issue, home, labels, comments, answer.at)) };
  return { facts, registryHead: headOf(view.repository, view.organisation, answer) };
}

function subjectVariables(repository: RepositoryName, number: number, registryRepo: string) {
  const { owner, name } = repository;
  return { owner, name, number, registryOwner: owner, registryName: registryRepo };
}

async function pullLists(subject: PagedSubject, pull: PullView, options: ReadPullOptions): Promise<PullLists> {
  const files = {
    repository: subject.repository,
    number: subject.number,
    changedFiles: pull.changedFiles,
    head: pull.headRefOid,
    base: pull.baseRef?.target?.oid ?? pull.baseRefOid,
  };
  const [labels, comments, reviews, changed, commits, inline] = await Promise.all([
    readWholeList(subject, "labels", labelItem, pull.labels),
    readWholeList(subject, "comments", commentItem, pull.comments),
    readWholeList(subject, "reviews", reviewItem, pull.reviews),
    changedFiles(subject.client, files, pull.files),
    options.commits ? readWholeList(subject, "commits", commitItem, pull.commits) : nothing,
    options.inline ? readInlineComments(subject) : nothing,
  ]);
  return { labels, comments, reviews, changed, commits, inline };
}

const nothing: Listed<never> = { items: [], complete: true, total: 0 };

/** The place where the one read tells of other pull requests with the same head; servers differ in how well they answer it. */
const TWINS = "repository.pullRequest.last.nodes.0.commit.associatedPullRequests";

const OWN_CHECKS = "repository.pullRequest.last.nodes.0.commit.checkSuites";

/** Its place in the merge queue (R39): an installation may lack the right to see queues. */
const QUEUED = "repository.pullRequest.mergeQueueEntry";

/** Saves requests or adds proof; a server that does not answer it is asked in other ways. */
const BASE_HISTORY = "repository.pullRequest.baseRef.target.history";
const HEAD_HISTORY = "repository.pullRequest.last.nodes.0.commit.history";
const FORCED = "repository.pullRequest.forced";

/** Closed ones are listed too, and those that only contain the commit: whoever opens and closes enough of them could hide one (R14). */
function areAllTwins({ last }: PullView): boolean {
  return last.nodes.every(({ commit }) => commit.associatedPullRequests?.pageInfo?.hasNextPage !== true);
}

/** Open pull requests with this very head (R17). */
function twinsOf(pull: PullView): readonly number[] {
  const associated = pull.last.nodes.flatMap((node) => node.commit.associatedPullRequests?.nodes ?? []);
  return others(
    pull,
    associated.filter((other) => other.state === "OPEN"),
  );
}

/** The same by REST, if GraphQL could not tell: nothing is decided on half of it (R29). */
async function readTwins(client: Client, home: RepositoryName, pull: PullView): Promise<readonly number[]> {
  const open = await readPullsWithHead(client, home, pull.headRefOid);
  return others(
    pull,
    open.map((number) => ({ number, headRefOid: pull.headRefOid })),
  );
}

function others(
  pull: PullView,
  listed: readonly { readonly number: number; readonly headRefOid: string }[],
): readonly number[] {
  const twins = listed.filter((other) => other.headRefOid === pull.headRefOid && other.number !== pull.number);
  return [...new Set(twins.map((other) => other.number))].sort((a, b) => a - b);
}
