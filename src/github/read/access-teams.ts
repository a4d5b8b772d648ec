/** Reads teams with their members and invitations, owners, and accounts by login: all of them in one request for each hundred members. */
import { z } from "zod";
import type { Permission } from "../../registry/access/access-key.ts";
import type { AccessAccount, AccountFacts, Invitation, Known, TeamFacts } from "../../registry/access/access-world.ts";
import { type Instant, instant } from "../../shared/names.ts";
import type { Client, GraphQuery } from "../client/client.ts";
import { unread, whyUnread } from "./access-list.ts";
import { parsed } from "./graphql-pages.ts";

export interface TeamsAsked {
  readonly owner: string;
  /** Slugs. */
  readonly teams: readonly string[];
  readonly logins: readonly string[];
  /** What the teams may do in repositories as well. */
  readonly repositories: boolean;
  /** Requests at most; absent: as many as it takes. */
  readonly rounds?: number;
}

export interface TeamsRead {
  /** By slug in lower case. */
  readonly teams: ReadonlyMap<string, Known<TeamFacts | null>>;
  /** By login in lower case. */
  readonly accounts: ReadonlyMap<string, Known<AccountFacts | null>>;
  /** By slug in lower case, what the team has by repository's name in lower case. */
  readonly permissions: ReadonlyMap<string, Known<ReadonlyMap<string, Permission>>>;
  /** `null`: the organisation has more members than came along, so that its owners are to be asked for. */
  readonly owners: readonly AccessAccount[] | null;
  /** GitHub's clock at the first answer; `null`: it told none. */
  readonly at: Instant | null;
}

/** Of each list of each team, and of accounts. */
const A_PAGE = 100;
/** GitHub's own most for a team is far below. */
const MAX_ROUNDS = 500;

const page = <Item extends z.ZodType>(item: Item) =>
  z.object({
    totalCount: z.int(),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
    nodes: z.array(item.nullable()),
  });

const who = z.object({ databaseId: z.number().nullish(), login: z.string() });
const member = z.object({ databaseId: z.number(), login: z.string() });
const invitation = z.object({
  createdAt: z.string(),
  invitee: who.nullish(),
  inviterActor: z.object({ login: z.string() }).nullish(),
});
const permission = z.enum(["READ", "TRIAGE", "WRITE", "MAINTAIN", "ADMIN"]);
const held = z.object({ permission, node: z.object({ name: z.string() }) });
const heldPage = page(z.unknown())
  .omit({ nodes: true })
  .extend({ edges: z.array(held.nullable()) });

const teamView = z.object({
  slug: z.string(),
  description: z.string().nullish(),
  privacy: z.string(),
  parentTeam: z.object({ slug: z.string() }).nullish(),
  members: page(member).optional(),
  invitations: page(invitation).nullish(),
  repositories: heldPage.optional(),
});
const accountView = z.object({ databaseId: z.number(), login: z.string(), createdAt: z.string() });
const answerView = z.looseObject({ organization: z.record(z.string(), z.unknown()).nullish() });
const ownersView = page(z.unknown())
  .omit({ nodes: true })
  .extend({ edges: z.array(z.object({ role: z.string().nullish(), node: member.nullable() }).nullable()) })
  .nullish();

const PAGE = "totalCount pageInfo { hasNextPage endCursor }";
const LISTS = {
  members: {
    arguments: ", membership: IMMEDIATE",
    fields: `${PAGE} nodes { databaseId login }`,
  },
  invitations: {
    arguments: "",
    fields: `${PAGE} nodes { createdAt invitee { databaseId login } inviterActor { login } }`,
  },
  repositories: { arguments: "", fields: `${PAGE} edges { permission node { name } }` },
} as const;
type ListName = keyof typeof LISTS;

/** What is still to be read of a team's list; `after` null: its beginning. */
interface Rest {
  readonly list: ListName;
  readonly after: string | null;
}

/** A team as far as it was read. */
interface Reading {
  readonly slug: string;
  readonly rest: readonly Rest[];
  readonly team: Omit<TeamFacts, "members" | "invitations"> | null;
  readonly members: readonly AccessAccount[];
  /** `null`: GraphQL does not tell them. */
  readonly invitations: readonly Invitation[] | null;
  readonly permissions: readonly (readonly [string, Permission])[];
  /** Items that GitHub says there are, over all its lists, less those that came. */
  readonly missing: number;
  readonly failed: Extract<Known<never>, { readonly kind: "unread" }> | null;
}

