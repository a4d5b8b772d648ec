/** People, organisations, apps and installations as GitHub's REST API and webhooks show them. */

import { iso } from "../world/clock.ts";
import type { Actor, App, Installation } from "../world/model.ts";
import type { World } from "../world/world.ts";

export type Json = Record<string, unknown>;

/** The stand-in for deleted accounts where GitHub needs somebody. */
export function userJson(world: World, actor: Pick<Actor, "login" | "id" | "nodeId" | "type">): Json {
  const url = `${world.links.api}/users/${encodeURIComponent(actor.login)}`;
  const html =
    actor.type === "Bot"
      ? `${world.links.html}/apps/${actor.login.replace("[bot]", "")}`
      : `${world.links.html}/${actor.login}`;
  return {
    login: actor.login,
    id: actor.id,
    node_id: actor.nodeId,
    avatar_url: `${world.links.html}/avatars/${actor.id}`,
    gravatar_id: "",
    url,
    html_url: html,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: actor.type,
    user_view_type: "public",
    site_admin: false,
  };
}

/** `null` for a deleted account, as GitHub tells it. */
export function authorJson(world: World, actor: Actor): Json | null {
  return actor.deleted ? null : userJson(world, actor);
}

export function fullUserJson(world: World, actor: Actor): Json {
  return {
    ...userJson(world, actor),
    name: actor.name,
    company: actor.affiliation,
    blog: "",
    location: null,
    email: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: iso(actor.createdAt),
    updated_at: iso(actor.createdAt),
  };
}

export function organizationJson(world: World, organization: Actor): Json {
  const url = `${world.links.api}/orgs/${organization.login}`;
  return {
    login: organization.login,
    id: organization.id,
    node_id: organization.nodeId,
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${world.links.html}/avatars/${organization.id}`,
    description: organization.name,
  };
}

export function fullOrganizationJson(world: World, organization: Actor): Json {
  return {
    ...organizationJson(world, organization),
    name: organization.name,
    html_url: `${world.links.html}/${organization.login}`,
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: [...world.repos.values()].filter((repo) => repo.owner === organization && !repo.private).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    type: "Organization",
    created_at: "2022-01-01T00:00:00Z",
    updated_at: "2022-01-01T00:00:00Z",
    archived_at: null,
  };
}

export function appJson(world: World, app: App): Json {
  return {
    id: app.id,
    slug: app.slug,
    node_id: app.nodeId,
    client_id: `Iv1.${app.id}`,
    owner: userJson(world, app.owner),
    name: app.name,
    description: "",
    external_url: `${world.links.html}/apps/${app.slug}`,
    html_url: `${world.links.html}/apps/${app.slug}`,
    created_at: "2024-01-01T00:00:00Z",
    updated_at: "2024-01-01T00:00:00Z",
    permissions: app.permissions,
    events: app.events,
  };
}

export function installationJson(world: World, installation: Installation): Json {
  const { app, account } = installation;
  const organization = account.type === "Organization";
  return {
    id: installation.id,
    account: userJson(world, account),
    repository_selection: installation.repositories === null ? "all" : "selected",
    access_tokens_url: `${world.links.api}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${world.links.api}/installation/repositories`,
    html_url: `${world.links.html}/${organization ? `organizations/${account.login}/` : ""}settings/installations/${installation.id}`,
    app_id: app.id,
    app_slug: app.slug,
    client_id: `Iv1.${app.id}`,
    target_id: account.id,
    target_type: account.type,
    ...(installation.accepted ?? { permissions: app.permissions, events: app.events }),
    created_at: "2024-01-01T00:00:00Z",
    updated_at: "2024-01-01T00:00:00Z",
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: installation.suspendedAt === null ? null : iso(installation.suspendedAt),
  };
}
