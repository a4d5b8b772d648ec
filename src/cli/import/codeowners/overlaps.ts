/**
 * Turns rules of which the last match counts into areas of which the most specific counts. Rules that never apply are left out; where a
 * later, wider rule overrides part of an earlier, narrower one, it is given the narrower pattern too.
 */

import { glob } from "../../../registry/glob.ts";

export interface Pattern {
  readonly glob: string;
  /** Place of its rule in the file; the later counts. */
  readonly order: number;
  /** Whose it is: patterns of one group may share an area. */
  readonly group: string;
}

/** More patterns than these are not made for overlaps; what they would have said is found when the result is proved. */
const MAX_MADE = 4000;

/** Patterns that a later one covers whole never apply. */
export function living(patterns: readonly Pattern[]): readonly Pattern[] {
  const latest = new Map<string, number>();
  for (const { glob: each, order } of patterns) latest.set(each, Math.max(latest.get(each) ?? -1, order));
  return patterns.filter(({ glob: each, order }) =>
    coversOf(each).every((cover) => (latest.get(cover) ?? -1) <= order),
  );
}

/** The pattern itself, and every folder around it. */
function coversOf(pattern: string): readonly string[] {
  const segments = pattern.split("/");
  const folders = segments.slice(0, -1).map((_, index) => `${segments.slice(0, index + 1).join("/")}/**`);
  return ["**", ...folders, pattern];
}

/**
 * The given patterns with those that give later rules what they have within earlier, narrower ones: of files by their names wherever the
 * earlier pattern is, since the two together show them; of folders by their names where the tree has such a folder.
 */
export function withOverlaps(patterns: readonly Pattern[], paths: readonly string[]): readonly Pattern[] {
  const isThere = folderFinder(paths);
  const beginnings = new Map(patterns.map((pattern) => [pattern, glob(pattern.glob).beginning]));
  const wide = patterns.map((pattern) => ({ pattern, reach: reachOf(pattern.glob) }));
  const made = new Map<string, Pattern>();
  for (const { pattern: later, reach } of wide) {
    if (reach === null) continue;
    const whole = glob(later.glob);
    for (const earlier of patterns) {
      if (earlier.order >= later.order || earlier.group === later.group) continue;
      const start = beginnings.get(earlier) ?? "";
      if (start.length <= whole.beginning.length || !start.startsWith(whole.beginning)) continue;
      const common = commonOf(reach, whole.matches, earlier.glob);
      if (common !== null && (!reach.includes("/") || isThere(common)))
        made.set(`${later.order} ${common}`, { ...later, glob: common });
      if (made.size >= MAX_MADE) return [...patterns, ...made.values()];
    }
  }
  return [...patterns, ...made.values()];
}

/** Whether the tree has a file that the pattern matches. */
function folderFinder(paths: readonly string[]): (pattern: string) => boolean {
  const sorted = paths.toSorted((a, b) => (a < b ? -1 : 1));
  return (pattern) => {
    const { beginning, matches } = glob(pattern);
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((sorted[middle] ?? "") < beginning) low = middle + 1;
      else high = middle;
    }
    for (let at = low; sorted[at]?.startsWith(beginning) === true; at += 1) if (matches(sorted[at] ?? "")) return true;
    return false;
  };
}

/** What a pattern of the form `…/**` + `/rest` asks of the end of a path; `null` for another form. */
function reachOf(pattern: string): string | null {
  const found = /^(?:[^*?[\\]*\/)?\*\*\/(.+)$/.exec(pattern);
  return found?.[1] ?? null;
}

function commonOf(rest: string, matches: (path: string) => boolean, earlier: string): string | null {
  if (!/[*?[\\]/.test(earlier)) return matches(earlier) ? earlier : null;
  const folder = /^([^*?[\\]+)\/\*\*$/.exec(earlier)?.[1];
  // Within `docs/**` all of it is `**/docs/**`'s.
  if (folder !== undefined) return matches(`${folder}/x`) && rest.endsWith("/**") ? earlier : `${folder}/**/${rest}`;
  const flat = /^([^*?[\\]+)\/\*$/.exec(earlier)?.[1];
  return flat !== undefined && !rest.includes("/") ? `${flat}/${rest}` : null;
}

export interface Grouped {
  readonly group: string;
  readonly patterns: readonly Pattern[];
}

/** Areas in the order they are to be written in: of equally specific patterns the one written last counts. */
export function grouped(patterns: readonly Pattern[]): readonly Grouped[] {
  const areas: { group: string; patterns: Pattern[] }[] = [];
  const lastOf = new Map<string, number>();
  // By literal beginning: the last area that has such a pattern, and of which group.
  const seen = new Map<string, number>();
  for (const pattern of [...patterns].sort((a, b) => a.order - b.order)) {
    const start = glob(pattern.glob).beginning;
    const home = lastOf.get(pattern.group);
    const before = seen.get(start) ?? -1;
    if (home !== undefined && home >= before) areas[home]?.patterns.push(pattern);
    else {
      lastOf.set(pattern.group, areas.length);
      areas.push({ group: pattern.group, patterns: [pattern] });
    }
    seen.set(start, Math.max(before, lastOf.get(pattern.group) ?? 0));
  }
  return areas;
}
