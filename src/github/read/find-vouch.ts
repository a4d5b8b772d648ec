/** Finds a vouch in the app's own replies, by GitHub's search: one request. */

import { z } from "zod";
import type { Vouch } from "../../database/vouches.ts";
import { bareLogin } from "../../model/own-comment.ts";
import { unsealVouches } from "../../model/vouch-seal.ts";
import type { RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { actorView } from "./accounts.ts";
import { parsed } from "./graphql-pages.ts";

/** The most recently updated subjects, and the last comments of each: if the vouch is not among them, people are asked for it again. */
const VOUCHES = `query Vouches($query: String!) {
  search(type: ISSUE, query: $query, first: 10) {
    nodes {
      ... on Issue { comments(last: 100) { ...Said } }
      ... on PullRequest { comments(last: 100) { ...Said } }
    }
  }
}
fragment Said on IssueCommentConnection { nodes { body author { __typename login } } }`;

const commentsView = z.object({ nodes: z.array(z.object({ body: z.string(), author: actorView })) });
const vouchesView = z.object({ search: z.object({ nodes: z.array(z.object({ comments: commentsView.optional() })) }) });

interface VouchAsked {
  readonly repository: RepositoryName & { readonly id: number };
  readonly person: Vouch["person"];
  readonly botLogin: string;
  readonly keys: readonly Uint8Array[];
}

/** `null`: none is known to GitHub's search. Throws GitHubError where it cannot be asked. */
export async function findVouch(
  client: Client,
  { repository, person, botLogin, keys }: VouchAsked,
): Promise<Vouch | null> {
  const query = `repo:${repository.owner}/${repository.name} "vouched" "${person.login}" in:comments sort:updated-desc`;
  const { data } = await client.graph({ name: "Vouches", text: VOUCHES }, { query });
  const { search } = parsed(vouchesView, data, "a search");
  for (const { comments } of search.nodes) {
    for (const { body, author } of comments?.nodes ?? []) {
      if (author?.__typename !== "Bot" || bareLogin(author.login) !== bareLogin(botLogin)) continue;
      for (const { people, by, at } of unsealVouches(body, repository.id, keys))
        if (people.some(({ id }) => id === person.id)) return { person, by, at };
    }
  }
  return null;
}
