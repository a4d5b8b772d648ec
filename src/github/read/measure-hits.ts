/** Reads the hits of searches as GitHub returned them. Titles and texts are judged here and passed on to nobody. */

import { z } from "zod";
import { isProposalBranch } from "../../promotions/inactivity/proposal-text.ts";
import { assignedBy, labelsBy, titleBy } from "../../promotions/measure/evidence.ts";
import type { ClosedIssue, Found, Hit, MeasureScope, Part, Trace } from "../../promotions/measure/measure-types.ts";
import { copiedFrom, saysDocs, takesBack } from "../../promotions/measure/pull-titles.ts";
import { type Instant, instant, type LoginKey, loginKey, sameName } from "../../shared/names.ts";
import { accountOf } from "./accounts.ts";
import { historyOf, timeline } from "./measure-history.ts";

const repository = z.object({ nameWithOwner: z.string(), isPrivate: z.boolean() });
const author = z.object({ __typename: z.string(), login: z.string() }).nullable();
const time = z.iso.datetime();
const page = { pageInfo: z.object({ hasNextPage: z.boolean() }) };
const backwards = { pageInfo: z.object({ hasPreviousPage: z.boolean() }) };
const labels = z.object({ ...page, nodes: z.array(z.object({ name: z.string() })) });

const node = z.object({
  __typename: z.enum(["PullRequest", "Issue"]),
  number: z.number(),
  title: z.string(),
  body: z.string().nullish(),
  createdAt: time,
  updatedAt: time,
  closedAt: time.nullish(),
  mergedAt: time.nullish(),
  mergedBy: author.nullish(),
  headRefName: z.string().nullish(),
  author,
  repository,
  labels: labels.nullish(),
  timelineItems: timeline,
  files: z.object({ ...page, nodes: z.array(z.object({ path: z.string() })) }).nullish(),
  reviews: z
    .object({
      ...backwards,
      nodes: z.array(
        z.object({
          submittedAt: time.nullish(),
          body: z.string().nullish(),
          comments: z.object({ ...page, nodes: z.array(z.object({ body: z.string() })) }).nullish(),
        }),
      ),
    })
    .nullish(),
  comments: z
    .object({ ...backwards, nodes: z.array(z.object({ createdAt: time, body: z.string(), author })) })
    .nullish(),
  closingIssuesReferences: z
    .object({
      ...page,
      nodes: z.array(
        z.object({
          number: z.number(),
          state: z.string(),
          stateReason: z.string().nullish(),
          closedAt: time.nullish(),
          repository,
          labels: labels.nullish(),
          timelineItems: timeline,
        }),
      ),
    })
    .nullish(),
});
type Node = z.output<typeof node>;

const answer = z.object({
  issueCount: z.number(),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
  nodes: z.array(node.nullable()),
});

const account = z.object({ databaseId: z.number().nullish(), login: z.string() }).nullish();

/** One page of a search. An answer of another shape, or with holes, is a failed search: nothing may be concluded from it. */
export function pageOf(data: unknown, scope: MeasureScope, login: string): Found {
  const read = answer.safeParse(data);
  if (!read.success || read.data.nodes.some((hit) => hit === null)) return { kind: "failed" };
  const { issueCount, pageInfo, nodes } = read.data;
  const hits = nodes.flatMap((hit) => (hit === null ? [] : [hitOf(hit, scope, login)]));
  return { kind: "hits", hits, total: issueCount, next: pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null };
}

/** The pages of one search, joined. */
export function withPage(before: Found | undefined, more: Found): Found {
  if (before === undefined || before.kind === "failed") return more;
  // What was found stays true; that there is more stays unknown.
  if (more.kind === "failed") return { ...before, next: null, total: Math.max(before.total, before.hits.length + 1) };
  const once = new Map([...before.hits, ...more.hits].map((hit) => [`${hit.repository}#${hit.number}`, hit]));
  return { kind: "hits", hits: [...once.values()], total: more.total, next: more.next };
}

/** The id of the account that has the login now; `null`: none, or GitHub did not say. */
export function accountIdOf(data: unknown): number | null {
  const read = account.safeParse(data);
  return (read.success ? read.data?.databaseId : null) ?? null;
}

function hitOf(hit: Node, scope: MeasureScope, login: string): Hit {
  const own = loginKey(login);
  const context = { login, until: lastMoment(hit, scope) };
  const history = historyOf(hit.timelineItems);
  const title = titleBy(hit.title, history, context);
  const inTime = labelsBy(hit.labels?.nodes.map(({ name }) => name) ?? [], history, context);
  return {
    of: hit.__typename === "Issue" ? "issue" : "pull",
    ...named(hit),
    createdAt: instant(hit.createdAt),
    updatedAt: instant(hit.updatedAt),
    closedAt: moment(hit.closedAt),
    mergedAt: moment(hit.mergedAt),
    never: neverCounts(hit, scope, own),
    ...copyIn(hit),
    docsTitle: saysDocs(title, scope.docs),
    labels: { items: inTime.items, more: hit.labels?.pageInfo.hasNextPage ?? true },
    doubtfulLabels: inTime.doubtful,
    assigned: assignedBy(history, context),
    files: part(hit.files, ({ path }) => path),
    reviews: reviewsOf(hit, context.until),
    comments: commentsOf(hit, own, context.until),
    closes: part(hit.closingIssuesReferences, (issue) => closedIssue(issue, scope, login)),
  };
}

function copyIn({ __typename, title, body, headRefName }: Node): Pick<Hit, "copyOf"> {
  if (__typename === "Issue") return {};
  const copyOf = copiedFrom({ title, body: body ?? "", branch: headRefName ?? "" });
  return copyOf === null ? {} : { copyOf };
}

