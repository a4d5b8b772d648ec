/** What owners do: rename, archive, move and delete repositories, and manage the app's installation. */

import { installationJson, type Json, userJson } from "../render/accounts.ts";
import type { Installation, Repo } from "../world/model.ts";
import { Refusal } from "../world/refusal.ts";
import { type Acting, announce, tell } from "./acting.ts";

/** The old name no longer finds it; GitHub would redirect. */
export function renameRepo(act: Acting, repo: Repo, name: string): void {
  const from = repo.name;
  act.world.renameRepo(repo, name);
  tell(act, "repository", "renamed", { repo }, () => ({ changes: { repository: { name: { from } } } }));
}

export function archiveRepo(act: Acting, repo: Repo, archived: boolean): void {
  repo.archived = archived;
  tell(act, "repository", archived ? "archived" : "unarchived", { repo }, () => ({}));
}

export function deleteRepo(act: Acting, repo: Repo): void {
  tell(act, "repository", "deleted", { repo }, () => ({}));
  act.world.deleteRepo(repo);
}

export function setDefaultBranch(act: Acting, repo: Repo, branch: string): void {
  const from = repo.defaultBranch;
  if (act.world.tip(repo, branch) === undefined) throw new Refusal(422, `no branch ${branch}`);
  repo.defaultBranch = branch;
  tell(act, "repository", "edited", { repo }, () => ({ changes: { default_branch: { from } } }));
}

function repositoriesJson(repos: readonly Repo[]): Json[] {
  return repos.map((repo) => ({
    id: repo.id,
    node_id: repo.nodeId,
    name: repo.name,
    full_name: `${repo.owner.login}/${repo.name}`,
    private: repo.private,
  }));
}

export function suspend(act: Acting, installation: Installation, suspended: boolean): void {
  installation.suspendedAt = suspended ? act.world.clock.now() : null;
  announce(act, "installation", suspended ? "suspend" : "unsuspend", installation.account, () => ({
    installation: {
      ...installationJson(act.world, installation),
      suspended_by: suspended ? userJson(act.world, act.actor) : null,
    },
    repositories: repositoriesJson(reposOf(act, installation)),
  }));
}

/** From then on it has whatever the app asks for; tokens that were given out before keep what they had. */
export function acceptPermissions(act: Acting, installation: Installation): void {
  delete installation.accepted;
  announce(act, "installation", "new_permissions_accepted", installation.account, () => ({
    installation: installationJson(act.world, installation),
  }));
}

function reposOf(act: Acting, installation: Installation): Repo[] {
  const all = [...act.world.repos.values()].filter((repo) => repo.owner === installation.account);
  return installation.repositories ?? all;
}

/** Gives or takes the app a repository; from then on it is installed on selected ones. */
export function selectRepo(act: Acting, installation: Installation, repo: Repo, selected: boolean): void {
  const before = reposOf(act, installation);
  installation.repositories = selected ? [...new Set([...before, repo])] : before.filter((one) => one !== repo);
  announce(act, "installation_repositories", selected ? "added" : "removed", installation.account, () => ({
    installation: installationJson(act.world, installation),
    repository_selection: "selected",
    repositories_added: selected ? repositoriesJson([repo]) : [],
    repositories_removed: selected ? [] : repositoriesJson([repo]),
    requester: null,
  }));
}
