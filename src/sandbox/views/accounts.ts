/** People, bots, organisations and teams in GraphQL. */
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
    status: actor.busy ? { indicatesLimitedAvailability: true, message: "Busy", expiresAt: null } : null,
  };
}

export function organizationView(looking: Looking, owner: Actor): View {
  const { world } = looking;
  const teams = () => world.teams.filter((team) => team.organization === owner);
  return {
    __typename: "Organization",
    ...common(looking, owner),
    name: owner.name,
    team: ({ slug }: { slug: string }) => {
      const found = teams().find((team) => team.slug.toLowerCase() === slug.toLowerCase());
      return found === undefined ? null : teamView(looking, found);
    },
    teams: (asked: PageArguments) => connection("teams", teams(), asked, (team) => teamView(looking, team)),
    repositories: (asked: PageArguments) => {
      const own = [...world.repos.values()].filter((repo) => repo.owner === owner && visible(looking, repo));
      return connection("repositories", own, asked, (repo) => looking.views.repository(looking, repo));
    },
  };
}

export function ownerView(looking: Looking, owner: Actor): View {
  return owner.type === "Organization" ? organizationView(looking, owner) : userView(looking, owner);
}

export function teamView(looking: Looking, team: Team): View {
  return {
    __typename: "Team",
    id: team.nodeId,
    databaseId: team.id,
    slug: team.slug,
    name: team.name,
    combinedSlug: `${team.organization.login}/${team.slug}`,
    organization: () => organizationView(looking, team.organization),
    members: (asked: PageArguments) => {
      const { caller } = looking;
      if (caller.kind === "installation" && caller.permissions.members === undefined) {
        throw new GithubError("FORBIDDEN", "Resource not accessible by integration");
      }
      return connection("members", team.members, asked, (who) => userView(looking, who));
    },
  };
}
