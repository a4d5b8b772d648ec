/** Who may approve what lies below a folder: one answer for each set of files that need the same approvals. */

import { samplePath } from "../../registry/glob.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { type Answer, answersFor, type Question } from "./answer.ts";

/** `path` is the folder. */
export interface FolderAnswer extends Answer {
  /** Those that are there. */
  readonly files: readonly string[];
  /** Where none is yet: a path that it would be asked for. */
  readonly example: string | null;
}

/** In the order in which the files come; then what patterns say of files to come. `question.path`: the folder. */
export function answersBelow(
  index: RegistryIndex,
  question: Question,
  files: readonly string[],
  toCome: readonly string[],
): readonly FolderAnswer[] {
  const found = new Map<string, { answer: Answer; files: string[]; example: string }>();
  const kinds = Map.groupBy([...new Set([...files, ...toCome])], (path) => kindOf(index, question, path));
  const there = new Set(files);
  for (const paths of kinds.values()) {
    const [example = ""] = paths;
    for (const answer of answersFor(index, { ...question, path: example })) {
      const same = JSON.stringify({ ...answer, path: "" });
      const known = found.get(same) ?? { answer, files: [], example };
      found.set(same, known);
      for (const path of paths) if (there.has(path)) known.files.push(path);
    }
  }
  return [...found.values()].map(({ answer, files: own, example }) => ({
    ...answer,
    path: question.path,
    files: own.toSorted(),
    example: own.length === 0 ? example : null,
  }));
}

/** Of equal kind: the same is asked for. */
function kindOf(index: RegistryIndex, { repository }: Question, path: string): string {
  const chains = index.areaPathsOf(repository, path).map(({ key }) => key);
  return JSON.stringify([chains, index.isRegistryPath(path), index.isGenerated(path)]);
}

/** A path below the folder for each pattern that begins there, and one of the folder itself where no file is known. */
export function samplesBelow(
  { registry }: RegistryIndex,
  folder: string,
  { known }: { readonly known: number },
): readonly string[] {
  const patterns = registry.areas.flatMap(({ paths }) => paths);
  const samples = patterns.flatMap((pattern) => samplePath(pattern) ?? []).filter((path) => path.startsWith(folder));
  return known === 0 ? [`${folder}x`, ...samples] : samples;
}
