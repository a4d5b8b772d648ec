/** Finds people who said `/quiet` in the app's own comments, by GitHub's search. */

import { z } from "zod";
import type { Quiet } from "../../database/growth-quiets.ts";
import { bareLogin } from "../../model/own-comment.ts";
import { unsealSaidQuiets } from "../../model/said-quiet-seal.ts";
import { declinedBy } from "../../promotions/growth/quiet.ts";
import { nominationIn, unsealPromotion } from "../../promotions/record-marker.ts";
import { statusContext } from "../../promotions/status-seal.ts";
import { isoDay } from "../../shared/dates.ts";
import type { Instant } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { actorView } from "./accounts.ts";
import { parsed } from "./graphql-pages.ts";

/** GitHub's search returns a thousand subjects; of each, the last comments are searched. */
const QUIETS = `query Quiets($query: String!, $after: String) {
  search(type: ISSUE, query: $query, first: 10, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes {
      ... on Issue { number repository { databaseId } comments(last: 100) { ...Said } }
      ... on PullRequest { number repository { databaseId } comments(last: 100) { ...Said } }
    }
  }
}
fragment Said on IssueCommentConnection { nodes { body author { __typename login } } }`;

const commentsView = z.object({ nodes: z.array(z.object({ body: z.string(), author: actorView })) });
const subject = z.object({ number: z.int(), repository: z.object({ databaseId: z.int() }), comments: commentsView });
const quietsView = z.object({
  search: z.object({
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
    nodes: z.array(subject.partial()),
  }),
});

interface QuietsAsked {
  readonly owner: string;
  /** Whatever has not changed since then has expired. */
  readonly since: Instant;
  readonly botLogin: string;
  readonly keys: readonly Uint8Array[];
}

/** Said by `/quiet` or its cancel form, or by withdrawing one's own promotion. Throws GitHubError if GitHub cannot be asked. */
export async function findQuiets(client: Client, asked: QuietsAsked): Promise<readonly Quiet[]> {
  const { owner, keys } = asked;
  const answers = await ownComments(client, asked, "ready for a next role");
  const statuses = await ownComments(client, asked, "Withdrawn by");
  return [
    ...answers.flatMap(({ body }) => unsealSaidQuiets(body, owner, keys)),
    ...statuses.flatMap(({ body, repositoryId, number }) => {
      const id = nominationIn(body);
      if (id === null) return [];
      const opened = unsealPromotion(body, statusContext({ repositoryId, number }, id), keys);
      const declined = opened.kind === "ok" ? declinedBy(opened.record) : null;
      return declined === null ? [] : [declined];
    }),
  ];
}

interface OwnComment {
  readonly body: string;
  readonly repositoryId: number;
  readonly number: number;
}

async function ownComments(
  client: Client,
  { owner, since, botLogin }: QuietsAsked,
  words: string,
): Promise<readonly OwnComment[]> {
  const from = isoDay(since);
  const query = `user:${owner} "${words}" in:comments updated:>=${from} sort:updated-desc`;
  const found: OwnComment[] = [];
  let after: string | null = null;
  do {
    const { data } = await client.graph({ name: "Quiets", text: QUIETS }, { query, after });
    const { search }: z.output<typeof quietsView> = parsed(quietsView, data, "a search");
    for (const { number, repository, comments } of search.nodes) {
      if (number === undefined || repository === undefined) continue;
      for (const { body, author } of comments?.nodes ?? [])
        if (author?.__typename === "Bot" && bareLogin(author.login) === bareLogin(botLogin))
          found.push({ body, repositoryId: repository.databaseId, number });
    }
    after = search.pageInfo.hasNextPage ? (search.pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  return found;
}
