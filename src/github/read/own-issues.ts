/** The issues that the app itself opened in a repository, open and closed ones. */

import { z } from "zod";
import type { RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Gone } from "../client/errors.ts";
import { isAppItself } from "./accounts.ts";
import { parsed } from "./graphql-pages.ts";
import { A_PAGE, isLastPage } from "./rest-pages.ts";

export interface OwnIssue {
  readonly number: number;
  readonly isOpen: boolean;
  readonly body: string;
}

const issueView = z.object({
  number: z.int(),
  state: z.string(),
  body: z.string().nullish(),
  user: z.object({ login: z.string(), type: z.string().optional() }).nullish(),
  pull_request: z.unknown().optional(),
  /** Ends with `/owner/name`: a transferred issue is told apart by its new place. */
  repository_url: z.string().optional(),
});

/** GitHub lists the app's pull requests among them; this many pages are searched if the database does not know the issue. */
const MAX_PAGES = 30;

/** The oldest first. Throws Gone if the repository has no issues, or cannot be seen. */
export async function readOwnIssues(
  client: Client,
  repository: RepositoryName,
  botLogin: string,
): Promise<readonly OwnIssue[]> {
  const found: OwnIssue[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const asked = `creator=${encodeURIComponent(botLogin)}&state=all&sort=created&direction=asc`;
    const answer = await client.rest("GET", `${issues(repository)}?${asked}&per_page=${A_PAGE}&page=${page}`);
    const view = parsed(z.array(issueView), answer.data, "issues");
    for (const one of view) if (isOwn(one, botLogin)) found.push(ownIssue(one));
    if (isLastPage(answer, view.length)) break;
  }
  return found;
}

/** `null`: it was deleted, or is another repository's now. */
export async function readOwnIssue(
  client: Client,
  repository: RepositoryName,
  { number, botLogin }: { readonly number: number; readonly botLogin: string },
): Promise<OwnIssue | null> {
  try {
    const { data } = await client.rest("GET", `${issues(repository)}/${number}`);
    const view = parsed(issueView, data, "an issue");
    return view.number === number && isOwn(view, botLogin) && isHere(view, repository) ? ownIssue(view) : null;
  } catch (error) {
    if (error instanceof Gone) return null;
    throw error;
  }
}

function isOwn({ user, pull_request: pull }: z.output<typeof issueView>, botLogin: string): boolean {
  return pull === undefined && isAppItself(user, botLogin);
}

function isHere({ repository_url: url }: z.output<typeof issueView>, { owner, name }: RepositoryName): boolean {
  return url === undefined || url.toLowerCase().endsWith(`/${owner}/${name}`.toLowerCase());
}

function ownIssue({ number, state, body }: z.output<typeof issueView>): OwnIssue {
  return { number, isOpen: state === "open", body: body ?? "" };
}

function issues({ owner, name }: RepositoryName): string {
  return `/repos/${owner}/${name}/issues`;
}
