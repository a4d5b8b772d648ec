/**
 * Whether two diffs of a file are the same change (R33): both paths, both modes, and the content before and after. It is the same
 * where putting the change that was approved onto the base of now gives the files of the head of now, and nowhere else.
 */

import type { Difference } from "../model/diffs.ts";
import { sameTextChange } from "./text-change.ts";

/** A file as it is in a commit; `null` stands for its absence. */
export interface Entry {
  /** As git writes it: "100644", "100755", "120000" for a link, "160000" for a submodule. */
  readonly mode: string;
  /** For a submodule, the commit. */
  readonly blob: string;
}

/** A path at both ends of both diffs: the approved one and the present one. */
export interface PathStates {
  readonly approved: Ends;
  readonly present: Ends;
}

interface Ends {
  readonly before: Entry | null;
  readonly after: Entry | null;
}

export interface TwoDiffs {
  /** Every path that either diff names, old names of renamed files among them. */
  readonly paths: ReadonlyMap<string, PathStates>;
  /** New name → old name, of the files that were renamed in the diff. */
  readonly approvedRenamed: ReadonlyMap<string, string>;
  readonly presentRenamed: ReadonlyMap<string, string>;
}

/** Texts by blob; `null`: it is no text, or too large to be had. */
type Texts = ReadonlyMap<string, string | null>;

/** The blobs whose text decides: where the base changed the file, and both diffs did so too. Each once. */
export function textsNeeded(diffs: TwoDiffs): readonly string[] {
  const wanted = new Set<string>();
  for (const { states } of unitsOf(diffs)) {
    if (!(contentOf(states) === "by text")) continue;
    for (const entry of [states.approved.before, states.approved.after, states.present.before, states.present.after]) {
      if (entry !== null) wanted.add(entry.blob);
    }
  }
  return [...wanted];
}

/** Where the two diffs are not the same change, in the order of paths; empty: they are the same. */
export function differences(diffs: TwoDiffs, texts: Texts): readonly Difference[] {
  return unitsOf(diffs)
    .flatMap(({ path, states }): readonly Difference[] => {
      const why = differs(states, texts);
      return why === null ? [] : [{ path, places: placesOf(path, diffs), why: why === "" ? null : why }];
    })
    .toSorted((one, other) => (one.path < other.path ? -1 : 1));
}

interface Unit {
  readonly path: string;
  readonly states: PathStates;
}

/** A file that both diffs rename alike is one unit, from the old name to the new; everything else is examined path by path. */
function unitsOf({ paths, approvedRenamed, presentRenamed }: TwoDiffs): readonly Unit[] {
  const joined = new Map<string, Unit>();
  for (const [path, old] of approvedRenamed) {
    const [fresh, gone] = [paths.get(path), paths.get(old)];
    if (presentRenamed.get(path) !== old || fresh === undefined || gone === undefined) continue;
    const isMove = [fresh.approved.before, fresh.present.before, gone.approved.after, gone.present.after].every(
      (one) => one === null,
    );
    // Where the base left the old name alone, path by path is exact; else the text moved along with the name.
    if (!isMove || sameEntry(gone.approved.before, gone.present.before)) continue;
    // git's merge follows no name of an empty file: what the base has put into it since would be lost, or go elsewhere.
    if (isEmpty(gone.approved.before) || isEmpty(fresh.approved.after)) continue;
    // A link that the base made a file, or the other way round, is another thing under the same name: git would not merge it.
    if (kindOf(gone.approved.before) !== kindOf(gone.present.before)) continue;
    const states = {
      approved: { before: gone.approved.before, after: fresh.approved.after },
      present: { before: gone.present.before, after: fresh.present.after },
    };
    joined.set(path, { path, states });
    joined.set(old, { path, states });
  }
  const units = [...paths].map(([path, states]) => joined.get(path) ?? { path, states });
  return [...new Map(units.map((unit) => [unit.path, unit])).values()];
}

function placesOf(path: string, { approvedRenamed, presentRenamed }: TwoDiffs): readonly string[] {
  const olds = [approvedRenamed.get(path), presentRenamed.get(path)].filter((old) => old !== undefined);
  return [...new Set([path, ...olds])];
}

/** `null`: the same change. Empty: a different one. Otherwise why it is unknown. */
function differs(states: PathStates, texts: Texts): string | null {
  const { approved, present } = states;
  const content = contentOf(states);
  if (content === "mode moved") return "the base changed its mode too";
  if (content !== "by text") return content === "same" ? null : "";
  const [before, after, moved, result] = [approved.before, approved.after, present.before, present.after].map(
    (entry) => (entry === null ? null : (texts.get(entry.blob) ?? null)),
  );
  if (before == null || after == null || moved == null || result == null) {
    return "the base changed it too, and it is no text or too large";
  }
  const answer = sameTextChange({ before, after }, { before: moved, after: result });
  if (answer === "same") return null;
  if (answer === "overlapping") return "the base changed the same lines, or lines beside them";
  return answer === "too different" ? "the base changed too much of it" : "";
}

/** What modes and blobs alone tell. */
function contentOf({ approved, present }: PathStates): "same" | "different" | "mode moved" | "by text" {
  if (sameEntry(approved.before, present.before))
    return sameEntry(approved.after, present.after) ? "same" : "different";
  // The base changed the path.
  if (sameEntry(approved.before, approved.after))
    return sameEntry(present.before, present.after) ? "same" : "different";
  if (approved.before === null || approved.after === null || present.before === null || present.after === null)
    return "different";
  const kept = approved.before.mode === approved.after.mode;
  if (!kept && approved.before.mode !== present.before.mode) return "mode moved";
  if (present.after.mode !== (kept ? present.before.mode : approved.after.mode)) return "different";
  if (approved.before.blob === approved.after.blob)
    return present.before.blob === present.after.blob ? "same" : "different";
  if (approved.before.blob === present.before.blob)
    return approved.after.blob === present.after.blob ? "same" : "different";
  const plain = [approved.before, approved.after, present.before, present.after].every(({ mode }) =>
    mode.startsWith("100"),
  );
  return plain ? "by text" : "different";
}

/** The blob of no bytes, as SHA-1 and as SHA-256 name it. */
const EMPTY_BLOBS: readonly string[] = [
  "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
  "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
];

function isEmpty(entry: Entry | null): boolean {
  return entry !== null && EMPTY_BLOBS.includes(entry.blob);
}

/** The kind of a mode: a file, a symbolic link, a submodule. */
function kindOf(entry: Entry | null): string | null {
  return entry === null ? null : entry.mode.slice(0, 3);
}

export function sameEntry(one: Entry | null, other: Entry | null): boolean {
  if (one === null || other === null) return one === other;
  return one.mode === other.mode && one.blob === other.blob;
}