export async function readTeams(client: Client, asked: TeamsAsked): Promise<TeamsRead> {
  const slugs = [...new Set(asked.teams.map((slug) => slug.toLowerCase()))];
  const lists: readonly ListName[] = asked.repositories
    ? ["members", "invitations", "repositories"]
    : ["members", "invitations"];
  let teams = slugs.map((slug) => unstarted(slug, lists));
  let logins = [...new Set(asked.logins.map((login) => login.toLowerCase()))];
  const accounts = new Map<string, Known<AccountFacts | null>>();
  let at: Instant | null = null;
  let owners: readonly AccessAccount[] | null = null;
  for (let round = 0; round < (asked.rounds ?? MAX_ROUNDS); round += 1) {
    const open = teams.filter(({ rest }) => rest.length > 0);
    const some = logins.slice(0, A_PAGE);
    if (round > 0 && open.length === 0 && some.length === 0) break;
    logins = logins.slice(A_PAGE);
    const answer = await ask(client, { owner: asked.owner, teams: open, logins: some, withOwners: round === 0 });
    at ??= answer.at;
    owners ??= answer.owners;
    for (const [login, account] of answer.accounts) accounts.set(login, account);
    teams = teams.map((team) => answer.teams.get(team.slug) ?? team);
  }
  return {
    teams: new Map(teams.map((team) => [team.slug, factsOf(team)])),
    permissions: new Map(teams.map((team) => [team.slug, permissionsOf(team)])),
    accounts,
    owners,
    at,
  };
}

function unstarted(slug: string, lists: readonly ListName[]): Reading {
  const rest = lists.map((list) => ({ list, after: null }));
  return { slug, rest, team: null, members: [], invitations: [], permissions: [], missing: 0, failed: null };
}

interface Round {
  readonly teams: ReadonlyMap<string, Reading>;
  readonly accounts: ReadonlyMap<string, Known<AccountFacts | null>>;
  readonly owners: readonly AccessAccount[] | null;
  readonly at: Instant | null;
}

interface RoundAsked {
  readonly owner: string;
  readonly teams: readonly Reading[];
  readonly logins: readonly string[];
  readonly withOwners: boolean;
}

async function ask(client: Client, asked: RoundAsked): Promise<Round> {
  const { owner, teams, logins } = asked;
  const variables: Record<string, string | null> = isOfOwner(asked) ? { owner } : {};
  for (const [index, { slug, rest }] of teams.entries()) {
    variables[`t${index}`] = slug;
    for (const { list, after } of rest) variables[`${list}${index}`] = after;
  }
  for (const [index, login] of logins.entries()) variables[`u${index}`] = login;
  try {
    const answer = await client.graph(queryOf(asked), variables);
    const view = parsed(answerView, answer.data, "teams");
    const { organization = null } = view;
    const said = (path: string) => answer.refusals?.get(path) ?? "";
    const read = (team: Reading, index: number): Reading => {
      const path = `organization.t${index}`;
      if (organization === null && teams.length > 0)
        return failing(team, unread("forbidden", `${owner} is no organisation that the app may see`));
      if (answer.absent.has(path)) return failing(team, refused(said(path)));
      return readOn(team, parsed(teamView.nullable(), organization?.[`t${index}`] ?? null, `team ${team.slug}`));
    };
    const looked = (login: string, index: number) => {
      const found = parsed(accountView.nullable(), view[`u${index}`] ?? null, `account ${login}`);
      return [login, { kind: "known", value: found && accountOf(found) }] as const;
    };
    return {
      teams: new Map(teams.map((team, index) => [team.slug, read(team, index)])),
      accounts: new Map(logins.map(looked)),
      owners: ownersIn(parsed(ownersView, organization?.membersWithRole ?? null, "members")),
      at: answer.at,
    };
  } catch (error) {
    const why = whyUnread(error);
    if (why === null) throw error;
    const failed = unread(why, error instanceof Error ? error.message : "");
    return {
      teams: new Map(teams.map((team) => [team.slug, failing(team, failed)])),
      accounts: new Map(logins.map((login) => [login, failed])),
      owners: null,
      at: null,
    };
  }
}

/** GraphQL tells why in words alone. */
function refused(said: string): Extract<Known<never>, { readonly kind: "unread" }> {
  const isForbidden = /not accessible|forbidden|must (have|be)|permission/i.test(said);
  return unread(isForbidden ? "forbidden" : "failed", said);
}

function isOfOwner({ teams, withOwners }: RoundAsked): boolean {
  return withOwners || teams.length > 0;
}

const MEMBERS = `membersWithRole(first: ${A_PAGE}) { ${PAGE} edges { role node { databaseId login } } }`;

function queryOf(round: RoundAsked): GraphQuery {
  const { teams, logins, withOwners } = round;
  const cursors = teams.flatMap(({ rest }, index) => rest.map(({ list }) => `$${list}${index}: String`));
  const names = [...teams.map((_, index) => `$t${index}: String!`), ...logins.map((_, index) => `$u${index}: String!`)];
  const owner = isOfOwner(round) ? ["$owner: String!"] : [];
  const asked = teams.map(({ rest }, index) => {
    const lists = rest.map(({ list }) => {
      const { arguments: more, fields } = LISTS[list];
      return `${list}(first: ${A_PAGE}, after: $${list}${index}${more}) { ${fields} }`;
    });
    return `t${index}: team(slug: $t${index}) { slug description privacy parentTeam { slug } ${lists.join(" ")} }`;
  });
  const fields = [...asked, ...(withOwners ? [MEMBERS] : [])];
  const organization = isOfOwner(round) ? `organization(login: $owner) {\n    ${fields.join("\n    ")}\n  }` : "";
  const users = logins.map((_, index) => `u${index}: user(login: $u${index}) { databaseId login createdAt }`);
  return {
    name: "Access",
    text: `query Access(${[...owner, ...names, ...cursors].join(", ")}) {\n  ${[organization, ...users].join("\n  ")}\n}`,
    optional: ["organization", ...logins.map((_, index) => `u${index}`)],
    unreliable: [
      ...teams.map((_, index) => `organization.t${index}.invitations`),
      ...teams.map((_, index) => `organization.t${index}`),
      "organization.membersWithRole",
    ],
  };
}

