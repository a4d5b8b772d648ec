/** Complete lists of an organisation, its repositories and its teams, for those who need all of it. */

import { z } from "zod";
import type { RepositoryRef } from "../../model/job.ts";
import type { Client, GraphQuery } from "../client/client.ts";
import { Gone } from "../client/errors.ts";
import { parsed } from "./graphql-pages.ts";

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() });

interface List<Node extends z.ZodType> {
  readonly name: string;
  readonly field: "repositories" | "teams";
  readonly fields: string;
  readonly node: Node;
}

/** Throws if GitHub does not return all of it. */
async function all<Node extends z.ZodType>(
  client: Client,
  owner: string,
  { name, field, fields, node }: List<Node>,
): Promise<readonly z.output<Node>[]> {
  const connection = z.object({ pageInfo, nodes: z.array(node) });
  const view = z.object({ organization: z.object({ list: connection }).nullish() });
  const query: GraphQuery = {
    name,
    text: `query ${name}($owner: String!, $after: String) {
  organization(login: $owner) {
    list: ${field}(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { ${fields} } }
  }
}`,
    optional: ["organization"],
  };
  const found: z.output<Node>[] = [];
  let after: string | null = null;
  for (;;) {
    const answer = await client.graph(query, { owner, after });
    const { organization }: z.output<typeof view> = parsed(view, answer.data, field);
    if (!organization) throw new Gone(`${owner} is no organisation, or none that this token may see`);
    found.push(...organization.list.nodes);
    after = organization.list.pageInfo.endCursor ?? null;
    if (!organization.list.pageInfo.hasNextPage || after === null) return found;
  }
}

const REPOSITORIES = {
  name: "OrganizationRepositories",
  field: "repositories",
  fields: "databaseId name owner { login } isArchived",
  node: z.object({
    databaseId: z.number(),
    name: z.string(),
    owner: z.object({ login: z.string() }),
    isArchived: z.boolean(),
  }),
} as const;

/** Archived ones left out. */
export async function organizationRepositories(client: Client, owner: string): Promise<readonly RepositoryRef[]> {
  const found = await all(client, owner, REPOSITORIES);
  return found
    .filter(({ isArchived }) => !isArchived)
    .map(({ databaseId: id, name, owner: { login } }) => ({ owner: login, name, id }));
}

const TEAMS = {
  name: "OrganizationTeams",
  field: "teams",
  fields: "slug name",
  node: z.object({ slug: z.string(), name: z.string() }),
} as const;

/** Those that can be seen, by slug. */
export async function organizationTeams(client: Client, owner: string) {
  return await all(client, owner, TEAMS);
}

const membershipView = z.object({ organization: z.object({ viewerIsAMember: z.boolean() }).nullish() });

/** Whether the caller is one of its members: others see only some of them. `null`: GitHub does not tell. */
export async function isMember(client: Client, owner: string): Promise<boolean | null> {
  const query: GraphQuery = {
    name: "ViewerMembership",
    text: "query ViewerMembership($owner: String!) { organization(login: $owner) { viewerIsAMember } }",
    optional: ["organization"],
    unreliable: ["organization"],
  };
  const { data } = await client.graph(query, { owner });
  return parsed(membershipView, data, "a membership").organization?.viewerIsAMember ?? null;
}
