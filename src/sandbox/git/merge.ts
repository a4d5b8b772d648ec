/** Three-way merges of whole trees and of single texts, as `git merge` and `git rebase` would do them where nothing conflicts. */

import { type Change, changedLines, linesOf } from "./line-diff.ts";
import type { Files, Mode, Modes, ObjectStore } from "./objects.ts";

export type Merged =
  | { readonly kind: "merged"; readonly files: Files }
  | { readonly kind: "conflict"; readonly paths: readonly string[] };

/** Applies to `ours` what `theirs` changed since `base`. */
export function mergeTrees(store: ObjectStore, base: Files, ours: Files, theirs: Files): Merged {
  const files = new Map(ours);
  const conflicts: string[] = [];
  for (const path of new Set([...base.keys(), ...theirs.keys()])) {
    const was = base.get(path);
    const their = theirs.get(path);
    const our = ours.get(path);
    if (their === was || their === our) continue;
    if (our === was) {
      if (their === undefined) files.delete(path);
      else files.set(path, their);
      continue;
    }
    const text =
      was === undefined || their === undefined || our === undefined
        ? null
        : mergeTexts(store.text(was), store.text(our), store.text(their));
    if (text === null) conflicts.push(path);
    else files.set(path, store.writeBlob(text));
  }
  return conflicts.length > 0 ? { kind: "conflict", paths: conflicts } : { kind: "merged", files };
}

/** The modes that go with merged files: what `theirs` changed since `base`, else `ours`. */
export function mergedModes(base: Modes, ours: Modes, theirs: Modes): Modes {
  const paths = new Set([...base.keys(), ...ours.keys(), ...theirs.keys()]);
  return new Map(
    [...paths].flatMap((path): readonly (readonly [string, Mode])[] => {
      const mode = theirs.get(path) === base.get(path) ? ours.get(path) : theirs.get(path);
      return mode === undefined ? [] : [[path, mode]];
    }),
  );
}

/** The merged text, or `null` where both sides changed the same or touching lines differently. */
export function mergeTexts(base: string, ours: string, theirs: string): string | null {
  const lines = linesOf(base);
  const [ourLines, theirLines] = [linesOf(ours), linesOf(theirs)];
  const tagged = [
    ...changedLines(lines, ourLines).map((change) => ({ change, from: ourLines })),
    ...changedLines(lines, theirLines).map((change) => ({ change, from: theirLines })),
  ].sort((left, right) => left.change.aFrom - right.change.aFrom || left.change.aTo - right.change.aTo);
  const merged: string[] = [];
  let at = 0;
  let last: { change: Change; from: readonly string[] } | null = null;
  for (const next of tagged) {
    if (last !== null && next.from !== last.from && next.change.aFrom <= last.change.aTo) {
      if (same(next, last)) continue;
      return null;
    }
    merged.push(...lines.slice(at, next.change.aFrom), ...next.from.slice(next.change.bFrom, next.change.bTo));
    at = next.change.aTo;
    last = next;
  }
  return [...merged, ...lines.slice(at)].join("");
}

function same(
  left: { change: Change; from: readonly string[] },
  right: { change: Change; from: readonly string[] },
): boolean {
  if (left.change.aFrom !== right.change.aFrom || left.change.aTo !== right.change.aTo) return false;
  const text = (side: { change: Change; from: readonly string[] }) =>
    side.from.slice(side.change.bFrom, side.change.bTo).join("");
  return text(left) === text(right);
}
