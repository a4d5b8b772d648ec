/** Reads teams with their members and invitations, owners, and accounts by login: everything in one request for each hundred members. */

import { z } from "zod";
import type { Permission } from "../../registry/access/access-key.ts";
import type {
  AccessAccount,
  AccountFacts,
  RepositoryFacts,
  TeamFacts,
  Unread,
  WholeOrUnread,
} from "../../registry/access/access-world.ts";
import { type Instant, instant } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Transient } from "../client/errors.ts";
import type { GraphAnswer } from "../client/graphql-answers.ts";
import { unread, whyUnread } from "./access-list.ts";
import {
  A_PAGE,
  accessQuery,
  accessVariables,
  accountPath,
  accountView,
  OWNERS,
  ownersView,
  teamPath,
  teamView,
  watchedPath,
  watchedView,
} from "./access-query.ts";
import { type CollaboratorReading, collaboratorsOn, shut, unopened, watchedFacts } from "./collaborator-reading.ts";
import { parsed } from "./graphql-pages.ts";
import { accountOf, factsOf, failing, permissionsOf, readOn, type TeamReading, unstarted } from "./team-reading.ts";

export interface TeamsAsked {
  readonly owner: string;
  /** Slugs. */
  readonly teams: readonly string[];
  readonly logins: readonly string[];
  /** Also what the teams may do in repositories. */
  readonly repositories: boolean;
  /** The most requests to make; absent: as many as it takes. */
  readonly rounds?: number;
  /** Repositories to which people may have been given access themselves; absent: none is looked at. */
  readonly watched?: WatchedRepositories;
}

export interface WatchedRepositories {
  /** The registry's own repository. */
  readonly home: string;
  /** Other repositories; those with a registry of their own are left out. */
  readonly others: readonly string[];
  /** Private ones as well. */
  readonly privateToo: boolean;
}

export interface TeamsRead {
  /** By slug in lower case. */
  readonly teams: ReadonlyMap<string, WholeOrUnread<TeamFacts | null>>;
  /** By login in lower case. */
  readonly accounts: ReadonlyMap<string, WholeOrUnread<AccountFacts | null>>;
  /** By slug in lower case, what the team has by repository's name in lower case. */
  readonly permissions: ReadonlyMap<string, WholeOrUnread<ReadonlyMap<string, Permission>>>;
  /** The direct collaborators of the watched ones that have no registry of their own. */
  readonly watched: readonly RepositoryFacts[];
  /** `null`: they are not told completely in this way, and have to be asked for. */
  readonly owners: readonly AccessAccount[] | null;
  /** GitHub's clock at the first answer; `null`: it told none. */
  readonly at: Instant | null;
}

/** GitHub's own most for a team is far below. */
const MAX_ROUNDS = 500;
/** This many teams are few enough to ask about in one go. */
const FEW_TEAMS = 25;

export async function readTeams(client: Client, asked: TeamsAsked): Promise<TeamsRead> {
  const { owner } = asked;
  const slugs = [...new Set(asked.teams.map((slug) => slug.toLowerCase()))];
  const lists = ["members", "invitations", ...(asked.repositories ? (["repositories"] as const) : [])] as const;
  let teams: readonly TeamReading[] = slugs.map((slug) => unstarted(slug, lists));
  const { home = "", others = [], privateToo = false } = asked.watched ?? {};
  const names = new Set([home, ...others].map((name) => name.toLowerCase()).filter((name) => name !== ""));
  let watched = [...names].map((name) => unopened(name, name === home.toLowerCase()));
  let logins = [...new Set(asked.logins.map((login) => login.toLowerCase()))];
  const accounts = new Map<string, WholeOrUnread<AccountFacts | null>>();
  let at: Instant | null = null;
  let owners: readonly AccessAccount[] | null = null;
  for (let round = 0; round < (asked.rounds ?? MAX_ROUNDS); round += 1) {
    const open = teams.filter(({ rest }) => rest.length > 0);
    const some = logins.slice(0, A_PAGE);
    const looked = watched.filter(({ isOpen }) => isOpen).slice(0, A_PAGE);
    if (round > 0 && open.length + some.length + looked.length === 0) break;
    logins = logins.slice(A_PAGE);
    const wanted = { owner, teams: open, logins: some, watched: looked, privateToo, withOwners: round === 0 };
    const answer = await ask(client, wanted);
    at ??= answer.at;
    owners ??= answer.owners;
    for (const [login, account] of answer.accounts) accounts.set(login, account);
    teams = teams.map((team) => answer.teams.get(team.slug) ?? team);
    watched = watched.map((one) => answer.watched.get(one.name) ?? one);
  }
  const permissions = new Map(teams.map((team) => [team.slug, permissionsOf(team)]));
  return {
    teams: new Map(teams.map((team) => [team.slug, factsOf(team)])),
    permissions,
    accounts,
    owners,
    at,
    watched: watched.flatMap((one) => watchedFacts(one) ?? []),
  };
}

