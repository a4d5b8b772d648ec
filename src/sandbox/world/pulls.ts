/**
 * What follows from a pull request's head and base: its commits, files, merge base and whether it can be merged. Cached until one of
 * them moves.
 */

import { commitsBetween, mergeBase } from "../git/history.ts";
import { type Merged, mergedModes, mergeTrees } from "../git/merge.ts";
import type { Commit, Files } from "../git/objects.ts";
import { type FileChange, treeDiff } from "../git/tree-diff.ts";
import type { Pull, QueueEntry, Repo } from "./model.ts";
import type { World } from "./world.ts";

interface Comparison {
  readonly mergeBase: string;
  readonly commits: readonly Commit[];
  readonly files: readonly FileChange[];
}

const kept = new WeakMap<World, Map<string, Comparison>>();
const KEEP = 4_000;

/** `base...head` as GitHub compares: from their merge base. `null` for unrelated histories. */
export function comparison(world: World, base: string, head: string): Comparison | null {
  const cache = kept.get(world) ?? new Map<string, Comparison>();
  kept.set(world, cache);
  const key = `${base}...${head}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const from = mergeBase(world.git, base, head);
  if (from === null) return null;
  const made = {
    mergeBase: from,
    commits: commitsBetween(world.git, base, head),
    files: treeDiff(world.git, world.git.filesAt(from), world.git.filesAt(head), {
      before: world.git.modesAt(from),
      after: world.git.modesAt(head),
    }),
  };
  if (cache.size >= KEEP) cache.clear();
  cache.set(key, made);
  return made;
}

const shown = new WeakMap<Pull, { readonly base: string; readonly head: string; readonly compared: Comparison }>();

/** The comparison a pull request shows: against the base branch's tip while open, as it was when merged or closed. */
export function pullComparison(world: World, pull: Pull): Comparison {
  const tip = pull.state === "open" ? world.tip(pull.repo, pull.baseRef) : undefined;
  return comparedAt(world, pull, tip ?? pull.baseSha);
}

function comparedAt(world: World, pull: Pull, base: string): Comparison {
  const known = shown.get(pull);
  if (known !== undefined && known.base === base && known.head === pull.headSha) return known.compared;
  const compared = comparison(world, base, pull.headSha) ?? { mergeBase: pull.baseSha, commits: [], files: [] };
  shown.set(pull, { base, head: pull.headSha, compared });
  return compared;
}

/** What merging the head into the base's tip would give. */
export function merging(world: World, base: string, head: string): Merged {
  const from = mergeBase(world.git, base, head);
  if (from === null) return { kind: "conflict", paths: [] };
  return mergeTrees(world.git, world.git.filesAt(from), world.git.filesAt(base), world.git.filesAt(head));
}

/** The tree of a merge of these files, with the modes of both sides. */
export function mergedTree({ git }: World, files: Files, base: string, head: string): string {
  const from = mergeBase(git, base, head);
  const modes = from === null ? new Map() : mergedModes(git.modesAt(from), git.modesAt(base), git.modesAt(head));
  return git.writeTree(files, modes);
}

export function mergeable(world: World, pull: Pull): "mergeable" | "conflicting" {
  const tip = world.tip(pull.repo, pull.baseRef) ?? pull.baseSha;
  return merging(world, tip, pull.headSha).kind === "merged" ? "mergeable" : "conflicting";
}

export function pullsOf(repo: Repo): Pull[] {
  return [...repo.subjects.values()].filter((subject) => subject.kind === "pull");
}

/** Its place in a merge queue; `null`: it waits in none. */
export function queueEntry(pull: Pull): QueueEntry | null {
  return pull.repo.queues.get(pull.baseRef)?.find((entry) => entry.pull === pull) ?? null;
}

/** Open pull requests whose head this is. */
export function openPullsAt(repo: Repo, headSha: string): Pull[] {
  const found: Pull[] = [];
  for (const subject of repo.subjects.values()) {
    if (subject.kind === "pull" && subject.headSha === headSha && subject.state === "open") found.push(subject);
  }
  return found;
}

/** Pull requests of the repository that have the commit: as head, among their commits, or as what merging made. */
export function pullsWithCommit(world: World, repo: Repo, sha: string): Pull[] {
  const tips = new Map<string, string | undefined>();
  const found: Pull[] = [];
  for (const pull of repo.subjects.values()) {
    if (pull.kind !== "pull") continue;
    if (!tips.has(pull.baseRef)) tips.set(pull.baseRef, world.tip(repo, pull.baseRef));
    const tip = pull.state === "open" ? tips.get(pull.baseRef) : undefined;
    const among = () => comparedAt(world, pull, tip ?? pull.baseSha).commits.some((commit) => commit.sha === sha);
    if (pull.headSha === sha || pull.merged?.sha === sha || among()) found.push(pull);
  }
  return found;
}

/** A branch, `refs/…` name, `HEAD` or full sha to the commit it means in this repository. */
export function resolved(world: World, repo: Repo, name: string): string | null {
  const branch = name === "HEAD" ? repo.defaultBranch : name;
  const named =
    repo.refs.get(branch) ??
    repo.refs.get(`refs/heads/${branch}`) ??
    repo.refs.get(`refs/${branch.replace(/^refs\//, "")}`);
  if (named !== undefined) return named;
  return /^[0-9a-f]{40}$/.test(name) && world.git.commit(name) !== undefined ? name : null;
}
