/** Blobs, trees, commits, refs and their checks in GraphQL. */

import { ancestors } from "../git/history.ts";
import type { Commit, Signature } from "../git/objects.ts";
import { isBinary, treeDiff } from "../git/tree-diff.ts";
import { repoHtml } from "../render/repositories.ts";
import { iso } from "../world/clock.ts";
import type { App, CheckRun, CheckSuite, Pull, Repo } from "../world/model.ts";
import { pullsWithCommit, resolved } from "../world/pulls.ts";
import { userView } from "./accounts.ts";
import { connection, type Looking, type PageArguments, type View } from "./view.ts";

/** `HEAD:path`, `<branch or sha>:path`, a branch or a sha; `null` where there is no such thing. */
export function objectView(looking: Looking, repo: Repo, expression: string): View | null {
  const { world } = looking;
  const colon = expression.indexOf(":");
  const name = colon < 0 ? expression : expression.slice(0, colon);
  const sha = resolved(world, repo, name);
  if (sha === null) return world.git.blob(name) === undefined ? null : blobView(looking, name);
  if (colon < 0) return commitView(looking, repo, world.git.known(sha));
  return pathView(looking, world.git.known(sha).tree, expression.slice(colon + 1).replace(/\/$/, ""));
}

function pathView(looking: Looking, root: string, path: string): View | null {
  const { git } = looking.world;
  if (path === "") return treeView(looking, root, "");
  let tree = root;
  const parts = path.split("/");
  for (const [at, part] of parts.entries()) {
    const entry = git.tree(tree)?.find((one) => one.name === part);
    if (entry === undefined) return null;
    if (entry.mode !== "040000") return at === parts.length - 1 ? blobView(looking, entry.sha) : null;
    tree = entry.sha;
  }
  return treeView(looking, tree, path);
}

function blobView(looking: Looking, sha: string): View {
  const data = looking.world.git.blob(sha) ?? Buffer.alloc(0);
  const text = () => data.toString("utf8");
  return {
    __typename: "Blob",
    id: `B_${sha}`,
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    byteSize: data.length,
    isBinary: () => isBinary(text()),
    isTruncated: false,
    text: () => (isBinary(text()) ? null : text()),
  };
}

function treeView(looking: Looking, sha: string, path: string): View {
  return {
    __typename: "Tree",
    id: `T_${sha}`,
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    entries: () =>
      (looking.world.git.tree(sha) ?? []).map((entry) => {
        const folder = entry.mode === "040000";
        const full = path === "" ? entry.name : `${path}/${entry.name}`;
        const object = () => (folder ? treeView(looking, entry.sha, full) : blobView(looking, entry.sha));
        return {
          name: entry.name,
          oid: entry.sha,
          path: full,
          type: folder ? "tree" : "blob",
          mode: Number.parseInt(entry.mode, 8),
          object,
        };
      }),
  };
}

function gitActorView(looking: Looking, who: Signature): View {
  const actor = who.login === null ? undefined : looking.world.actors.get(who.login.toLowerCase());
  return {
    name: who.name,
    email: who.email,
    date: iso(who.at),
    // A `User` by the schema, which no bot is: REST alone names these.
    user: actor === undefined || actor.deleted || actor.type === "Bot" ? null : userView(looking, actor),
    avatarUrl: `${looking.world.links.html}/avatars/${actor?.id ?? 0}`,
  };
}

/** The author and the people of `Co-authored-by` trailers. */
function authors(looking: Looking, commit: Commit): Signature[] {
  const trailers = commit.message
    .split("\n")
    .flatMap((line) => [...line.matchAll(/^co-authored-by:\s*(.+?)\s*<([^>]+)>\s*$/gi)]);
  const others = trailers.map(([, name = "", email = ""]): Signature => {
    const account = [...looking.world.actors.values()].find(
      (actor) => actor.email.toLowerCase() === email.toLowerCase(),
    );
    return { name, email, login: account?.login ?? null, at: commit.author.at };
  });
  return [commit.author, ...others.filter((other) => other.email !== commit.author.email)];
}

export function commitView(looking: Looking, repo: Repo, commit: Commit): View {
  const { world } = looking;
  const changes = () => {
    const [parent] = commit.parents;
    const before = parent === undefined ? new Map<string, string>() : world.git.filesAt(parent);
    return treeDiff(world.git, before, world.git.files(commit.tree));
  };
  return {
    __typename: "Commit",
    id: `C_${commit.sha}`,
    oid: commit.sha,
    abbreviatedOid: commit.sha.slice(0, 7),
    message: commit.message,
    messageHeadline: commit.message.split("\n")[0] ?? "",
    authoredDate: iso(commit.author.at),
    committedDate: iso(commit.committer.at),
    additions: () => changes().reduce((sum, file) => sum + file.additions, 0),
    deletions: () => changes().reduce((sum, file) => sum + file.deletions, 0),
    url: `${world.links.html}/${repo.owner.login}/${repo.name}/commit/${commit.sha}`,
    tree: () => treeView(looking, commit.tree, ""),
    author: () => gitActorView(looking, commit.author),
    committer: () => gitActorView(looking, commit.committer),
    committedViaWeb: commit.committer.login === "web-flow",
    authors: (asked: PageArguments) =>
      connection("authors", authors(looking, commit), asked, (who) => gitActorView(looking, who)),
    parents: (asked: PageArguments) =>
      connection("parents", commit.parents, asked, (sha) => commitView(looking, repo, world.git.known(sha))),
    history: (asked: PageArguments & { path?: string | null }) => historyOf(looking, repo, commit, asked),
    associatedPullRequests: (asked: PageArguments) =>
      connection("associatedPullRequests", pullsWithCommit(world, repo, commit.sha), asked, (pull) =>
        looking.views.pull(looking, pull),
      ),
    checkSuites: (asked: PageArguments & { filterBy?: { appId?: number | null } | null }) => {
      const appId = asked.filterBy?.appId ?? null;
      const suites = (repo.checkSuites.get(commit.sha) ?? []).filter(
        (suite) => appId === null || suite.app.id === appId,
      );
      return connection("checkSuites", suites, asked, (suite) => suiteView(looking, suite));
    },
    file: ({ path }: { path: string }) => {
      const sha = world.git.files(commit.tree).get(path);
      if (sha === undefined) return null;
      const name = path.split("/").at(-1) ?? path;
      const mode = Number.parseInt(world.git.modes(commit.tree).get(path) ?? "100644", 8);
      return { name, oid: sha, path, type: "blob", mode, object: () => blobView(looking, sha) };
    },
  };
}

