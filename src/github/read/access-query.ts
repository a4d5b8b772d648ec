/** The GraphQL query for teams, owners, accounts and direct collaborators, all in one request, and the views of its answer. */

import { z } from "zod";
import type { GraphQuery } from "../client/client.ts";

/** For each list, and for accounts. */
export const A_PAGE = 100;

const page = z.object({
  totalCount: z.int(),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
});
const nodes = <Item extends z.ZodType>(item: Item) => page.extend({ nodes: z.array(item.nullable()) });
const edges = <Item extends z.ZodType>(item: Item) => page.extend({ edges: z.array(item.nullable()) });

const account = z.object({ databaseId: z.number(), login: z.string() });
const invitation = z.object({
  createdAt: z.string(),
  invitee: account.extend({ databaseId: z.number().nullish() }).nullish(),
  inviterActor: z.object({ login: z.string() }).nullish(),
});
const permission = z.enum(["READ", "TRIAGE", "WRITE", "MAINTAIN", "ADMIN"]);

export const teamView = z.object({
  slug: z.string(),
  description: z.string().nullish(),
  privacy: z.string(),
  parentTeam: z.object({ slug: z.string() }).nullish(),
  members: nodes(account).nullish(),
  invitations: nodes(invitation).nullish(),
  repositories: edges(z.object({ permission, node: z.object({ name: z.string() }) })).nullish(),
});
export type TeamView = z.output<typeof teamView>;
export type InvitationView = z.output<typeof invitation>;

export const accountView = account.extend({ createdAt: z.string() });

/** If GitHub does not tell somebody's role, they may be an owner. */
export const ownersView = z.object({
  membersWithRole: edges(z.object({ role: z.string().nullish(), node: account.nullable() })),
});

const blob = z
  .object({ __typename: z.string() })
  .nullish()
  .transform((found) => found ?? null);
export const watchedView = z.object({
  name: z.string(),
  owner: z.object({ login: z.string() }),
  isPrivate: z.boolean(),
  isArchived: z.boolean(),
  root: blob,
  nested: blob,
  collaborators: edges(z.object({ permission, node: account })).nullish(),
});
export type WatchedView = z.output<typeof watchedView>;

const LISTS = {
  members: { more: ", membership: IMMEDIATE", fields: "nodes { databaseId login }" },
  invitations: {
    more: "",
    fields: "nodes { createdAt invitee { databaseId login } inviterActor { login } }",
  },
  repositories: { more: "", fields: "edges { permission node { name } }" },
} as const;
export type ListName = keyof typeof LISTS;

const PAGE = "totalCount pageInfo { hasNextPage endCursor }";

/** What remains to be read of a list; `after` null: from its beginning. */
export interface Rest {
  readonly list: ListName;
  readonly after: string | null;
}

interface AccessAsked {
  readonly owner: string;
  readonly teams: readonly { readonly slug: string; readonly rest: readonly Rest[] }[];
  readonly logins: readonly string[];
  readonly watched: readonly { readonly name: string; readonly after: string | null }[];
  readonly withOwners: boolean;
}

export const teamPath = (index: number) => `organization.t${index}`;
/** Who may read members may not always read these. */
const invitationsPath = (index: number) => `${teamPath(index)}.invitations`;
export const accountPath = (index: number) => `u${index}`;
export const watchedPath = (index: number) => `c${index}`;
/** By themselves: a list that cannot be null would take the teams along where it is refused. */
export const OWNERS = "owners";

const isOfOwner = ({ teams, watched, withOwners }: AccessAsked) => withOwners || teams.length + watched.length > 0;

export function accessQuery(all: AccessAsked): GraphQuery {
  const { teams, logins, watched, withOwners } = all;
  const declared = [
    ...(isOfOwner(all) ? ["$owner: String!"] : []),
    ...teams.map((_, index) => `$t${index}: String!`),
    ...teams.flatMap(({ rest }, index) => rest.map(({ list }) => `$${list}${index}: String`)),
    ...logins.map((_, index) => `$u${index}: String!`),
    ...watched.map((_, index) => `$c${index}: String!, $after${index}: String`),
  ];
  const asked = teams.map(({ rest }, index) => {
    const lists = rest.map(({ list }) => {
      const { more, fields } = LISTS[list];
      return `${list}(first: ${A_PAGE}, after: $${list}${index}${more}) { ${PAGE} ${fields} }`;
    });
    return `t${index}: team(slug: $t${index}) { slug description privacy parentTeam { slug } ${lists.join(" ")} }`;
  });
  const members = `membersWithRole(first: ${A_PAGE}) { ${PAGE} edges { role node { databaseId login } } }`;
  const parts = [
    ...(teams.length > 0 ? [`organization(login: $owner) {\n    ${asked.join("\n    ")}\n  }`] : []),
    ...(withOwners ? [`${OWNERS}: organization(login: $owner) { ${members} }`] : []),
    ...logins.map((_, index) => `u${index}: user(login: $u${index}) { databaseId login createdAt }`),
    ...watched.map((_, index) => `c${index}: ${watchedRepository(index)}`),
  ];
  const others = [...logins.map((_, index) => accountPath(index)), ...watched.map((_, index) => watchedPath(index))];
  const ofTeams = teams.map((_, index) => teamPath(index));
  return {
    name: "Access",
    text: `query Access(${declared.join(", ")}) {\n  ${parts.join("\n  ")}\n}`,
    optional: ["organization", OWNERS, ...ofTeams, ...others],
    unreliable: [...teams.map((_, index) => invitationsPath(index)), ...ofTeams, OWNERS, ...others],
  };
}

function watchedRepository(index: number): string {
  const files =
    'root: object(expression: "HEAD:roles.yaml") { __typename } nested: object(expression: "HEAD:.github/roles.yaml") { __typename }';
  const direct = `collaborators(first: ${A_PAGE}, after: $after${index}, affiliation: DIRECT) { ${PAGE} edges { permission node { databaseId login } } }`;
  return `repository(owner: $owner, name: $c${index}) { name owner { login } isPrivate isArchived ${files} ${direct} }`;
}

export function accessVariables(all: AccessAsked) {
  const { owner, teams, logins, watched } = all;
  const variables: Record<string, string | null> = isOfOwner(all) ? { owner } : {};
  for (const [index, { slug, rest }] of teams.entries()) {
    variables[`t${index}`] = slug;
    for (const { list, after } of rest) variables[`${list}${index}`] = after;
  }
  for (const [index, login] of logins.entries()) variables[`u${index}`] = login;
  for (const [index, { name, after }] of watched.entries()) {
    variables[`c${index}`] = name;
    variables[`after${index}`] = after;
  }
  return variables;
}