function named({ repository, number }: Pick<Node, "repository" | "number">) {
  return { repository: repository.nameWithOwner, number, private: repository.isPrivate };
}

function moment(at: string | null | undefined) {
  return at === null || at === undefined ? null : instant(at);
}

function part<T, U>(
  list: { readonly pageInfo: { readonly hasNextPage: boolean }; readonly nodes: readonly T[] } | null | undefined,
  make: (item: T) => U,
): Part<U> {
  // A list that GitHub left out is not an empty one.
  if (!list) return { items: [], more: true };
  return { items: list.nodes.map(make), more: list.pageInfo.hasNextPage };
}

/** Evidence may have been added until then (R48): until the merge or the closing, and until the nomination at the latest. */
function lastMoment(
  { mergedAt, closedAt }: Pick<Node, "mergedAt" | "closedAt">,
  { asked = Number.POSITIVE_INFINITY, anything }: Pick<MeasureScope, "asked" | "anything">,
): Instant {
  if (anything === true) return asked;
  return Math.min(asked, moment(mergedAt ?? closedAt) ?? asked);
}

/** Bots' work, what takes back other work, and the promotion's own traces. */
function neverCounts(hit: Node, scope: MeasureScope, own: LoginKey): Hit["never"] {
  if (isLate(hit, scope, own)) return "late";
  if (scope.anything === true) return isOfItself(hit, scope) || isAboutLeaving(hit) ? "own" : null;
  if (hit.author !== null && accountOf(hit.author)?.type === "Bot") return "bot";
  if (isOfItself(hit, scope) || hit.headRefName?.startsWith("rung/")) return "own";
  return hit.__typename === "PullRequest" && takesBack(hit.title, hit.body ?? "") ? "revert" : null;
}

function isOfItself(hit: Node, { own }: MeasureScope): boolean {
  return own.some(
    ({ repository, number }) => number === hit.number && sameName(repository, hit.repository.nameWithOwner),
  );
}

/** Statements on a pull request that asks somebody whether they want to go on are no sign of work. */
function isAboutLeaving({ headRefName }: Node): boolean {
  return headRefName != null && isProposalBranch(headRefName);
}

/** Added by the candidate after the nomination; but something that somebody else merged since has others' approval. */
function isLate(
  { createdAt, mergedAt, mergedBy, author: by }: Node,
  { asked = Number.POSITIVE_INFINITY }: MeasureScope,
  own: LoginKey,
): boolean {
  const isOwn = by !== null && loginKey(by.login) === own;
  if (!isOwn) return false;
  if (!mergedAt) return instant(createdAt) > asked;
  return instant(mergedAt) > asked && (!mergedBy || loginKey(mergedBy.login) === own);
}

function reviewsOf({ reviews }: Node, until: Instant): Part<Trace> {
  if (!reviews) return { items: [], more: true };
  const items = reviews.nodes.flatMap((review) =>
    // Not submitted: a review that only its author can see. After the merge: no review of what was merged.
    review.submittedAt && instant(review.submittedAt) <= until
      ? [{ at: instant(review.submittedAt), onlyCommands: false, ...saidIn(review) }]
      : [],
  );
  return { items, more: reviews.pageInfo.hasPreviousPage };
}

/** The text of a review includes its comments on lines. */
function saidIn({ body, comments }: NonNullable<Node["reviews"]>["nodes"][number]): Pick<Trace, "said"> {
  if (typeof body !== "string" || !comments) return {};
  const length = [body, ...comments.nodes.map((remark) => remark.body)].reduce(
    (sum, text) => sum + saidLength(text),
    0,
  );
  return { said: { length, more: comments.pageInfo.hasNextPage } };
}

function commentsOf({ comments }: Node, own: string, until: Instant): Hit["comments"] {
  if (!comments) return { items: [], more: true, readFrom: null };
  const items = comments.nodes
    .filter((comment) => comment.author !== null && loginKey(comment.author.login) === own)
    .filter(({ createdAt }) => instant(createdAt) <= until)
    .map(({ createdAt, body }) => ({
      at: instant(createdAt),
      onlyCommands: isOnlyCommands(body),
      said: { length: saidLength(body), more: false },
    }));
  const [oldest] = comments.nodes;
  return {
    items,
    more: comments.pageInfo.hasPreviousPage,
    readFrom: oldest === undefined ? null : instant(oldest.createdAt),
  };
}

const COMMAND = /^ {0,3}\/[a-z][a-z-]*(\s|$)/i;

function isOnlyCommands(body: string): boolean {
  return body.split(/\r?\n/).every((line) => line.trim() === "" || COMMAND.test(line));
}

/** Characters without lines of commands and of what is quoted from others. */
function saidLength(body: string): number {
  const own = body.split(/\r?\n/).filter((line) => !COMMAND.test(line) && !/^ {0,3}>/.test(line));
  return [
    ...own
      .map((line) => line.trim())
      .join("\n")
      .trim(),
  ].length;
}

type Closing = NonNullable<Node["closingIssuesReferences"]>["nodes"][number];

function closedIssue(issue: Closing, scope: MeasureScope, login: string): ClosedIssue {
  const names = issue.labels?.nodes.map(({ name }) => name) ?? [];
  const inTime = labelsBy(names, historyOf(issue.timelineItems), { login, until: lastMoment(issue, scope) });
  return {
    ...named(issue),
    labels: inTime.items,
    doubtfulLabels: inTime.doubtful,
    done: issue.state === "CLOSED" && issue.stateReason !== "NOT_PLANNED" && issue.stateReason !== "DUPLICATE",
    closedAt: moment(issue.closedAt),
  };
}
