/** Three-dot diffs: which are asked for, and in which paths two of them differ (R9). */
import type { DiffFacts, FileDiff } from "../snapshot/facts.ts";

/** A three-dot diff to fetch: `base...head`. */
export interface Comparison {
  /** Branch name. */
  readonly base: string;
  readonly head: string;
}

/** By `base...head`, see {@link diffKey}. */
export type Diffs = ReadonlyMap<string, DiffFacts>;

export function diffKey({ base, head }: Comparison): string {
  return `${base}...${head}`;
}

/** The paths among those asked about in which two diffs differ; `null`: they cannot be compared (R9, R14). */
export function changedFiles(
  then: DiffFacts | undefined,
  now: DiffFacts | undefined,
  owns: (path: string) => boolean,
): readonly string[] | null {
  if (then === undefined || now === undefined || !then.complete || !now.complete) return null;
  return differences(then, now)
    .filter(({ places }) => places.some(owns))
    .map(({ path }) => path);
}

interface Difference {
  readonly path: string;
  /** The path and, of a rename, the old one: either may lie in the area asked about (R12). */
  readonly places: readonly string[];
}

const compared = new WeakMap<DiffFacts, WeakMap<DiffFacts, readonly Difference[]>>();

/** Compared once for all areas and words; the diffs are immutable. Sorted by path. */
function differences(then: DiffFacts, now: DiffFacts): readonly Difference[] {
  const known = compared.get(then)?.get(now);
  if (known !== undefined) return known;
  const sameBase = then.mergeBase === now.mergeBase;
  const found = [...new Set([...then.files.keys(), ...now.files.keys()])]
    .filter((path) => !agree(then.files.get(path), now.files.get(path), sameBase))
    .toSorted((one, other) => (one < other ? -1 : 1))
    .map((path) => ({ path, places: placesOf(path, then, now) }));
  const others = compared.get(then) ?? new WeakMap<DiffFacts, readonly Difference[]>();
  compared.set(then, others.set(now, found));
  return found;
}

function placesOf(path: string, then: DiffFacts, now: DiffFacts): readonly string[] {
  const olds = [then.files.get(path)?.previousPath, now.files.get(path)?.previousPath];
  return [path, ...olds.filter((old) => old !== null && old !== undefined)];
}

function agree(then: FileDiff | undefined, now: FileDiff | undefined, sameBase: boolean): boolean {
  if (then === undefined || now === undefined) return false;
  if (then.status !== now.status || then.previousPath !== now.previousPath) return false;
  if (sameBase) return then.blob === now.blob;
  // From another starting point the file as a whole may differ by what the base brought; what the patch does must not. A patch
  // that GitHub left out proves nothing, the same content does.
  if (then.patch === null || now.patch === null) return then.patch === now.patch && then.blob === now.blob;
  return then.patch === now.patch;
}