/** A commit as one of a pull request's. */
export function pullCommitView(looking: Looking, pull: Pull, commit: Commit): View {
  return {
    __typename: "PullRequestCommit",
    id: `PURC_${pull.number}_${commit.sha}`,
    commit: () => commitView(looking, pull.repo, commit),
    pullRequest: () => looking.views.pull(looking, pull),
    url: `${repoHtml(looking.world, pull.repo)}/pull/${pull.number}/commits/${commit.sha}`,
  };
}

function historyOf(
  looking: Looking,
  repo: Repo,
  commit: Commit,
  asked: PageArguments & { path?: string | null },
): View {
  const { git } = looking.world;
  const path = asked.path ?? null;
  const under = (files: ReadonlyMap<string, string>) =>
    [...files]
      .filter(([file]) => file === path || file.startsWith(`${path}/`))
      .map(([file, sha]) => `${file}:${sha}`)
      .join();
  const all = [...ancestors(git, commit.sha)]
    .map((sha) => git.known(sha))
    .filter((one) => {
      const [parent] = one.parents;
      const before = parent === undefined ? new Map<string, string>() : git.filesAt(parent);
      return path === null || under(before) !== under(git.files(one.tree));
    })
    .sort((a, b) => b.committer.at - a.committer.at);
  return connection("history", all, asked, (one) => commitView(looking, repo, one));
}

export function refView(looking: Looking, repo: Repo, ref: string, sha: string): View {
  const branch = ref.replace(/^refs\/heads\//, "");
  return {
    __typename: "Ref",
    id: `REF_${repo.id}_${ref}`,
    name: branch,
    prefix: ref.slice(0, ref.length - branch.length),
    target: () => commitView(looking, repo, looking.world.git.known(sha)),
    associatedPullRequests: (asked: PageArguments & { states?: readonly string[] | null }) => {
      const pulls = pullsWithCommit(looking.world, repo, sha).filter(
        (pull) => pull.headRef === branch && pull.headRepo === repo,
      );
      const wanted = pulls.filter(
        (pull) => asked.states?.includes(pull.merged === null ? pull.state.toUpperCase() : "MERGED") ?? true,
      );
      return connection("associatedPullRequests", wanted, asked, (pull) => looking.views.pull(looking, pull));
    },
  };
}

function appView(app: App): View {
  return { __typename: "App", id: app.nodeId, databaseId: app.id, name: app.name, slug: app.slug };
}

function suiteView(looking: Looking, suite: CheckSuite): View {
  const runs = () => (suite.repo.checkRuns.get(suite.headSha) ?? []).filter((run) => run.suite === suite);
  return {
    __typename: "CheckSuite",
    id: suite.nodeId,
    databaseId: suite.id,
    app: appView(suite.app),
    status: () =>
      runs().length === 0 ? "QUEUED" : runs().every((run) => run.status === "completed") ? "COMPLETED" : "IN_PROGRESS",
    conclusion: () => runs().at(-1)?.conclusion?.toUpperCase() ?? null,
    createdAt: iso(suite.createdAt),
    checkRuns: (asked: PageArguments & { filterBy?: { checkName?: string | null } | null }) => {
      const name = asked.filterBy?.checkName ?? null;
      const latest = new Map(runs().map((run) => [run.name, run]));
      const wanted = [...latest.values()].filter((run) => name === null || run.name === name);
      return connection("checkRuns", wanted, asked, (run) => runView(looking, run));
    },
  };
}

export function runView(looking: Looking, run: CheckRun): View {
  return {
    __typename: "CheckRun",
    id: run.nodeId,
    databaseId: run.id,
    name: run.name,
    status: run.status.toUpperCase(),
    conclusion: run.conclusion?.toUpperCase() ?? null,
    title: run.title,
    summary: run.summary,
    text: run.text,
    externalId: run.externalId,
    startedAt: run.startedAt === null ? null : iso(run.startedAt),
    completedAt: run.completedAt === null ? null : iso(run.completedAt),
    checkSuite: () => suiteView(looking, run.suite),
    isRequired: ({ pullRequestNumber }: { pullRequestNumber?: number | null }) =>
      isRequired(run, pullRequestNumber ?? 0),
  };
}

function isRequired(run: CheckRun, number: number): boolean {
  const pull = run.repo.subjects.get(number);
  const protection = pull?.kind === "pull" ? run.repo.protections.get(pull.baseRef) : undefined;
  return (protection?.requiredChecks ?? []).some(
    ({ context, appId }) => context === run.name && (appId === null || appId === run.app.id),
  );
}
