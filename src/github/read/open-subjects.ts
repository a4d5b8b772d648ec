/** Reads many open pull requests at a time, each only as far as its first pages, to judge them all by another registry. */

import type { PullFacts } from "../../model/facts.ts";
import type { RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { changedFiles } from "./changed-files.ts";
import { parsed } from "./graphql-pages.ts";
import type { Connection } from "./graphql-views.ts";
import { type FoundPullView, foundOpenAnswer } from "./many-views.ts";
import { foundOpenQuery } from "./queries.ts";
import { blobsOf, type RegistryBlobs, repositoryOf } from "./registry-head.ts";
import { pullFacts } from "./subject-facts.ts";

export interface OpenFound {
  readonly facts: PullFacts;
  /** The registry files of its repository. */
  readonly blobs: RegistryBlobs;
}

interface OpenRead {
  /** Last touched first. */
  readonly pulls: readonly OpenFound[];
  /** GitHub's count. */
  readonly total: number;
}

/** One request, and one more for each with renamed files. */
const MAX_COUNT = 25;

/** `everywhere`: all the owner's repositories that the token may see. `people`: also read who made each commit. */
export async function readOpen(
  client: Client,
  repository: RepositoryName,
  { everywhere, people }: { readonly everywhere: boolean; readonly people: boolean },
): Promise<OpenRead> {
  const scope = everywhere ? `user:${repository.owner}` : `repo:${repository.owner}/${repository.name}`;
  const query = { name: "FoundOpen", text: foundOpenQuery(people) };
  const answer = await client.graph(query, { query: `${scope} is:pr is:open sort:updated-desc`, first: MAX_COUNT });
  const { nodes, issueCount } = parsed(foundOpenAnswer, answer.data, "open pull requests").search;
  const pulls = await Promise.all(
    nodes.map(async (view) => ({ facts: await factsOf(client, view, answer.at), blobs: blobsOf(view.repository) })),
  );
  return { pulls, total: issueCount };
}

/** Lists with more than a page say that they are incomplete, and the gate then says that it cannot tell (R14). */
async function factsOf(client: Client, view: FoundPullView, at: number | null): Promise<PullFacts> {
  const home = repositoryOf(view.repository);
  const { number, changedFiles: count, files } = view;
  const changed =
    files?.pageInfo.hasNextPage === true
      ? { items: [], complete: false, total: count }
      : await changedFiles(
          client,
          {
            repository: home,
            number,
            changedFiles: count,
            head: view.headRefOid,
            base: view.baseRef?.target?.oid ?? view.baseRefOid,
          },
          files,
        );
  return await pullFacts(
    view,
    home,
    {
      labels: first(view.labels),
      comments: first(view.comments),
      reviews: first(view.reviews),
      changed,
      commits: view.commits ? first(view.commits) : { items: [], complete: true, total: 0 },
      // Commands in inline comments are known from the record alone.
      inline: { items: [], complete: false, total: 0 },
    },
    [],
    at,
  );
}

function first<T>(page: Connection<T> | null | undefined) {
  if (!page) return { items: [], complete: false, total: 0 };
  return { items: page.nodes, complete: !page.pageInfo.hasNextPage, total: page.totalCount };
}
