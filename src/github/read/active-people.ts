/** Who had pull requests merged lately, by GitHub's search: a hundred pull requests a request. */

import { z } from "zod";
import { isoDay } from "../../shared/dates.ts";
import { type Instant, type LoginKey, loginKey } from "../../shared/names.ts";
import type { Person } from "../../shared/person-sets.ts";
import type { Client } from "../client/client.ts";
import { actorView } from "./accounts.ts";
import { parsed } from "./graphql-pages.ts";

const MAX_PAGES = 5;

const ACTIVE = `query Active($query: String!, $after: String) {
  search(type: ISSUE, query: $query, first: 100, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes { ... on PullRequest { author { __typename login ... on User { databaseId } } } }
  }
}`;
const activeView = z.object({
  search: z.object({
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
    nodes: z.array(z.object({ author: actorView.optional() })),
  }),
});

interface ActivePeople {
  readonly people: readonly Person[];
  /** There are more than were looked at: the pull requests touched last were. */
  readonly truncated: boolean;
  /** By GitHub's clock. */
  readonly now: Instant;
}

/** `since` null: everybody on the pages. */
export async function readActivePeople(client: Client, owner: string, since: Instant | null): Promise<ActivePeople> {
  const people = new Map<LoginKey, Person>();
  let after: string | null = null;
  let now: number = Date.now();
  const from = since === null ? "" : ` merged:>=${isoDay(since)}`;
  const query = `org:${owner} is:pr is:merged${from} sort:updated-desc`;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await client.graph({ name: "Active", text: ACTIVE }, { query, after });
    const { search }: z.output<typeof activeView> = parsed(activeView, answer.data, "a search");
    now = answer.at ?? now;
    for (const { author } of search.nodes) {
      if (author?.__typename !== "User" || author.login.endsWith("[bot]")) continue;
      people.set(loginKey(author.login), { login: author.login, id: author.databaseId ?? null });
    }
    after = search.pageInfo.endCursor ?? null;
    if (!search.pageInfo.hasNextPage || after === null) return { people: [...people.values()], truncated: false, now };
  }
  return { people: [...people.values()], truncated: true, now };
}
