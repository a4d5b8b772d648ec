/**
 * What a registry publishes into one repository, given the files of some of its commits. Pure and of plain data, so that it can run in a
 * worker.
 */

import { joined } from "../registry/extends.ts";
import {
  asksPaths,
  entriesFor,
  type Outcome,
  type Publishing,
  pathsToRead,
  planned,
  type Visibility,
  withheld,
} from "../registry/publishing/plan.ts";
import type { Publication } from "../registry/publishing/publication.ts";
import type { PublishEntry } from "../registry/publishing/publish-key.ts";
import { indexed } from "../registry/registry-index.ts";
import type { Registry } from "../registry/registry-types.ts";
import type { RepositoryName } from "../shared/names.ts";
import { ladderWords } from "./ladder-words.ts";

/** What is at a path: of a folder, a link or a submodule only the mode. */
export interface FileState {
  readonly mode: string;
  /** `null`: no text, or none that could be read whole. */
  readonly text: string | null;
}

/** By path, with the folders that lead to each. */
export type Snapshot = ReadonlyMap<string, FileState>;

export interface PublishedAsked extends Publishing {
  /** That is published into. */
  readonly repository: RepositoryName;
  /** Every file there; `null`: not known. */
  readonly paths: readonly string[] | null;
  readonly snapshots: readonly Snapshot[];
}

export interface PublishedFile {
  readonly path: string;
  /** The `file` of the registry's entry. */
  readonly entry: string;
  /** Whether an edit by hand fails the check. */
  readonly fails: boolean;
  /** Rung's part of it, whatever people's part is. */
  readonly content: string | null;
  readonly outcome: Outcome;
}

export interface Published {
  /** Whether it makes a difference which files there are. */
  readonly asksPaths: boolean;
  /** The files whose texts a snapshot must have; empty: nothing is published. */
  readonly reads: readonly string[];
  /** One for each snapshot. */
  readonly plans: readonly (readonly PublishedFile[])[];
}

/** `own`: the registry of the file itself; `null`: it is faulty, and nothing is published. */
export function publishedFiles(own: Registry | null, asked: PublishedAsked): Published {
  const { repository, paths, snapshots, visibility, webUrl, decisions = null } = asked;
  const registry = own === null ? null : withExtended(own, asked.extended);
  if (registry === null) return { asksPaths: false, reads: [], plans: snapshots.map(() => []) };
  const entries = entriesFor(registry, repository);
  const meant = entries.filter((entry) => withheld(entry, visibility) === null);
  const kept = entries.flatMap((entry) => withheldFile(entry, visibility));
  const given = {
    registry,
    repository,
    paths,
    webUrl,
    teams: new Map(),
    decisions,
    asks: ladderWords(indexed(registry), repository.owner),
  };
  return {
    asksPaths: asksPaths(meant),
    reads: pathsToRead(meant, given),
    plans: snapshots.map((snapshot) => [...kept, ...filesOf(meant, { ...given, ...over(snapshot) })]),
  };
}

/** `null`: the registry that it extends is not known, and without that the lists would be incomplete. */
function withExtended(own: Registry, extended: Registry | null): Registry | null {
  if (own.extends === undefined) return own;
  return extended === null || extended.extends !== undefined ? null : joined(own, extended);
}

function withheldFile(entry: PublishEntry, visibility: Visibility): readonly PublishedFile[] {
  const why = withheld(entry, visibility);
  return why === null
    ? []
    : [
        {
          path: entry.file,
          entry: entry.file,
          fails: false,
          content: null,
          outcome: { kind: "told", why, text: null },
        },
      ];
}

function filesOf(entries: readonly PublishEntry[], publication: Publication): readonly PublishedFile[] {
  return planned(entries, publication).flatMap(({ entry, files }) =>
    files.map(({ path, content, outcome }) => ({
      path,
      entry: entry.file,
      fails: entry.drift === "fail",
      content,
      outcome,
    })),
  );
}

function over(snapshot: Snapshot): Pick<Publication, "read" | "blocked"> {
  return { read: (path) => snapshot.get(path)?.text ?? null, blocked: (path) => blockedIn(snapshot, path) };
}

/** A path with every folder that leads to it, from the top. */
export function stepsTo(path: string): readonly string[] {
  const parts = path.split("/");
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

function blockedIn(snapshot: Snapshot, path: string): string | null {
  for (const step of stepsTo(path)) {
    const { mode, text } = snapshot.get(step) ?? { mode: null, text: null };
    if (mode === null) return null;
    if (mode === "120000") return `leads through ${step}, which is a link; nothing is written there`;
    const isLast = step === path;
    if (isLast ? !mode.startsWith("100") : mode !== "040000")
      return `cannot be written, since ${step} is ${isLast ? "no file" : "no folder"}`;
    if (isLast && text === null) return "is no text that GitHub gives whole; nothing of it is replaced";
  }
  return null;
}
