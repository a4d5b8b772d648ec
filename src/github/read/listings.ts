/** Lists what an installation covers: its repositories, and a repository's open pull requests. */

import { z } from "zod";
import type { RepositoryRef } from "../../model/job.ts";
import type { Instant, RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { repositoryPath } from "../client/repository-path.ts";
import { parsed } from "./graphql-pages.ts";
import { commitPulls, openPullsAnswer } from "./graphql-views.ts";
import { OPEN_PULLS } from "./queries.ts";
import { type RegistryHead, registryHead } from "./registry-head.ts";
import { A_PAGE, isLastPage } from "./rest-pages.ts";

interface OpenPull {
  readonly number: number;
  readonly headSha: string;
  readonly baseRef: string;
}

type OpenPullsView = z.infer<typeof openPullsAnswer>;

interface OpenPulls {
  readonly repository: RepositoryRef;
  readonly pulls: readonly OpenPull[];
  /** Where the registry is. */
  readonly registryHead: RegistryHead;
  /** GitHub's clock. */
  readonly readAt: Instant;
}

/**
 * Every open pull request; `null` if the repository does not exist, cannot be seen, or is archived. `registryRepo`: the owner's
 * repository in which to look for a registry, besides this one.
 */
export async function readOpenPulls(
  client: Client,
  repository: RepositoryName,
  registryRepo: string,
): Promise<OpenPulls | null> {
  const { owner, name } = repository;
  const pulls: OpenPull[] = [];
  let after: string | null = null;
  for (;;) {
    const query = { name: "OpenPulls", text: OPEN_PULLS, optional: ["repository", "organisation"] };
    const answer = await client.graph(query, { owner, name, after, registryOwner: owner, registryName: registryRepo });
    const { repository: view, organisation }: OpenPullsView = parsed(
      openPullsAnswer,
      answer.data,
      "open pull requests",
    );
    if (!view || view.isArchived) return null;
    for (const pull of view.pullRequests.nodes)
      pulls.push({ number: pull.number, headSha: pull.headRefOid, baseRef: pull.baseRefName });
    after = view.pullRequests.pageInfo.endCursor ?? null;
    if (view.pullRequests.pageInfo.hasNextPage && after !== null) continue;
    return {
      repository: { owner: view.owner.login, name: view.name, id: view.databaseId },
      pulls,
      registryHead: registryHead(view, organisation),
      readAt: answer.at ?? Date.now(),
    };
  }
}

const repositoriesView = z.object({
  total_count: z.number(),
  repositories: z.array(
    z.object({
      id: z.number(),
      name: z.string(),
      owner: z.object({ login: z.string() }),
      archived: z.boolean().nullish(),
    }),
  ),
});

/** Every repository the installation covers, archived ones left out: nothing can be written there. */
export async function readInstallationRepositories(client: Client): Promise<readonly RepositoryRef[]> {
  const found: RepositoryRef[] = [];
  let seen = 0;
  for (let page = 1; ; page += 1) {
    const { data } = await client.rest("GET", `/installation/repositories?per_page=100&page=${page}`);
    const view = parsed(repositoriesView, data, "the installation's repositories");
    for (const repository of view.repositories) {
      if (!repository.archived) found.push({ owner: repository.owner.login, name: repository.name, id: repository.id });
    }
    seen += view.repositories.length;
    if (view.repositories.length === 0 || seen >= view.total_count) return found;
  }
}

/** Numbers of the open pull requests whose head is this commit. */
export async function readPullsWithHead(
  client: Client,
  repository: RepositoryName,
  headSha: string,
): Promise<readonly number[]> {
  const path = `${repositoryPath(repository)}/commits/${headSha}/pulls?per_page=${A_PAGE}`;
  const found: number[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await client.rest("GET", page === 1 ? path : `${path}&page=${page}`);
    const pulls = parsed(commitPulls, answer.data, "a commit's pull requests");
    for (const { number, state, head } of pulls) if (state === "open" && head.sha === headSha) found.push(number);
    if (isLastPage(answer, pulls.length)) return found;
  }
}
