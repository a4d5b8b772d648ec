/** Commits, their files and pushes as GitHub's REST API and webhooks show them. */

import { commitsBetween } from "../git/history.ts";
import type { Commit, Signature } from "../git/objects.ts";
import { type FileChange, treeDiff } from "../git/tree-diff.ts";
import { iso } from "../world/clock.ts";
import type { Actor, Repo } from "../world/model.ts";
import type { World } from "../world/world.ts";
import { type Json, organizationJson, userJson } from "./accounts.ts";
import { repoHtml, repoUrl } from "./repositories.ts";

const UNVERIFIED = { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null };

function verificationJson({ signed, tree, committer }: Commit): Json {
  if (signed === undefined) return UNVERIFIED;
  const signature = "-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----\n";
  return { verified: true, reason: "valid", signature, payload: `tree ${tree}\n`, verified_at: iso(committer.at) };
}

/** GitHub's own account, which no world lists among its people. */
const WEB_FLOW = { login: "web-flow", id: 19_864_447, nodeId: "MDQ6VXNlcjE5ODY0NDQ3", type: "User" } as const;

function signatureJson(who: Signature): Json {
  return { name: who.name, email: who.email, date: iso(who.at) };
}

function accountJson(world: World, who: Signature): Json | null {
  if (who.login === WEB_FLOW.login) return userJson(world, WEB_FLOW);
  const actor = who.login === null ? undefined : world.actors.get(who.login.toLowerCase());
  return actor === undefined ? null : userJson(world, actor);
}

export function commitJson(world: World, repo: Repo, commit: Commit): Json {
  const url = repoUrl(world, repo);
  return {
    sha: commit.sha,
    node_id: `C_${commit.sha}`,
    commit: {
      author: signatureJson(commit.author),
      committer: signatureJson(commit.committer),
      message: commit.message,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      url: `${url}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: verificationJson(commit),
    },
    url: `${url}/commits/${commit.sha}`,
    html_url: `${repoHtml(world, repo)}/commit/${commit.sha}`,
    comments_url: `${url}/commits/${commit.sha}/comments`,
    author: accountJson(world, commit.author),
    committer: accountJson(world, commit.committer),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/commits/${sha}`,
      html_url: `${repoHtml(world, repo)}/commit/${sha}`,
    })),
  };
}

export function gitCommitJson(world: World, repo: Repo, commit: Commit): Json {
  const url = repoUrl(world, repo);
  return {
    sha: commit.sha,
    node_id: `C_${commit.sha}`,
    url: `${url}/git/commits/${commit.sha}`,
    html_url: `${repoHtml(world, repo)}/commit/${commit.sha}`,
    author: signatureJson(commit.author),
    committer: signatureJson(commit.committer),
    tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/git/commits/${sha}`,
      html_url: `${repoHtml(world, repo)}/commit/${sha}`,
    })),
    verification: verificationJson(commit),
  };
}

export function simpleCommitJson(world: World, sha: string): Json {
  const commit = world.git.known(sha);
  return {
    id: commit.sha,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: iso(commit.committer.at),
    author: { name: commit.author.name, email: commit.author.email },
    committer: { name: commit.committer.name, email: commit.committer.email },
  };
}

export function fileJson(world: World, repo: Repo, sha: string, file: FileChange): Json {
  const path = file.path.split("/").map(encodeURIComponent).join("/");
  return {
    sha: file.blob,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${repoHtml(world, repo)}/blob/${sha}/${path}`,
    raw_url: `${repoHtml(world, repo)}/raw/${sha}/${path}`,
    contents_url: `${repoUrl(world, repo)}/contents/${path}?ref=${sha}`,
    ...(file.patch === null ? {} : { patch: file.patch }),
    ...(file.previousPath === null ? {} : { previous_filename: file.previousPath }),
  };
}

interface PushTold {
  readonly ref: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly forced: boolean;
  readonly by: Actor;
}

/** GitHub lists at most 2,048 commits of a push. */
const MAX_COMMITS = 2_048;

export function pushJson(world: World, repo: Repo, push: PushTold): Json {
  const none = "0".repeat(40);
  const fresh =
    push.after === null
      ? []
      : push.before === null
        ? [world.git.known(push.after)]
        : commitsBetween(world.git, push.before, push.after);
  const commits = fresh.slice(-MAX_COMMITS).map((commit) => pushedCommitJson(world, repo, commit));
  return {
    ref: push.ref,
    before: push.before ?? none,
    after: push.after ?? none,
    created: push.before === null,
    deleted: push.after === null,
    forced: push.forced,
    base_ref: null,
    compare: `${repoHtml(world, repo)}/compare/${(push.before ?? none).slice(0, 12)}...${(push.after ?? none).slice(0, 12)}`,
    commits: push.before === null ? [] : commits,
    head_commit: commits.at(-1) ?? null,
    pusher: { name: push.by.login, email: push.by.email },
    ...(repo.owner.type === "Organization" ? { organization: organizationJson(world, repo.owner) } : {}),
  };
}

function pushedCommitJson(world: World, repo: Repo, commit: Commit): Json {
  const [parent] = commit.parents;
  const before = parent === undefined ? new Map<string, string>() : world.git.filesAt(parent);
  const files = treeDiff(world.git, before, world.git.files(commit.tree));
  const of = (status: FileChange["status"]) => files.filter((file) => file.status === status).map((file) => file.path);
  const moved = files.filter((file) => file.status === "renamed");
  const user = (who: Signature) => ({
    name: who.name,
    email: who.email,
    ...(who.login === null ? {} : { username: who.login }),
  });
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: iso(commit.committer.at),
    url: `${repoHtml(world, repo)}/commit/${commit.sha}`,
    author: user(commit.author),
    committer: user(commit.committer),
    added: [...of("added"), ...moved.map((file) => file.path)],
    removed: [...of("removed"), ...moved.flatMap((file) => file.previousPath ?? [])],
    modified: of("modified"),
  };
}
