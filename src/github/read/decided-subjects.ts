/** Finds issues and pull requests on which a decision has ended, by the labels of the outcomes: these remain when the database is lost. */

import { z } from "zod";
import type { JobSubject, RepositoryRef } from "../../model/job.ts";
import type { Client } from "../client/client.ts";
import { parsed } from "./graphql-pages.ts";

/** GitHub's search returns no more. */
const MAX_HITS = 1_000;

const DECIDED = `query Decided($query: String!, $after: String) {
  search(type: ISSUE, query: $query, first: 100, after: $after) {
    issueCount
    pageInfo { hasNextPage endCursor }
    nodes {
      __typename
      ... on Issue { number repository { ...Home } }
      ... on PullRequest { number repository { ...Home } }
    }
  }
}
fragment Home on Repository { databaseId name owner { login } isArchived }`;

const home = z.object({
  databaseId: z.int(),
  name: z.string(),
  owner: z.object({ login: z.string() }),
  isArchived: z.boolean(),
});
const decidedView = z.object({
  search: z.object({
    issueCount: z.int(),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
    nodes: z.array(
      z.union([
        z.object({ __typename: z.enum(["Issue", "PullRequest"]), number: z.int(), repository: home }),
        z.object({ __typename: z.string() }),
      ]),
    ),
  }),
});

export type DecidedSubject = Extract<JobSubject, { kind: "pull" | "issue" }> & { readonly repository: RepositoryRef };

interface DecidedSubjects {
  readonly subjects: readonly DecidedSubject[];
  /** GitHub returned all there are. */
  readonly isWhole: boolean;
}

/** For the owner's repositories that the client may see. */
export async function readDecidedSubjects(
  client: Client,
  owner: string,
  labels: readonly string[],
): Promise<DecidedSubjects> {
  const query = `org:${owner} label:${labels.map((name) => `"${name}"`).join(",")} sort:created-asc`;
  const subjects: DecidedSubject[] = [];
  let after: string | null = null;
  for (;;) {
    const answer = await client.graph({ name: "Decided", text: DECIDED }, { query, after });
    const { search }: z.output<typeof decidedView> = parsed(decidedView, answer.data, "a search for decisions");
    for (const node of search.nodes) {
      if (!("number" in node)) continue;
      const { __typename: type, number, repository } = node;
      const { databaseId: id, name } = repository;
      subjects.push({
        kind: type === "Issue" ? "issue" : "pull",
        repository: { owner: repository.owner.login, name, id },
        number,
      });
    }
    after = search.pageInfo.endCursor ?? null;
    if (!search.pageInfo.hasNextPage || after === null)
      return { subjects, isWhole: search.issueCount <= MAX_HITS && subjects.length >= search.issueCount };
  }
}
