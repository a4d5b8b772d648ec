/** `rung who`: tells who may approve paths, folders, or everything in a tree. */

import { indexed } from "../registry/registry-index.ts";
import type { Registry } from "../registry/registry-types.ts";
import type { RepositoryName } from "../shared/names.ts";
import { registryFile } from "./checkout.ts";
import { type Ending, type Io, misused, readOr } from "./command.ts";
import { wholeRegistry } from "./registry-file.ts";
import { type Answer, inAreaOrder } from "./who/answer.ts";
import { type Telling, tellings } from "./who/answers-asked.ts";
import { listedPaths, requestedPaths, requestedTree } from "./who/paths-asked.ts";
import { asLines, treeJson } from "./who/who-text.ts";

interface Asked {
  readonly paths: readonly string[];
  readonly tree: boolean;
  readonly registry: string | null;
  readonly repo: RepositoryName | null;
  /** The branch that is merged into. */
  readonly base: string | null;
  readonly extends: string | null;
  readonly json: boolean;
}

export function run({ paths, tree, registry, repo, base, extends: extended, json }: Asked, io: Io): Ending {
  if (paths.length === 0 && !tree) return misused("who takes at least one path, or --tree");
  const words = typedWords(io, paths);
  if (words === null) return 1;
  const asked = tree ? requestedTree(io, words) : requestedPaths(io, words);
  if ("problem" in asked) return asked;
  if (asked.length === 0) io.err("the standard input names no path, so there is nothing to tell");
  const file = registryFile(io, registry ?? (tree ? (words[0] ?? null) : null));
  const whole = wholeRegistry(io, file, extended, repo ?? undefined);
  const told = whole === null ? null : tellings(io, indexed(whole), { asked, tree, repo, base: base ?? "" });
  if (told === null || whole === null) return 1;
  if (json) io.out(JSON.stringify(asJson(told, tree, whole), null, 2));
  else for (const line of told.flatMap((one) => asLines(one, tree))) io.out(line);
  return 0;
}

function asJson(told: readonly Telling[], isTree: boolean, registry: Registry): unknown {
  const ordered = told.map(
    (one): Telling =>
      one.kind === "file"
        ? { ...one, answers: one.answers.map((answer) => inAreaOrder(answer, registry)) }
        : { ...one, answers: one.answers.map((answer) => inAreaOrder(answer, registry)) },
  );
  return isTree ? treeJson(ordered) : ordered.flatMap(({ answers }): readonly Answer[] => answers);
}

/** What was typed, `-` replaced by what the standard input names; `null` after telling that it cannot be read. */
function typedWords(io: Io, words: readonly string[]): readonly string[] | null {
  const typed: string[] = [];
  for (const word of words) {
    const text = word === "-" ? readOr(io, word) : null;
    if (word === "-" && text === null) return null;
    typed.push(...(text === null ? [word] : listedPaths(text)));
  }
  return typed;
}
