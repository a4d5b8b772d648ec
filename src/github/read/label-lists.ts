/** The labels of a repository, and those on an issue or pull request. */

import { z } from "zod";
import type { LabelId } from "../../model/facts.ts";
import { fullName, type RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { parsed } from "./graphql-pages.ts";
import { A_PAGE, isLastPage } from "./rest-pages.ts";

/** A repository with more labels than these pages hold has more than people can choose from. */
const MAX_PAGES = 10;

const labelsView = z.array(z.object({ name: z.string(), node_id: z.string() }));

export function readRepositoryLabels(client: Client, repository: RepositoryName): Promise<readonly LabelId[]> {
  return readLabels(client, `/repos/${fullName(repository)}/labels`);
}

/** GitHub takes pull requests for issues here. */
export function readSubjectLabels(
  client: Client,
  repository: RepositoryName,
  number: number,
): Promise<readonly LabelId[]> {
  return readLabels(client, `/repos/${fullName(repository)}/issues/${number}/labels`);
}

async function readLabels(client: Client, path: string): Promise<readonly LabelId[]> {
  const all: LabelId[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const answer = await client.rest("GET", `${path}?per_page=${A_PAGE}&page=${page}`);
    const some = parsed(labelsView, answer.data, "labels");
    all.push(...some.map(({ name, node_id: id }) => ({ name, id })));
    if (isLastPage(answer, some.length)) break;
  }
  return all;
}
