/** Questions about the graph of commits: ancestors, merge bases, which commits a head has and a base lacks. */

import type { Commit, ObjectStore } from "./objects.ts";

/** Every commit reachable from `sha`, itself included. */
export function ancestors(store: ObjectStore, sha: string): Set<string> {
  const seen = new Set<string>();
  const waiting = [sha];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...(store.commit(next)?.parents ?? []));
  }
  return seen;
}

/** The nearest common ancestor, or `null` for unrelated histories. Of several (criss-cross) the one met first going back from `head`. */
export function mergeBase(store: ObjectStore, base: string, head: string): string | null {
  if (base === head) return base;
  const ofBase = ancestors(store, base);
  const waiting = [head];
  const seen = new Set<string>();
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (ofBase.has(next)) return next;
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...(store.commit(next)?.parents ?? []));
  }
  return null;
}

/** Commits of `head` that `base` has not, parents before children: what a pull request lists. */
export function commitsBetween(store: ObjectStore, base: string, head: string): Commit[] {
  const excluded = ancestors(store, base);
  const done = new Set<string>();
  const ordered: Commit[] = [];
  const waiting: { sha: string; parentsDone: boolean }[] = [{ sha: head, parentsDone: false }];
  for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
    if (excluded.has(step.sha) || done.has(step.sha)) continue;
    const commit = store.known(step.sha);
    if (step.parentsDone) {
      done.add(step.sha);
      ordered.push(commit);
      continue;
    }
    waiting.push({ sha: step.sha, parentsDone: true });
    for (const parent of [...commit.parents].reverse()) waiting.push({ sha: parent, parentsDone: false });
  }
  return ordered;
}

export function isAncestor(store: ObjectStore, older: string, newer: string): boolean {
  return ancestors(store, newer).has(older);
}
