/** Commits and the branches they land on; what a moved branch does to the pull requests that come from it or go into it. */
import { ancestors, isAncestor } from "../git/history.ts";
import type { Files, Mode, Signature } from "../git/objects.ts";
import { checkSuiteJson } from "../render/checks.ts";
import { pushJson } from "../render/commits.ts";
import { numbered } from "../render/payloads.ts";
import { pullJson } from "../render/subjects.ts";
import type { Activity, Actor, Pull, Repo } from "../world/model.ts";
import { pullsOf } from "../world/pulls.ts";
import { Refusal } from "../world/refusal.ts";
import { type Acting, happened, tell, touched } from "./acting.ts";
import { leaveQueue } from "./queue.ts";

export type FileEdits = Readonly<Record<string, string | null>>;

export interface Edit {
  readonly files?: FileEdits | undefined;
  /** Old path → new path. */
  readonly renames?: Readonly<Record<string, string>> | undefined;
  /** Path → mode, where it is to be another. */
  readonly modes?: Readonly<Record<string, Mode>> | undefined;
  readonly message?: string | undefined;
  /** Who wrote it, when that is not the person who pushes; `null`: an address that belongs to no account. */
  readonly author?: string | null | undefined;
}

export function signature(act: Acting, actor: Actor = act.actor): Signature {
  return { name: actor.name, email: actor.email, login: actor.login, at: act.world.clock.now() };
}

function authorOf(act: Acting, edit: Edit): Signature {
  if (edit.author === undefined) return signature(act);
  if (edit.author !== null) return signature(act, act.world.anyone(edit.author));
  return { name: "Somebody", email: "somebody@localhost", login: null, at: act.world.clock.now() };
}

/** The files after an edit. Throws a 422 for a rename of a file that is not there. */
export function edited(act: Acting, files: Files, edit: Edit): Files {
  const after = new Map(files);
  for (const [from, to] of Object.entries(edit.renames ?? {})) {
    const blob = after.get(from);
    if (blob === undefined) throw new Refusal(422, `no file ${from}`);
    after.delete(from);
    after.set(to, blob);
  }
  for (const [path, text] of Object.entries(edit.files ?? {})) {
    if (text === null) after.delete(path);
    else after.set(path, act.world.git.writeBlob(text));
  }
  return after;
}

/** A commit with the edit on top of `parent`; no branch moves. */
export function commitEdit(act: Acting, parent: string, edit: Edit): string {
  const { git } = act.world;
  const modes = new Map([...git.modesAt(parent), ...Object.entries(edit.modes ?? {})]);
  const tree = git.writeTree(edited(act, git.filesAt(parent), edit), modes);
  const message = edit.message ?? defaultMessage(edit);
  return git.writeCommit({ tree, parents: [parent], author: authorOf(act, edit), committer: signature(act), message });
}

function defaultMessage(edit: Edit): string {
  const [path] = Object.keys(edit.files ?? edit.renames ?? {});
  return path === undefined ? "Update" : `Update ${path}`;
}

/**
 * Moves (or makes, or with `null` deletes) a branch and tells everyone: push, then synchronize for each pull request from it.
 * `type` says how the repository's activity names it; a push that loses commits is a force push by itself.
 */
export function moveBranch(act: Acting, repo: Repo, branch: string, sha: string | null, type?: Activity["type"]): void {
  const { world } = act;
  const ref = `refs/heads/${branch}`;
  const before = repo.refs.get(ref) ?? null;
  if (before === sha) return;
  if (sha === null) repo.refs.delete(ref);
  else repo.refs.set(ref, sha);
  repo.pushedAt = world.clock.now();
  const forced = before !== null && sha !== null && !isAncestor(world.git, before, sha);
  const kind = before === null ? "branch_creation" : sha === null ? "branch_deletion" : forced ? "force_push" : "push";
  const none = "0".repeat(40);
  repo.activity.push({
    ...world.identity("RA"),
    before: before ?? none,
    after: sha ?? none,
    ref,
    at: world.clock.now(),
    type: type ?? kind,
    actor: act.actor,
  });
  tell(act, "push", null, { repo }, () => pushJson(world, repo, { ref, before, after: sha, forced, by: act.actor }));
  if (sha === null || before === null) return;
  for (const source of world.repos.values()) followers(act, source, { repo, branch, before, sha, forced });
}

interface Moved {
  readonly repo: Repo;
  readonly branch: string;
  readonly before: string;
  readonly sha: string;
  readonly forced: boolean;
}

function followers(act: Acting, target: Repo, moved: Moved): void {
  const open = pullsOf(target).filter((pull) => pull.state === "open");
  for (const pull of open) {
    if (pull.headRepo === moved.repo && pull.headRef === moved.branch) synchronize(act, pull, moved);
  }
  const into = open.filter((pull) => target === moved.repo && pull.baseRef === moved.branch);
  if (into.length === 0) return;
  const contained = ancestors(act.world.git, moved.sha);
  for (const pull of into) if (contained.has(pull.headSha)) markMerged(act, pull, moved.sha);
}

function synchronize(act: Acting, pull: Pull, moved: Moved): void {
  const { world } = act;
  pull.headSha = moved.sha;
  pull.baseSha = world.tip(pull.repo, pull.baseRef) ?? pull.baseSha;
  pull.repo.refs.set(`refs/pull/${pull.number}/head`, moved.sha);
  pull.pushes.push({
    by: act.actor,
    at: world.clock.now(),
    before: moved.before,
    after: moved.sha,
    forced: moved.forced,
  });
  if (moved.forced) happened(act, pull, "head_ref_force_pushed", { from: moved.before, to: moved.sha });
  touched(act, pull);
  leaveQueue(act, pull, "head changed");
  tell(act, "pull_request", "synchronize", { repo: pull.repo, subject: pull }, () => ({
    ...numbered(pull),
    pull_request: pullJson(world, pull),
    before: moved.before,
    after: moved.sha,
  }));
  openSuites(act, pull.repo, pull.headSha, pull.headRef);
}

/** GitHub makes a check suite for every app that may write checks, and asks it to begin. */
export function openSuites(act: Acting, repo: Repo, sha: string, branch: string): void {
  const { world } = act;
  for (const { app } of world.installationsOf(repo, null)) {
    if (app.permissions.checks !== "write") continue;
    const suites = repo.checkSuites.get(sha) ?? [];
    if (suites.some((suite) => suite.app === app)) continue;
    const suite = world.register({
      kind: "suite" as const,
      ...world.identity("CS"),
      repo,
      app,
      headSha: sha,
      headBranch: branch,
      createdAt: world.clock.now(),
    });
    repo.checkSuites.set(sha, [...suites, suite]);
    tell(act, "check_suite", "requested", { repo, only: app }, () => ({ check_suite: checkSuiteJson(world, suite) }));
  }
}

/** Closes a pull request as merged by `sha` and says so. */
export function markMerged(act: Acting, pull: Pull, sha: string): void {
  const { world } = act;
  const now = world.clock.now();
  pull.baseSha = world.git.known(sha).parents[0] ?? pull.baseSha;
  pull.merged = { at: now, by: act.actor, sha };
  pull.state = "closed";
  pull.closedAt = now;
  pull.closedBy = act.actor;
  pull.autoMerge = null;
  happened(act, pull, "merged", { to: sha });
  happened(act, pull, "closed");
  tell(act, "pull_request", "closed", { repo: pull.repo, subject: pull }, () => ({
    ...numbered(pull),
    pull_request: pullJson(world, pull),
  }));
}
