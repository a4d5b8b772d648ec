/** People, bots, organisations and teams in GraphQL. */

import { iso } from "../world/clock.ts";
import type { Actor, Team } from "../world/model.ts";
import { connection, GithubError, type Looking, type PageArguments, type View, visible } from "./view.ts";

/** GraphQL drops the `[bot]` of an app's login; its type tells. */
export function actorView(looking: Looking, actor: Actor): View | null {
  if (actor.deleted) return null;
  if (actor.type === "Organization") return organizationView(looking, actor);
  if (actor.type === "User") return userView(looking, actor);
  const login = actor.login.replace("[bot]", "");
  return {
    __typename: "Bot",
    ...common(looking, actor),
    login,
    url: `${looking.world.links.html}/apps/${login}`,
    resourcePath: `/apps/${login}`,
  };
}

function common(looking: Looking, actor: Actor): View {
  return {
    id: actor.nodeId,
    databaseId: actor.id,
    login: actor.login,
    url: `${looking.world.links.html}/${actor.login}`,
    resourcePath: `/${actor.login}`,
    avatarUrl: `${looking.world.links.html}/avatars/${actor.id}`,
  };
}

/** Also stands for a bot where GitHub's schema only allows a user (`viewer`, a commit's author): then with `[bot]`. */
export function userView(looking: Looking, actor: Actor): View {
  return {
    __typename: "User",
    ...common(looking, actor),
    name: actor.name,
    company: actor.affiliation,
    createdAt: iso(actor.createdAt),
    status: actor.busy ? { indicatesLimitedAvailability: true, message: "Busy", expiresAt: null } : null,
  };
}

export function organizationView(looking: Looking, owner: Actor): View {
  const { world } = looking;
  const teams = () => world.teams.filter((team) => team.organization === owner && shown(looking, team));
  return {
    __typename: "Organization",
    ...common(looking, owner),
    name: owner.name,
    viewerIsAMember: () =>
      looking.caller.kind === "person" && world.organizations.of(owner).members.has(looking.caller.actor),
    team: ({ slug }: { slug: string }) => {
      const found = teams().find((team) => team.slug.toLowerCase() === slug.toLowerCase());
      return found === undefined ? null : teamView(looking, found);
    },
    teams: (asked: TeamArguments) => {
      const found = teams().filter(
        (team) =>
          (asked.rootTeamsOnly !== true || team.parent === null) &&
          (asked.privacy ?? privacyOf(team)) === privacyOf(team),
      );
      return connection("teams", found, asked, (team) => teamView(looking, team));
    },
    membersWithRole: (asked: PageArguments) => {
      needMembers(looking);
      const members = [...world.organizations.of(owner).members];
      const role = ([, has]: (typeof members)[number]) => ({ role: has.toUpperCase() });
      return connection("membersWithRole", members, asked, ([who]) => userView(looking, who), role);
    },
    repositories: (asked: PageArguments) => {
      const own = [...world.repos.values()].filter((repo) => repo.owner === owner && visible(looking, repo));
      return connection("repositories", own, asked, (repo) => looking.views.repository(looking, repo));
    },
  };
}

export function ownerView(looking: Looking, owner: Actor): View {
  return owner.type === "Organization" ? organizationView(looking, owner) : userView(looking, owner);
}

interface TeamArguments extends PageArguments {
  readonly rootTeamsOnly?: boolean | null;
  readonly privacy?: "SECRET" | "VISIBLE" | null;
}

function privacyOf(team: Team): "SECRET" | "VISIBLE" {
  return team.privacy === "secret" ? "SECRET" : "VISIBLE";
}

/** An app with `members: read` sees every team, a person those of their organisations that are not kept from them. */
function shown({ caller, world }: Looking, team: Team): boolean {
  return caller.kind !== "person" || world.organizations.shows(team, caller.actor);
}

function needMembers({ caller }: Looking): void {
  if (caller.kind !== "installation" || caller.permissions.members !== undefined) return;
  throw new GithubError("FORBIDDEN", "Resource not accessible by integration");
}

interface MemberArguments extends PageArguments {
  readonly membership?: "ALL" | "CHILD_TEAM" | "IMMEDIATE" | null;
  readonly role?: "MAINTAINER" | "MEMBER" | null;
}

export function teamView(looking: Looking, team: Team): View {
  const { world } = looking;
  const { organizations } = world;
  return {
    __typename: "Team",
    id: team.nodeId,
    databaseId: team.id,
    slug: team.slug,
    name: team.name,
    description: team.description,
    privacy: privacyOf(team),
    combinedSlug: `${team.organization.login}/${team.slug}`,
    createdAt: iso(team.createdAt),
    url: `${world.links.html}/orgs/${team.organization.login}/teams/${team.slug}`,
    organization: () => organizationView(looking, team.organization),
    parentTeam: () => (team.parent === null || !shown(looking, team.parent) ? null : teamView(looking, team.parent)),
    childTeams: (asked: PageArguments & { immediateOnly?: boolean | null }) => {
      const below = (of: Team): Team[] => organizations.children(of).flatMap((one) => [one, ...below(one)]);
      const found = asked.immediateOnly === false ? below(team) : organizations.children(team);
      return connection("childTeams", found, asked, (one) => teamView(looking, one));
    },
    members: (asked: MemberArguments) => {
      needMembers(looking);
      const role = (who: Actor) => ({ role: organizations.roleIn(team, who).toUpperCase() });
      const found = membersOf(looking, team, asked.membership ?? "ALL").filter(
        (who) => !asked.role || role(who).role === asked.role,
      );
      return connection("members", found, asked, (who) => userView(looking, who), role);
    },
    invitations: (asked: PageArguments) => invitationsOf(looking, team, asked),
    repositories: (asked: PageArguments) => {
      needMembers(looking);
      const found = [...team.repositories].filter(([repo]) => visible(looking, repo));
      const permission = ([, role]: (typeof found)[number]) => ({ permission: role.toUpperCase() });
      return connection("repositories", found, asked, ([repo]) => looking.views.repository(looking, repo), permission);
    },
  };
}

function membersOf({ world }: Looking, team: Team, membership: "ALL" | "CHILD_TEAM" | "IMMEDIATE"): readonly Actor[] {
  if (membership === "IMMEDIATE") return team.members;
  const all = world.organizations.everyoneIn(team);
  return membership === "ALL" ? all : all.filter((who) => !team.members.includes(who));
}

/** `null` for people who do not own the organisation. */
function invitationsOf(looking: Looking, team: Team, asked: PageArguments): View | null {
  const { caller, world } = looking;
  needMembers(looking);
  const owner = team.organization;
  if (caller.kind === "person" && world.organizations.role(owner, caller.actor) !== "admin") return null;
  const found = world.organizations.pending(owner, world.clock.now()).filter((one) => one.teams.includes(team));
  return connection("invitations", found, asked, (one) => ({
    __typename: "OrganizationInvitation",
    id: one.nodeId,
    createdAt: iso(one.createdAt),
    email: one.email,
    invitationType: one.invitee === null ? "EMAIL" : "USER",
    invitee: () => (one.invitee === null ? null : userView(looking, one.invitee)),
    inviterActor: () => (one.inviter.type === "User" ? userView(looking, one.inviter) : null),
    organization: () => organizationView(looking, owner),
    role: one.role.toUpperCase(),
  }));
}