interface Round {
  readonly teams: ReadonlyMap<string, TeamReading>;
  readonly watched: ReadonlyMap<string, CollaboratorReading>;
  readonly accounts: ReadonlyMap<string, WholeOrUnread<AccountFacts | null>>;
  readonly owners: readonly AccessAccount[] | null;
  readonly at: Instant | null;
}

interface RoundAsked {
  readonly owner: string;
  readonly teams: readonly TeamReading[];
  readonly logins: readonly string[];
  readonly watched: readonly CollaboratorReading[];
  readonly privateToo: boolean;
  readonly withOwners: boolean;
}

async function ask(client: Client, asked: RoundAsked): Promise<Round> {
  try {
    return roundOf(await client.graph(accessQuery(asked), accessVariables(asked)), asked);
  } catch (error) {
    if (error instanceof Transient && error.tooMuch !== null && asked.teams.length > FEW_TEAMS)
      return await inHalves(client, asked);
    const why = whyUnread(error);
    if (why === null) throw error;
    const failed = unread(why, error instanceof Error ? error.message : "");
    return {
      teams: new Map(asked.teams.map((team) => [team.slug, failing(team, failed)])),
      accounts: new Map(asked.logins.map((login) => [login, failed])),
      watched: new Map(asked.watched.map((one) => [one.name, shut(one, failed)])),
      owners: null,
      at: null,
    };
  }
}

/** It took GitHub too long. */
async function inHalves(client: Client, asked: RoundAsked): Promise<Round> {
  const half = Math.ceil(asked.teams.length / 2);
  const one = await ask(client, { ...asked, teams: asked.teams.slice(0, half) });
  const others = { teams: asked.teams.slice(half), logins: [], watched: [], withOwners: false };
  const other = await ask(client, { ...asked, ...others });
  return { ...one, teams: new Map([...one.teams, ...other.teams]) };
}

const answerView = z.looseObject({
  organization: z.record(z.string(), z.unknown()).nullish(),
  [OWNERS]: ownersView.nullish(),
});

type Answered = GraphAnswer & { readonly at: number | null };

function roundOf(answer: Answered, { owner, teams, logins, watched, privateToo }: RoundAsked): Round {
  const { data, refusals } = answer;
  const view = parsed(answerView, data, "teams");
  const { organization = null } = view;
  const refused = (path: string): Unread | null => {
    const why = answer.forbidden?.has(path) === true ? "forbidden" : "failed";
    return answer.failed?.has(path) === true ? unread(why, refusals?.get(path) ?? "") : null;
  };
  const read = (team: TeamReading, index: number): TeamReading => {
    if (organization === null)
      return failing(team, unread("forbidden", `${owner} is no organisation that the app may see`));
    const why = refused(teamPath(index));
    if (why !== null) return failing(team, why);
    const found = parsed(teamView.nullable(), organization[`t${index}`] ?? null, `team ${team.slug}`);
    return readOn(team, found);
  };
  const looked = (login: string, index: number): readonly [string, WholeOrUnread<AccountFacts | null>] => {
    const found = parsed(accountView.nullable(), view[`u${index}`] ?? null, `account ${login}`);
    const value: AccountFacts | null =
      found === null ? null : { ...accountOf(found), createdAt: instant(found.createdAt), type: "User" };
    return [login, refused(accountPath(index)) ?? { kind: "known", value }];
  };
  const given = (one: CollaboratorReading, index: number): CollaboratorReading => {
    const found = parsed(watchedView.nullable(), view[`c${index}`] ?? null, `repository ${one.name}`);
    const why = refused(watchedPath(index));
    return why === null ? collaboratorsOn(one, found, { owner, privateToo }) : shut(one, why);
  };
  return {
    teams: new Map(teams.map((team, index) => [team.slug, read(team, index)])),
    accounts: new Map(logins.map(looked)),
    watched: new Map(watched.map((one, index) => [one.name, given(one, index)])),
    owners: ownersIn(view[OWNERS] ?? null),
    at: answer.at,
  };
}

/** `null`: there are more members, or GitHub does not tell each one's role. */
function ownersIn(read: z.output<typeof ownersView> | null): readonly AccessAccount[] | null {
  const members = read?.membersWithRole;
  if (members === undefined || members.pageInfo.hasNextPage) return null;
  const known = members.edges.flatMap((edge) =>
    edge?.node == null || edge.role == null ? [] : [{ role: edge.role, account: accountOf(edge.node) }],
  );
  if (known.length !== members.totalCount) return null;
  const owners = known.filter(({ role }) => role === "ADMIN").map(({ account }) => account);
  return owners.length === 0 ? null : owners;
}
