/** Asks GitHub who works on a repository: its collaborators, and who recently approved and merged what. */

import { z } from "zod";
import type { Client } from "../../github/client/client.ts";
import { Forbidden, Gone } from "../../github/client/errors.ts";
import { parsed } from "../../github/read/graphql-pages.ts";
import { A_PAGE, isLastPage } from "../../github/read/rest-pages.ts";
import type { RepositoryName } from "../../shared/names.ts";
import type { Activity, Collaborator, MergedPull } from "./init-types.ts";

const MAX_COLLABORATOR_PAGES = 20;
const MAX_PULL_PAGES = 6;

/** Throws GitHubError, Gone where there is no such repository to see. */
export async function readActivity(client: Client, repository: RepositoryName): Promise<Activity> {
  const pulls = await mergedPulls(client, repository);
  return { repository, pulls, collaborators: await collaborators(client, repository) };
}

const collaboratorView = z.array(
  z.object({
    login: z.string(),
    id: z.int(),
    type: z.string(),
    role_name: z.string().optional(),
    permissions: z
      .object({ admin: z.boolean(), maintain: z.boolean(), push: z.boolean(), triage: z.boolean() })
      .partial()
      .optional(),
  }),
);

async function collaborators(client: Client, { owner, name }: RepositoryName): Promise<readonly Collaborator[] | null> {
  const found: Collaborator[] = [];
  for (let page = 1; page <= MAX_COLLABORATOR_PAGES; page += 1) {
    const path = `/repos/${owner}/${name}/collaborators?per_page=${A_PAGE}&page=${page}`;
    const answer = await client.rest("GET", path).catch(unseen);
    if (answer === null) return null;
    const list: z.output<typeof collaboratorView> = parsed(collaboratorView, answer.data, "the collaborators");
    for (const { login, id, type, permissions } of list)
      if (type === "User") found.push({ login, id, permission: permissionOf(permissions ?? {}) });
    if (isLastPage(answer, list.length)) return found;
  }
  return found;
}

/** Only who may push may list them; that is no reason to stop. */
function unseen(error: unknown): null {
  if (error instanceof Gone || (error instanceof Forbidden && error.reason === "permission")) return null;
  throw error;
}

/** The role's name may be an organisation's own; what it lets do is what counts. */
function permissionOf(may: {
  readonly admin?: boolean | undefined;
  readonly maintain?: boolean | undefined;
  readonly push?: boolean | undefined;
  readonly triage?: boolean | undefined;
}): Collaborator["permission"] {
  if (may.admin) return "admin";
  if (may.maintain) return "maintain";
  if (may.push) return "write";
  return may.triage ? "triage" : "read";
}

const PULLS = `query Merged($owner: String!, $name: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequests(states: [MERGED], first: 50, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes {
        author { __typename login }
        mergedBy { __typename login }
        reviews(first: 50) { nodes { state author { __typename login } } }
        files(first: 100) { nodes { path } }
      }
    }
  }
}`;

const actor = z.object({ __typename: z.string(), login: z.string() }).nullish();
const pullsView = z.object({
  repository: z.object({
    pullRequests: z.object({
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
      nodes: z.array(
        z.object({
          author: actor,
          mergedBy: actor,
          reviews: z.object({ nodes: z.array(z.object({ state: z.string(), author: actor })) }).nullish(),
          files: z.object({ nodes: z.array(z.object({ path: z.string() })) }).nullish(),
        }),
      ),
    }),
  }),
});

async function mergedPulls(client: Client, { owner, name }: RepositoryName): Promise<readonly MergedPull[]> {
  const found: MergedPull[] = [];
  let after: string | null = null;
  for (let page = 0; page < MAX_PULL_PAGES; page += 1) {
    const answer = await client.graph({ name: "Merged", text: PULLS }, { owner, name, after });
    const { repository }: z.output<typeof pullsView> = parsed(pullsView, answer.data, "the merged pull requests");
    found.push(...repository.pullRequests.nodes.map(pullOf));
    after = repository.pullRequests.pageInfo.endCursor ?? null;
    if (!repository.pullRequests.pageInfo.hasNextPage || after === null) break;
  }
  return found;
}

type PullNode = z.output<typeof pullsView>["repository"]["pullRequests"]["nodes"][number];

function pullOf({ author, mergedBy, reviews, files }: PullNode): MergedPull {
  const approvals = (reviews?.nodes ?? []).filter(({ state }) => state === "APPROVED");
  const paths = (files?.nodes ?? []).map(({ path }) => path);
  return {
    author: personOf(author),
    mergedBy: personOf(mergedBy),
    approvedBy: [...new Set(approvals.flatMap((review) => personOf(review.author) ?? []))],
    folders: [...new Set(paths.map((path) => (path.includes("/") ? (path.split("/")[0] ?? "") : "")))],
  };
}

/** Bots hold no roles. */
function personOf(account: z.output<typeof actor>): string | null {
  return account?.__typename === "User" && !account.login.endsWith("[bot]") ? account.login : null;
}
