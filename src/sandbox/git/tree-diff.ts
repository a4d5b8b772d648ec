/** The changed files between two trees with their patches, renames found as git finds them. */

import { linesOf, unifiedPatch } from "./line-diff.ts";
import type { Files, Modes, ObjectStore } from "./objects.ts";

export interface FileChange {
  readonly path: string;
  readonly previousPath: string | null;
  readonly status: "added" | "modified" | "removed" | "renamed";
  /** Blob after the change; of a removed file, the last one, as GitHub's REST gives it. */
  readonly blob: string;
  readonly additions: number;
  readonly deletions: number;
  /** `null` for binary files, pure renames and patches too large for GitHub to send. */
  readonly patch: string | null;
}

const MAX_PATCH = 1_000_000;
/** Similar files are looked for only while there are few; identical ones always. */
const MAX_PAIRS = 2_500;

/** The changes in path order. A missing path in `before` is an added file, in `after` a removed one. */
export function treeDiff(
  store: ObjectStore,
  before: Files,
  after: Files,
  modes: { readonly before: Modes; readonly after: Modes } = { before: new Map(), after: new Map() },
): FileChange[] {
  const removed = new Map([...before].filter(([path]) => !after.has(path)));
  const added = new Map([...after].filter(([path]) => !before.has(path)));
  const renames = renamed(store, removed, added);
  const changes: FileChange[] = [];
  for (const [path, blob] of after) {
    const from = renames.get(path);
    const was = from === undefined ? before.get(path) : before.get(from);
    if (from !== undefined && was !== undefined) {
      changes.push(change(store, { path, previousPath: from, status: "renamed", was, blob }));
    } else if (was === undefined) changes.push(change(store, { path, previousPath: null, status: "added", was, blob }));
    else if (was !== blob || modes.before.get(path) !== modes.after.get(path))
      changes.push(change(store, { path, previousPath: null, status: "modified", was, blob }));
  }
  const moved = new Set(renames.values());
  for (const [path, was] of removed) {
    if (!moved.has(path))
      changes.push(change(store, { path, previousPath: null, status: "removed", was, blob: undefined }));
  }
  return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** New path → old path: identical blobs first, then texts that share at least half of their lines. */
function renamed(store: ObjectStore, removed: Files, added: Files): Map<string, string> {
  const free = new Map(removed);
  const renames = new Map<string, string>();
  for (const [path, blob] of added) {
    const twin = [...free].find(([, old]) => old === blob);
    if (twin === undefined) continue;
    renames.set(path, twin[0]);
    free.delete(twin[0]);
  }
  const left = [...added].filter(([path]) => !renames.has(path));
  if (left.length * free.size > MAX_PAIRS) return renames;
  for (const [path, blob] of left) {
    const scored = [...free].map(([old, oldBlob]) => ({ old, score: similarity(store, oldBlob, blob) }));
    const best = scored.sort((a, b) => b.score - a.score)[0];
    if (best === undefined || best.score < 0.5) continue;
    renames.set(path, best.old);
    free.delete(best.old);
  }
  return renames;
}

function similarity(store: ObjectStore, a: string, b: string): number {
  const [left, right] = [store.text(a), store.text(b)];
  if (left === "" || right === "" || isBinary(left) || isBinary(right)) return 0;
  const counts = new Map<string, number>();
  for (const line of linesOf(left)) counts.set(line, (counts.get(line) ?? 0) + 1);
  let shared = 0;
  for (const line of linesOf(right)) {
    const count = counts.get(line) ?? 0;
    if (count === 0) continue;
    counts.set(line, count - 1);
    shared += line.length;
  }
  return shared / Math.max(left.length, right.length);
}

export function isBinary(text: string): boolean {
  return text.slice(0, 8_000).includes("\0");
}

function change(
  store: ObjectStore,
  file: Pick<FileChange, "path" | "previousPath" | "status"> & { was: string | undefined; blob: string | undefined },
): FileChange {
  const { path, previousPath, status } = file;
  const blob = file.blob ?? file.was ?? "";
  const before = file.was === undefined ? "" : store.text(file.was);
  const after = file.blob === undefined ? "" : store.text(file.blob);
  if (isBinary(before) || isBinary(after) || file.was === file.blob) {
    return { path, previousPath, status, blob, additions: 0, deletions: 0, patch: null };
  }
  const { text, additions, deletions } = unifiedPatch(before, after);
  const patch = text === "" || text.length > MAX_PATCH ? null : text;
  return { path, previousPath, status, blob, additions, deletions, patch };
}
