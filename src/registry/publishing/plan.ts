/** What publishing would write into one repository, file by file, or why it would not. */

import type { RepositoryName } from "../../shared/names.ts";
import type { Registry } from "../registry-types.ts";
import { changedLines } from "./changed-lines.ts";
import { formats } from "./formats/index.ts";
import { withPart } from "./markers.ts";
import { type Difference, isRefusal, type Publication, type Refusal } from "./publication.ts";
import type { PublishEntry } from "./publish-key.ts";
import type { PublishedDecision } from "./published-decision.ts";
import { wholeText } from "./whole-file.ts";

export type Outcome =
  | { readonly kind: "same" }
  | { readonly kind: "written"; readonly text: string }
  /** A file that is Rung's from beginning to end, and that the registry asks for no more. */
  | { readonly kind: "removed" }
  /** `why`: a sentence that begins with the file; `text`: the content it would have, if that much is known. */
  | { readonly kind: "told"; readonly why: string; readonly text: string | null };

export interface PlannedFile {
  readonly path: string;
  /** The present text; `null`: none. */
  readonly before: string | null;
  /** Rung's part of it, whatever people's part is; `null`: unknown. */
  readonly content: string | null;
  readonly outcome: Outcome;
}

export interface PlannedEntry {
  readonly entry: PublishEntry;
  readonly files: readonly PlannedFile[];
  /** Between the registry and what it is published as; one without a reason is why nothing of the entry is written. */
  readonly differences: readonly Difference[];
}

/** The entries that publish into a repository; without its name: into the registry's own. */
export function entriesFor(registry: Registry, repository: RepositoryName): readonly PublishEntry[] {
  const own = registry.sources[0]?.repository.name.toLowerCase() ?? "";
  const asked = repository.name.toLowerCase();
  return (registry.publish ?? []).filter(({ repos }) =>
    repos.length === 0 ? own === asked : repos.some((name) => name.toLowerCase() === asked),
  );
}

/** Every repository that something is published into, by name; empty: the registry's own, where that has no name. */
export function publishedRepositories(registry: Registry): readonly string[] {
  const own = registry.sources[0]?.repository.name ?? "";
  const named = (registry.publish ?? []).flatMap(({ repos }) => (repos.length === 0 ? [own] : repos));
  return [...new Map(named.map((name) => [name.toLowerCase(), name])).values()];
}

/** Publishing what is planned, and planning again, gives nothing but files that are the same (R65). */
export function planned(entries: readonly PublishEntry[], publication: Publication): readonly PlannedEntry[] {
  return entries.map((entry) => plannedEntry(entry, publication));
}

/** Whether it makes a difference to what is planned which files are there. */
export function asksPaths(entries: readonly PublishEntry[]): boolean {
  return entries.some((entry) => {
    const format = formats[entry.as];
    return format.kind === "whole" && format.differences !== undefined;
  });
}

/** The files whose texts planning needs, so that they can all be read beforehand. */
export function pathsToRead(
  entries: readonly PublishEntry[],
  publication: Omit<Publication, "read" | "blocked">,
): readonly string[] {
  const asked = new Set<string>();
  const read = (path: string) => {
    asked.add(path);
    return null;
  };
  planned(entries, { ...publication, read, blocked: () => null });
  return [...asked];
}

function plannedEntry(entry: PublishEntry, publication: Publication): PlannedEntry {
  const format = formats[entry.as];
  const { file } = entry;
  if (format.kind === "part") {
    const lines = format.lines(entry, publication);
    return {
      entry,
      files: [fileAt(file, publication, (before) => (isRefusal(lines) ? lines : withPart(before, lines)))],
      differences: [],
    };
  }
  if (format.kind === "within")
    return {
      entry,
      files: [fileAt(file, publication, (before) => format.text(before, entry, publication))],
      differences: [],
    };
  const files = format.files(entry, publication);
  if (isRefusal(files)) return { entry, files: [fileAt(file, publication, () => files)], differences: [] };
  const leftovers = format.leftovers?.(files, publication) ?? [];
  const differences = format.differences?.(files, entry, publication) ?? [];
  const isProven = differences.every(({ reason }) => reason !== null);
  const plans = [
    ...files.map((one) => fileAt(one.path, publication, (before) => wholeText(one, before, publication))),
    ...leftovers.map((path) => removedAt(path, publication)),
  ];
  return {
    entry,
    files: isProven ? plans : plans.map((plan) => ({ ...plan, outcome: unproven(plan) })),
    differences,
  };
}

function unproven({ path, before, outcome }: PlannedFile): Outcome {
  const text = outcome.kind === "same" ? before : outcome.kind === "removed" ? null : outcome.text;
  return {
    kind: "told",
    why: `${path} would say something else than the registry, and Rung knows no reason for it`,
    text,
  };
}

function removedAt(path: string, { read, blocked }: Publication): PlannedFile {
  const why = blocked(path);
  const outcome: Outcome = why === null ? { kind: "removed" } : { kind: "told", why: `${path} ${why}`, text: null };
  return { path, before: why === null ? read(path) : null, content: null, outcome };
}

function fileAt(
  path: string,
  publication: Publication,
  made: (before: string | null) => { readonly text: string } | Refusal,
): PlannedFile {
  const blocked = publication.blocked(path);
  const before = blocked === null ? publication.read(path) : null;
  if (blocked !== null)
    return { path, before, content: null, outcome: { kind: "told", why: `${path} ${blocked}`, text: null } };
  const after = made(before);
  const fresh = before === null ? after : made(null);
  const text = isRefusal(fresh) ? null : fresh.text;
  if (isRefusal(after))
    return { path, before, content: text, outcome: { kind: "told", why: `${path} ${after.refused}`, text } };
  const outcome: Outcome = after.text === before ? { kind: "same" } : { kind: "written", text: after.text };
  return { path, before, content: text ?? changeOf(before ?? "", after.text), outcome };
}

/** For a text in which Rung replaces some lines. */
function changeOf(before: string, after: string): string {
  const { found, wanted } = changedLines(before, after);
  return [...found, "", ...wanted].join("\n");
}

export interface Visibility {
  /** The visibility of the registry's repository. */
  readonly from: "private" | "public";
  /** The visibility of the repository that is published into. */
  readonly to: "private" | "public";
}

/** What publishing needs besides the text of a registry. */
export interface Publishing {
  /** The registry that it may extend; `null`: not known, and then a registry that extends publishes nothing. */
  readonly extended: Registry | null;
  readonly visibility: Visibility;
  /** GitHub's address for browsers, without a slash at its end. */
  readonly webUrl: string;
  /** The decisions that have ended; absent: not known. */
  readonly decisions?: readonly PublishedDecision[];
}

/** Why an entry is not to leave a private registry, as a sentence; `null`: it may. */
export function withheld({ file, public: isMeant }: PublishEntry, { from, to }: Visibility): string | null {
  return from === "private" && to === "public" && !isMeant
    ? `${file} is not published: the registry is private and the repository public; \`public: true\` on the entry allows it`
    : null;
}
