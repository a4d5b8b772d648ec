/** Opening issues and pull requests, from a branch of the repository or of the person's fork. */

import { issueJson, pullJson } from "../render/subjects.ts";
import type { Issue, Pull, Repo } from "../world/model.ts";
import { comparison } from "../world/pulls.ts";
import { invalid, Refusal } from "../world/refusal.ts";
import { type Acting, may, need, tell } from "./acting.ts";
import { moveBranch } from "./branches.ts";
import { commitEdit, type Edit } from "./commits.ts";
import { openSuites } from "./suites.ts";

export interface NewIssue {
  readonly repo: string;
  readonly title: string;
  readonly body?: string | undefined;
}

export interface NewPull extends NewIssue, Edit {
  readonly base?: string | undefined;
  readonly branch?: string | undefined;
  readonly draft?: boolean | undefined;
}

function begun(act: Acting, repo: Repo, asked: Omit<NewIssue, "repo">, prefix: string) {
  const now = act.world.clock.now();
  const number = repo.nextNumber;
  repo.nextNumber += 1;
  return {
    ...act.world.identity(prefix),
    repo,
    number,
    title: asked.title,
    body: asked.body ?? "",
    author: act.actor,
    createdAt: now,
    updatedAt: now,
    edited: null,
    reactions: [],
    viaApp: act.viaApp,
    state: "open" as const,
    stateReason: null,
    closedAt: null,
    closedBy: null,
    locked: false,
    labels: [],
    assignees: [],
    comments: [],
    events: [],
  };
}

export function openIssue(act: Acting, asked: NewIssue): Issue {
  const repo = act.world.repo(asked.repo);
  need(act, repo, "read", "open an issue");
  const issue: Issue = act.world.register({ kind: "issue", ...begun(act, repo, asked, "I") });
  repo.subjects.set(issue.number, issue);
  tell(act, "issues", "opened", { repo, subject: issue }, () => ({ issue: issueJson(act.world, issue) }));
  return issue;
}

/** Commits the edit to a new branch and opens a pull request from it. */
export function openPull(act: Acting, asked: NewPull): Pull {
  const { world } = act;
  const repo = world.repo(asked.repo);
  need(act, repo, "read", "open a pull request");
  const base = asked.base ?? repo.defaultBranch;
  const tip = world.tip(repo, base);
  if (tip === undefined) throw invalid("PullRequest", "base");
  const headRepo = may(act, repo, "write") ? repo : forkOf(act, repo);
  const branch = asked.branch ?? `patch-${repo.nextNumber}`;
  const message = asked.message ?? asked.title;
  moveBranch(act, headRepo, branch, commitEdit(act, tip, { ...asked, message }));
  return openFrom(act, { ...asked, headRepo, headRef: branch, base });
}

export interface PullFrom {
  readonly repo: string;
  readonly title: string;
  readonly body?: string | undefined;
  readonly draft?: boolean | undefined;
  readonly headRepo: Repo;
  readonly headRef: string;
  readonly base: string;
}

/** Opens a pull request from a branch that is there. */
export function openFrom(act: Acting, asked: PullFrom): Pull {
  const { world } = act;
  const repo = world.repo(asked.repo);
  need(act, repo, "read", "open a pull request");
  const headSha = world.tip(asked.headRepo, asked.headRef);
  const baseSha = world.tip(repo, asked.base);
  if (headSha === undefined) throw invalid("PullRequest", "head");
  if (baseSha === undefined) throw invalid("PullRequest", "base");
  refuseSecond(repo, asked);
  if (comparison(world, baseSha, headSha)?.commits.length === 0) {
    throw invalid("PullRequest", "head", `No commits between ${asked.base} and ${asked.headRef}`);
  }
  const pull: Pull = world.register({
    kind: "pull",
    ...begun(act, repo, asked, "PR"),
    pullId: world.identity("PR").id,
    draft: asked.draft ?? false,
    headRepo: asked.headRepo,
    headRef: asked.headRef,
    headSha,
    baseRef: asked.base,
    baseSha,
    merged: null,
    reviews: [],
    reviewComments: [],
    requestedReviewers: [],
    requestedTeams: [],
    autoMerge: null,
    pushes: [{ by: act.actor, at: world.clock.now(), before: null, after: headSha, forced: false }],
  });
  repo.subjects.set(pull.number, pull);
  repo.refs.set(`refs/pull/${pull.number}/head`, headSha);
  tell(act, "pull_request", "opened", { repo, subject: pull }, () => ({
    number: pull.number,
    pull_request: pullJson(world, pull),
  }));
  openSuites(act, repo, headSha, asked.headRef);
  return pull;
}

function refuseSecond(repo: Repo, asked: PullFrom): void {
  for (const other of repo.subjects.values()) {
    if (other.kind !== "pull" || other.state !== "open" || other.baseRef !== asked.base) continue;
    if (other.headRepo !== asked.headRepo || other.headRef !== asked.headRef) continue;
    const head = `${asked.headRepo.owner.login}:${asked.headRef}`;
    throw invalid("PullRequest", "base", `A pull request already exists for ${head}.`);
  }
}

/** The person's fork, made when there is none; with the base branches as they are now. */
function forkOf(act: Acting, repo: Repo): Repo {
  const { world, actor } = act;
  const known = world.repos.get(`${actor.login}/${repo.name}`.toLowerCase());
  if (known !== undefined && known.parent !== repo) throw new Refusal(422, `${actor.login}/${repo.name} is not a fork`);
  const fork = known ?? world.addRepo({ owner: actor.login, name: repo.name, parent: repo, private: repo.private });
  for (const [ref, sha] of repo.refs) {
    if (ref.startsWith("refs/heads/") && !fork.refs.has(ref)) fork.refs.set(ref, sha);
  }
  return fork;
}
