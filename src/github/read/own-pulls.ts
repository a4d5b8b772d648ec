/** The pull requests that the app opened in a repository from branches of one kind: the open ones, and those of the last years. */

import { z } from "zod";
import { type Instant, instant, type RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { isAppItself } from "./accounts.ts";
import { parsed } from "./graphql-pages.ts";
import { A_PAGE, isLastPage } from "./rest-pages.ts";

export interface OwnPull {
  readonly number: number;
  readonly url: string;
  readonly branch: string;
  readonly body: string;
  readonly openedAt: Instant;
  /** `null`: it is open. */
  readonly closedAt: Instant | null;
  readonly isMerged: boolean;
}

const pullView = z.object({
  number: z.int(),
  html_url: z.string(),
  body: z.string().nullish(),
  user: z.object({ login: z.string(), type: z.string().optional() }).nullish(),
  head: z.object({ ref: z.string() }),
  created_at: z.string(),
  updated_at: z.string(),
  closed_at: z.string().nullish(),
  merged_at: z.string().nullish(),
});

interface OwnPullsAsked {
  readonly botLogin: string;
  /** Whether a branch is of that kind. */
  readonly isMeant: (branch: string) => boolean;
  /** Closed ones that nothing happened to since then are left out. */
  readonly since: Instant;
}

const MAX_PAGES = 20;

export async function readOwnPulls(
  client: Client,
  repository: RepositoryName,
  asked: OwnPullsAsked,
): Promise<readonly OwnPull[]> {
  const open = await readPulls(client, repository, "open", asked);
  return [...open, ...(await readPulls(client, repository, "closed", asked))];
}

async function readPulls(
  client: Client,
  { owner, name }: RepositoryName,
  state: "open" | "closed",
  { botLogin, isMeant, since }: OwnPullsAsked,
): Promise<readonly OwnPull[]> {
  const found: OwnPull[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const query = `state=${state}&sort=updated&direction=desc&per_page=${A_PAGE}&page=${page}`;
    const answer = await client.rest("GET", `/repos/${owner}/${name}/pulls?${query}`);
    const view = parsed(z.array(pullView), answer.data, "pull requests");
    for (const one of view) if (isMeant(one.head.ref) && isAppItself(one.user, botLogin)) found.push(ownPull(one));
    const last = view.at(-1);
    if (isLastPage(answer, view.length) || (state === "closed" && last && instant(last.updated_at) < since)) break;
  }
  return found;
}

function ownPull(one: z.output<typeof pullView>): OwnPull {
  return {
    number: one.number,
    url: one.html_url,
    branch: one.head.ref,
    body: one.body ?? "",
    openedAt: instant(one.created_at),
    closedAt: one.closed_at == null ? null : instant(one.closed_at),
    isMerged: one.merged_at != null,
  };
}
