/** Who is asked to review a pull request at this moment. */

import { z } from "zod";
import type { RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { parsed } from "./graphql-pages.ts";

/** By login and by slug. */
export interface Reviewers {
  readonly people: readonly string[];
  readonly teams: readonly string[];
}

const requestsView = z.object({
  users: z.array(z.object({ login: z.string() })),
  teams: z.array(z.object({ slug: z.string() })),
});

export async function readRequestedReviewers(
  client: Client,
  { owner, name }: RepositoryName,
  number: number,
): Promise<Reviewers> {
  const { data } = await client.rest("GET", `/repos/${owner}/${name}/pulls/${number}/requested_reviewers`);
  const { users, teams } = parsed(requestsView, data, "review requests");
  return { people: users.map(({ login }) => login), teams: teams.map(({ slug }) => slug) };
}
