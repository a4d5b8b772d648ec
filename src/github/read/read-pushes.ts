/** Reads who pushed to a branch from the repository's activity: asked only where it matters and no event told (R41). */

import { z } from "zod";
import type { PullFacts } from "../../model/facts.ts";
import type { Push } from "../../model/pull-record.ts";
import { instant } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { isLastingAnswer } from "../client/errors.ts";
import { repositoryPath } from "../client/repository-path.ts";
import { parsed } from "./graphql-pages.ts";
import { A_PAGE, isLastPage } from "./rest-pages.ts";

const activityView = z.array(
  z.object({
    before: z.string(),
    after: z.string(),
    timestamp: z.string(),
    actor: z.object({ login: z.string(), id: z.number() }).nullish(),
  }),
);

/**
 * Every push to the head's branch since the pull request was opened, and earlier ones that the first page shows, in one request. `null`
 * if GitHub does not tell: the fork is gone or private, the page is too short, or a pusher's account is gone.
 */
export async function readPushes(client: Client, { head, createdAt }: PullFacts): Promise<readonly Push[] | null> {
  const { repository, ref } = head;
  if (!repository) return null;
  const query = `ref=${encodeURIComponent(`refs/heads/${ref}`)}&per_page=${A_PAGE}`;
  try {
    const answer = await client.rest("GET", `${repositoryPath(repository)}/activity?${query}`);
    const found = parsed(activityView, answer.data, "a branch's activity");
    const oldest = found.at(-1);
    if (!isLastPage(answer, found.length) && oldest !== undefined && instant(oldest.timestamp) > createdAt) return null;
    if (found.some(({ actor }) => !actor)) return null;
    return found.flatMap(({ before, after, actor }) =>
      actor ? [{ sha: after, before, by: { login: actor.login, id: actor.id } }] : [],
    );
  } catch (error) {
    if (isLastingAnswer(error)) return null;
    throw error;
  }
}
