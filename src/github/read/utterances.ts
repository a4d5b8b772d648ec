/** Turns what GitHub tells of comments, reviews and commits into facts. Pure. */

import type { z } from "zod";
import { callsIn } from "../../commands/text/parse-commands.ts";
import { prepared } from "../../gate/prepared-calls.ts";
import type { Call } from "../../model/call.ts";
import type { CommitFacts, Review, ReviewState, Utterance } from "../../model/facts.ts";
import { MAX_PLAIN_TEXT, textDigest } from "../../model/text-digest.ts";
import { type Account, instant } from "../../shared/names.ts";
import { Transient } from "../client/errors.ts";
import { accountOf } from "./accounts.ts";
import type { CommentItem, CommitItem, reviewItem } from "./graphql-views.ts";

/** What is asked of each text, or of all of them at once, is worked out ahead: who waits then waits for no pile of them (R53). */
function weighed<Spoken extends Utterance>(spoken: Spoken): Spoken {
  if (spoken.body.length > MAX_PLAIN_TEXT) textDigest(spoken);
  return spoken;
}

/** The commands of a text, ready for the gate. */
export function callsOf(text: string): readonly Call[] {
  return prepared(callsIn(text));
}

/** A comment of the conversation, or an inline one, which GitHub dates by when it was drafted. */
export function commentOf(item: CommentItem, kind: "comment" | "review-comment"): Utterance {
  const editor = accountOf(item.editor ?? null);
  const written = instant(item.createdAt);
  const at = Math.max(written, item.publishedAt ? instant(item.publishedAt) : written);
  return weighed({
    kind,
    id: numericId(item),
    nodeId: item.id,
    author: accountOf(item.author),
    body: item.body,
    calls: callsOf(item.body),
    at,
    ...(written < at && { draftedAt: written }),
    edited: Boolean(item.lastEditedAt),
    ...(editor && { editor }),
    url: item.url,
  });
}

/** `null` for a review that is not submitted yet: it is its writer's draft. */
export function reviewOf(item: z.infer<typeof reviewItem>): Review | null {
  const state = reviewState(item.state);
  if (state === null || item.submittedAt === null) return null;
  const editor = accountOf(item.editor ?? null);
  return weighed({
    kind: "review",
    id: numericId(item),
    nodeId: item.id,
    author: accountOf(item.author),
    body: item.body,
    calls: callsOf(item.body),
    at: instant(item.submittedAt),
    edited: Boolean(item.lastEditedAt),
    ...(editor && { editor }),
    url: item.url,
    state,
    commit: item.commit?.oid ?? null,
  });
}

function reviewState(state: string): ReviewState | null {
  switch (state) {
    case "APPROVED":
    case "CHANGES_REQUESTED":
    case "COMMENTED":
    case "DISMISSED":
      return state;
    case "PENDING":
      return null;
    default:
      throw new Transient(`a review in the unknown state ${state.slice(0, 40)}`);
  }
}

interface Identified {
  readonly fullDatabaseId?: string | number | null | undefined;
  readonly url: string;
}

/**
 * GitHub's numeric ids left 32 bits behind, where GraphQL's `databaseId` cannot follow and is an error; `fullDatabaseId` can, and
 * a server that does not fill it still carries the id in the web address.
 */
function numericId({ fullDatabaseId, url }: Identified): number {
  const inAddress = /(?:issuecomment-|pullrequestreview-|discussion_r)(\d+)/.exec(url)?.[1];
  const id = Number(fullDatabaseId ?? inAddress);
  if (!Number.isSafeInteger(id) || id <= 0) throw new Transient("an utterance without a numeric id");
  return id;
}

/**
 * Everyone who had a hand in a commit (R2). A commit made on the web was committed by GitHub for its author, and signed, so GitHub is
 * not counted as a committer there. If there are more authors than GitHub lists, somebody unknown is among them.
 */
export function commitOf({ commit }: CommitItem): CommitFacts {
  const people = commit.authors.nodes.map(({ user }) => personOf(user));
  if (commit.authors.totalCount > commit.authors.nodes.length) people.push(null);
  if (!commit.committedViaWeb) people.push(personOf(commit.committer?.user));
  return { sha: commit.oid, parents: commit.parents.nodes.map(({ oid }) => oid), people };
}

function personOf(user: { login: string; databaseId?: number | null | undefined } | null | undefined): Account | null {
  return user ? accountOf({ __typename: "User", login: user.login, databaseId: user.databaseId }) : null;
}
