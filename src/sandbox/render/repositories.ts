/** Repositories and labels as GitHub's REST API and webhooks show them. */

import { iso } from "../world/clock.ts";
import type { Label, Repo } from "../world/model.ts";
import type { World } from "../world/world.ts";
import { type Json, userJson } from "./accounts.ts";

/** The addresses that GitHub lists of a repository, by the end of their field's name. */
const PLACES: Readonly<Record<string, string>> = {
  archive: "/{archive_format}{/ref}",
  assignees: "/assignees{/user}",
  blobs: "/git/blobs{/sha}",
  branches: "/branches{/branch}",
  collaborators: "/collaborators{/collaborator}",
  comments: "/comments{/number}",
  commits: "/commits{/sha}",
  compare: "/compare/{base}...{head}",
  contents: "/contents/{+path}",
  contributors: "/contributors",
  deployments: "/deployments",
  downloads: "/downloads",
  events: "/events",
  forks: "/forks",
  git_commits: "/git/commits{/sha}",
  git_refs: "/git/refs{/sha}",
  git_tags: "/git/tags{/sha}",
  hooks: "/hooks",
  issue_comment: "/issues/comments{/number}",
  issue_events: "/issues/events{/number}",
  issues: "/issues{/number}",
  keys: "/keys{/key_id}",
  labels: "/labels{/name}",
  languages: "/languages",
  merges: "/merges",
  milestones: "/milestones{/number}",
  notifications: "/notifications{?since,all,participating}",
  pulls: "/pulls{/number}",
  releases: "/releases{/id}",
  stargazers: "/stargazers",
  statuses: "/statuses/{sha}",
  subscribers: "/subscribers",
  subscription: "/subscription",
  tags: "/tags",
  teams: "/teams",
  trees: "/git/trees{/sha}",
};

export function repoUrl(world: World, repo: Repo): string {
  return `${world.links.api}/repos/${repo.owner.login}/${repo.name}`;
}

export function repoHtml(world: World, repo: Repo): string {
  return `${world.links.html}/${repo.owner.login}/${repo.name}`;
}

export function minimalRepositoryJson(world: World, repo: Repo): Json {
  const url = repoUrl(world, repo);
  const places = Object.entries(PLACES).map(([name, path]) => [`${name}_url`, `${url}${path}`]);
  return {
    id: repo.id,
    node_id: repo.nodeId,
    name: repo.name,
    full_name: `${repo.owner.login}/${repo.name}`,
    private: repo.private,
    owner: userJson(world, repo.owner),
    html_url: repoHtml(world, repo),
    description: repo.description === "" ? null : repo.description,
    fork: repo.parent !== null,
    url,
    ...Object.fromEntries(places),
  };
}

export function repositoryJson(world: World, repo: Repo): Json {
  const html = repoHtml(world, repo);
  let open = 0;
  for (const subject of repo.subjects.values()) if (subject.state === "open") open += 1;
  return {
    ...minimalRepositoryJson(world, repo),
    created_at: iso(repo.createdAt),
    updated_at: iso(repo.pushedAt),
    pushed_at: iso(repo.pushedAt),
    git_url: `${html.replace(/^https?/, "git")}.git`,
    ssh_url: `git@localhost:${repo.owner.login}/${repo.name}.git`,
    clone_url: `${html}.git`,
    svn_url: html,
    homepage: null,
    size: 1,
    stargazers_count: 0,
    watchers_count: 0,
    language: repo.language,
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: true,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: repo.archived,
    disabled: false,
    open_issues_count: open,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repo.private ? "private" : "public",
    forks: 0,
    open_issues: open,
    watchers: 0,
    default_branch: repo.defaultBranch,
    ...(repo.owner.type === "Organization" ? { custom_properties: {} } : {}),
  };
}

export function fullRepositoryJson(world: World, repo: Repo): Json {
  return {
    ...repositoryJson(world, repo),
    network_count: 0,
    subscribers_count: 0,
    ...(repo.parent === null
      ? {}
      : { parent: repositoryJson(world, repo.parent), source: repositoryJson(world, repo.parent) }),
  };
}

export function labelJson(world: World, label: Label): Json {
  return {
    id: label.id,
    node_id: label.nodeId,
    url: `${repoUrl(world, label.repo)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}
