/** The answers to everything that was asked, for each repository that may be meant. */

import { existsSync } from "node:fs";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { type RepositoryName, sameName } from "../../shared/names.ts";
import { filesBelow, treeRoot } from "../checkout.ts";
import type { Io } from "../command.ts";
import { cannotRead } from "../file-fault.ts";
import { originAt } from "../repository.ts";
import { type Answer, answersFor } from "./answer.ts";
import { answersBelow, type FolderAnswer, samplesBelow } from "./answers-below.ts";
import type { RequestedPath } from "./paths-asked.ts";

export type Telling =
  | { readonly kind: "file"; readonly answers: readonly Answer[]; readonly isNamed: boolean }
  | {
      readonly kind: "folder";
      readonly path: string;
      readonly answers: readonly FolderAnswer[];
      readonly files: readonly string[];
      readonly isNamed: boolean;
    };

interface Questions {
  readonly asked: readonly RequestedPath[];
  /** Only of files that are there. */
  readonly tree: boolean;
  /** `null`: any that areas name. */
  readonly repo: RepositoryName | null;
  /** The branch that is merged into; empty: any. */
  readonly base: string;
}

/** `null` after telling which folder cannot be read. */
export function tellings(io: Io, index: RegistryIndex, questions: Questions): readonly Telling[] | null {
  const { asked, repo, base } = questions;
  const named = repo === null ? namedRepositories(index.registry) : [repo];
  const told: Telling[] = [];
  for (const one of asked) {
    if (one.kind === "folder") {
      const folder = belowFolder(io, index, one, { ...questions, named });
      if (folder === null) return null;
      told.push(folder);
      continue;
    }
    const answers = named.flatMap((repository) => answersFor(index, { repository, path: one.path, base }));
    told.push({ kind: "file", answers, isNamed: named.length > 1 });
  }
  return told;
}

/** Every repository that areas name, since any may be meant; one without a name where they name none. */
function namedRepositories({ areas }: Registry): readonly RepositoryName[] {
  const names = new Map(areas.flatMap(({ repos }) => repos.map((name) => [name.toLowerCase(), name])));
  return names.size === 0 ? [{ owner: "", name: "" }] : [...names.values()].map((name) => ({ owner: "", name }));
}

interface Below extends Questions {
  readonly named: readonly RepositoryName[];
}

function belowFolder(io: Io, index: RegistryIndex, asked: RequestedPath, below: Below): Telling | null {
  const { path } = asked;
  const files = filesOf(io, asked);
  if (files === null) return null;
  const toCome = below.tree ? [] : samplesBelow(index, path, { known: files.length });
  const repositories = ofTheCheckout(io, asked, below);
  const answers = repositories.flatMap((repository) =>
    answersBelow(index, { repository, path, base: below.base }, files, toCome),
  );
  return { kind: "folder", path, answers, files, isNamed: repositories.length > 1 };
}

/** The files are those of one repository: of the one that git says, where areas name it. */
function ofTheCheckout(io: Io, { place }: RequestedPath, { named, repo }: Below): readonly RepositoryName[] {
  const own = repo === null ? originAt(io, treeRoot(io, place)) : null;
  if (own === null) return named;
  return named.some(({ name }) => name === "" || sameName(name, own.name)) ? [own] : named;
}

/** None of a folder that is not there yet. */
function filesOf(io: Io, { place }: RequestedPath): readonly string[] | null {
  if (!existsSync(place)) return [];
  try {
    return filesBelow(io, place);
  } catch (error) {
    io.err(cannotRead(error, place, io));
    return null;
  }
}