/** `null`: there are more members. */
function ownersIn(read: z.output<typeof ownersView>): readonly AccessAccount[] | null {
  if (!read || read.pageInfo.hasNextPage || read.edges.length !== read.totalCount) return null;
  return read.edges.flatMap((edge) => (edge?.role === "ADMIN" ? accountsIn(edge.node) : []));
}

function failing(team: Reading, failed: Reading["failed"]): Reading {
  return { ...team, rest: [], failed };
}

function readOn(before: Reading, view: z.output<typeof teamView> | null): Reading {
  if (view === null) {
    const isGone = before.team !== null;
    return isGone ? failing(before, unread("failed", "it changed while it was read")) : { ...before, rest: [] };
  }
  if (before.rest.some(({ list }) => list !== "invitations" && (view[list] ?? null) === null))
    return failing(before, unread("failed", "GitHub did not tell all of it"));
  const known = before.rest.flatMap(({ list, after }) => pageOf(view, list, after) ?? []);
  const lacksInvitations =
    (view.invitations ?? null) === null && before.rest.some(({ list }) => list === "invitations");
  const invitations = lacksInvitations ? null : before.invitations;
  return {
    ...before,
    team: before.team ?? {
      slug: view.slug,
      description: view.description ?? null,
      privacy: view.privacy === "SECRET" ? "secret" : "visible",
      parent: view.parentTeam?.slug ?? null,
      fromIdentityProvider: null,
    },
    rest: known.flatMap(({ rest }) => rest),
    members: [...before.members, ...(view.members?.nodes ?? []).flatMap(accountsIn)],
    invitations: invitations && [...invitations, ...(view.invitations?.nodes ?? []).flatMap(invitationsIn)],
    permissions: [...before.permissions, ...(view.repositories?.edges ?? []).flatMap(permissionsIn)],
    missing: before.missing + known.reduce((sum, { total, came }) => sum + total - came, 0),
  };
}

interface ListPage {
  readonly rest: readonly Rest[];
  /** With the first page all there are, with later ones none more. */
  readonly total: number;
  readonly came: number;
}

function pageOf(view: z.output<typeof teamView>, list: ListName, after: string | null): ListPage | null {
  const read = view[list] ?? null;
  if (read === null) return null;
  const { hasNextPage, endCursor } = read.pageInfo;
  const items = "edges" in read ? read.edges : read.nodes;
  const rest = hasNextPage ? [{ list, after: endCursor ?? null }] : [];
  return { rest, total: after === null ? read.totalCount : 0, came: items.length };
}

function accountsIn(node: z.output<typeof member> | null): readonly AccessAccount[] {
  return node === null ? [] : [{ id: node.databaseId, login: node.login }];
}

function invitationsIn(node: z.output<typeof invitation> | null): readonly Invitation[] {
  if (node === null) return [];
  const { invitee, inviterActor: by, createdAt } = node;
  return [
    {
      login: invitee?.login ?? null,
      id: invitee?.databaseId ?? null,
      sentAt: instant(createdAt),
      by: by?.login ?? null,
    },
  ];
}

const LEVELS = { READ: "read", TRIAGE: "triage", WRITE: "write", MAINTAIN: "maintain", ADMIN: "admin" } as const;

function permissionsIn(edge: z.output<typeof held> | null): readonly (readonly [string, Permission])[] {
  return edge === null ? [] : [[edge.node.name.toLowerCase(), LEVELS[edge.permission]]];
}

function accountOf({ databaseId: id, login, createdAt }: z.output<typeof accountView>): AccountFacts {
  return { id, login, createdAt: instant(createdAt), type: "User" };
}

/** Less or more than GitHub says there are: somebody came or went while the pages were read. */
function whyNotWhole({ failed, missing, rest }: Reading): Reading["failed"] {
  if (failed !== null) return failed;
  if (rest.length > 0) return unread("failed", "it has more members than were asked for");
  return missing === 0 ? null : unread("failed", "it changed while it was read");
}

function factsOf(reading: Reading): Known<TeamFacts | null> {
  const why = whyNotWhole(reading);
  if (why !== null) return why;
  const { team, members, invitations } = reading;
  if (team === null) return { kind: "known", value: null };
  const value: TeamFacts = {
    ...team,
    members: { kind: "known", value: members },
    invitations:
      invitations === null
        ? unread("failed", "GitHub did not tell its invitations")
        : { kind: "known", value: invitations },
  };
  return { kind: "known", value };
}

function permissionsOf(reading: Reading): Known<ReadonlyMap<string, Permission>> {
  return whyNotWhole(reading) ?? { kind: "known", value: new Map(reading.permissions) };
}
