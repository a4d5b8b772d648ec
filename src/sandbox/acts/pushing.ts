/** Pushes to a pull request's head: a change, a rebase, an update from the base, a replacement, a rename. */

import { mergedModes, mergeTrees } from "../git/merge.ts";
import type { Pull } from "../world/model.ts";
import { mergedTree, merging, pullComparison } from "../world/pulls.ts";
import { Refusal } from "../world/refusal.ts";
import { type Acting, may } from "./acting.ts";
import { moveBranch } from "./branches.ts";
import { commitEdit, committing, type Edit, signature } from "./commits.ts";

function mayPush(act: Acting, pull: Pull): void {
  if (pull.author === act.actor || act.actor === pull.headRepo.owner || may(act, pull.repo, "write")) return;
  throw new Refusal(403, `${act.actor.login} may not push to the branch of ${pull.author.login}`);
}

export function push(act: Acting, pull: Pull, edit: Edit): string {
  mayPush(act, pull);
  const sha = commitEdit(act, pull.headSha, edit);
  moveBranch(act, pull.headRepo, pull.headRef, sha);
  return sha;
}

/** Replaces all the pull request's commits by one on the merge base. */
export function forcePush(act: Acting, pull: Pull, edit: Edit): string {
  mayPush(act, pull);
  const sha = commitEdit(act, pullComparison(act.world, pull).mergeBase, { message: pull.title, ...edit });
  moveBranch(act, pull.headRepo, pull.headRef, sha);
  return sha;
}

/** Every commit again on the base's tip, with new committer dates: new shas, and the same diff where the base left its lines alone. */
export function rebase(act: Acting, pull: Pull): string {
  mayPush(act, pull);
  const { git } = act.world;
  let onto = act.world.tip(pull.repo, pull.baseRef) ?? pull.baseSha;
  const { commits } = pullComparison(act.world, pull);
  for (const commit of commits.filter((one) => one.parents.length < 2)) {
    const [parent] = commit.parents;
    const before = parent === undefined ? new Map<string, string>() : git.filesAt(parent);
    const merged = mergeTrees(git, before, git.filesAt(onto), git.files(commit.tree));
    if (merged.kind === "conflict") throw new Refusal(422, `Conflict in ${merged.paths.join(", ")}`);
    const modes = mergedModes(
      parent === undefined ? new Map() : git.modesAt(parent),
      git.modesAt(onto),
      git.modes(commit.tree),
    );
    const tree = git.writeTree(merged.files, modes);
    // a rebase in the very second of the old commit would make the same sha again
    const at = Math.max(act.world.clock.now(), commit.committer.at + 1_000);
    const { committer, ...signed } = committing(act);
    const { author, message } = commit;
    onto = git.writeCommit({ tree, parents: [onto], author, committer: { ...committer, at }, ...signed, message });
  }
  moveBranch(act, pull.headRepo, pull.headRef, onto);
  return onto;
}

/** Merges the base branch into the head. Throws a 422 on conflicts. */
export function updateBranch(act: Acting, pull: Pull): string {
  mayPush(act, pull);
  const { git } = act.world;
  const base = act.world.tip(pull.repo, pull.baseRef) ?? pull.baseSha;
  const merged = merging(act.world, base, pull.headSha);
  if (merged.kind === "conflict") throw new Refusal(422, "merge conflict between base and head");
  const who = signature(act);
  const message = `Merge branch '${pull.baseRef}' into ${pull.headRef}`;
  const tree = mergedTree(act.world, merged.files, base, pull.headSha);
  const sha = git.writeCommit({ tree, parents: [pull.headSha, base], author: who, committer: who, message });
  moveBranch(act, pull.headRepo, pull.headRef, sha);
  return sha;
}

/** Points the head branch at a commit that exists, as when two branches share one. */
export function pushCommit(act: Acting, pull: Pull, sha: string): string {
  mayPush(act, pull);
  moveBranch(act, pull.headRepo, pull.headRef, sha);
  return sha;
}

/** A small change to one of the changed files, for people who only want to see what a push does. */
export function touch(act: Acting, pull: Pull, path?: string): string {
  const { files } = pullComparison(act.world, pull);
  const target = path ?? files.find((file) => file.status !== "removed")?.path;
  const blob = target === undefined ? undefined : act.world.git.filesAt(pull.headSha).get(target);
  if (target === undefined || blob === undefined) throw new Refusal(422, "there is no file to change");
  const text = act.world.git.text(blob);
  const note = `touched at ${new Date(act.world.clock.now()).toISOString()}`;
  const line = /\.(go|ts|js|java)$/.test(target)
    ? `// ${note}`
    : /\.(md|html)$/.test(target)
      ? `<!-- ${note} -->`
      : `# ${note}`;
  const ended = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  return push(act, pull, { files: { [target]: `${ended}${line}\n` }, message: `Touch ${target}` });
}
