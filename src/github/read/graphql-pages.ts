/** Reads the further pages of a subject's lists, so that a hundred items are never taken for all (R14). */

import type { z } from "zod";
import type { Listed } from "../../model/facts.ts";
import type { RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Transient } from "../client/errors.ts";
import { type CommentItem, type Connection, inlineItem, pageAnswer, reviewCommentsAnswer } from "./graphql-views.ts";
import { type ListName, pageQuery, REVIEW_COMMENTS } from "./queries.ts";

export interface PagedSubject {
  readonly client: Client;
  readonly repository: RepositoryName;
  readonly number: number;
  readonly of: "pullRequest" | "issue";
  /** The state at which the first page was read: a page of another head or base belongs to another decision (R36). */
  readonly change: { readonly head: string; readonly base: string } | null;
  /** How many items of each list are asked for at once. */
  readonly size: number;
}

/** The subject changed between two answers: they are of no use together, and everything is read again. */
export class Moved extends Transient {}

/** For one kind of item: with more, the list says that it is incomplete. */
const MAX_ITEMS = 10_000;

/** Takes an answer through its view; a shape that is not GitHub's proves nothing either way. */
export function parsed<T extends z.ZodType>(view: T, data: unknown, what: string): z.output<T> {
  const result = view.safeParse(data);
  if (result.success) return result.data;
  const where = result.error.issues[0]?.path.join(".") ?? "";
  throw new Transient(`${what}: not the expected shape at ${where || "the top"}`, { cause: result.error });
}

/** The whole list that begins with `first`; `null` (GitHub did not say) is incomplete, never empty. */
export async function readWholeList<T extends z.ZodType>(
  subject: PagedSubject,
  list: ListName,
  item: T,
  first: Connection<z.output<T>> | null | undefined,
): Promise<Listed<z.output<T>>> {
  if (!first) return { items: [], complete: false, total: 0 };
  if (!first.pageInfo.hasNextPage) return listOf([...first.nodes], first, true);
  const items = [...first.nodes];
  let page = first;
  while (page.pageInfo.hasNextPage && items.length < MAX_ITEMS) {
    page = await nextPage(subject, list, item, page.pageInfo.endCursor ?? null);
    if (page.totalCount !== first.totalCount) throw moved(subject, list);
    items.push(...page.nodes);
  }
  return listOf(items, page, !page.pageInfo.hasNextPage);
}

function listOf<T>(items: readonly T[], last: Connection<unknown>, ended: boolean): Listed<T> {
  return { items, complete: ended && items.length >= last.totalCount, total: Math.max(last.totalCount, items.length) };
}

async function nextPage<T extends z.ZodType>(
  subject: PagedSubject,
  list: ListName,
  item: T,
  after: string | null,
): Promise<Connection<z.output<T>>> {
  const { owner, name } = subject.repository;
  const query = { name: "Page", text: pageQuery(list, subject.of) };
  const { number, size, change } = subject;
  const answer = await subject.client.graph(query, { owner, name, number, after, size });
  const view = parsed(pageAnswer(item), answer.data, `a page of ${list}`).repository.subject;
  if (change !== null && (view.headRefOid !== change.head || view.baseRefName !== change.base))
    throw moved(subject, list);
  return view.page;
}

function moved({ number }: PagedSubject, list: ListName): Moved {
  return new Moved(`#${number} changed while its ${list} were read`);
}

/** Every inline comment: reviews have lists of them, so it is a list of lists. */
export async function readInlineComments(subject: PagedSubject): Promise<Listed<CommentItem>> {
  const reviews = await readWholeList(
    subject,
    "inline",
    inlineItem,
    await nextPage(subject, "inline", inlineItem, null),
  );
  const items: CommentItem[] = [];
  let total = 0;
  let complete = reviews.complete;
  for (const review of reviews.items) {
    const comments = await wholeReview(subject, review.id, review.comments);
    items.push(...comments.items);
    total += comments.total;
    complete &&= comments.complete;
  }
  return { items, complete, total };
}

async function wholeReview(
  subject: PagedSubject,
  id: string,
  first: Connection<CommentItem>,
): Promise<Listed<CommentItem>> {
  const items = [...first.nodes];
  let page = first;
  while (page.pageInfo.hasNextPage && items.length < MAX_ITEMS) {
    const query = { name: "ReviewComments", text: REVIEW_COMMENTS };
    const answer = await subject.client.graph(query, {
      id,
      size: subject.size,
      after: page.pageInfo.endCursor ?? null,
    });
    page = parsed(reviewCommentsAnswer, answer.data, "a page of inline comments").node.page;
    items.push(...page.nodes);
  }
  return listOf(items, page, !page.pageInfo.hasNextPage);
}
