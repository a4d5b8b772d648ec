/** The changed files of a pull request, with the old paths of renames that GraphQL does not name (R12), of one head and base (R36). */

import type { ChangedFile, Listed } from "../../model/facts.ts";
import type { RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Declined, Gone } from "../client/errors.ts";
import { MAX_COMPARED, readComparison } from "./comparison.ts";
import type { Connection } from "./graphql-views.ts";
import { changedPaths } from "./trees.ts";

type GraphFile = { readonly path: string; readonly changeType: string } & Lines;

interface Lines {
  readonly additions?: number | undefined;
  readonly deletions?: number | undefined;
}

/** GitHub's lists of changed files end here; beyond it the verdict is "cannot tell". */
const MAX_FILES = 3000;

interface PullFiles {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly changedFiles: number;
  /** The commits that the first page was read at. */
  readonly base: string;
  readonly head: string;
}

/**
 * `first` is GraphQL's page; it is enough for up to a hundred files without renames, the usual case. Everything else is asked by
 * commits, never by the pull request's number: a head that moves away and back between two answers cannot mix them.
 */
export async function changedFiles(
  client: Client,
  pull: PullFiles,
  first: Connection<GraphFile> | null | undefined,
): Promise<Listed<ChangedFile>> {
  const total = Math.max(pull.changedFiles, first?.totalCount ?? 0);
  if (first && !needsMore(first)) {
    const items = first.nodes.map(graphFile);
    return { items, complete: items.length >= total, total };
  }
  if (total > MAX_FILES) return { items: [], complete: false, total };
  const both = await comparedOrNot(client, pull);
  if (both === null) return { items: [], complete: false, total };
  const { files, mergeBase } = both;
  if (total < MAX_COMPARED && files.length < MAX_COMPARED) {
    // GitHub may still show the pull request against an older state of its base: what either of the two names is asked about.
    const known = new Set(files.map(({ path }) => path));
    const others = (first?.nodes ?? []).filter(({ path }) => !known.has(path));
    const items = [...files, ...others.map(graphFile)];
    return { items, complete: items.length >= total, total: Math.max(total, items.length) };
  }
  const paths = await changedPaths(client, pull.repository, mergeBase, pull.head);
  if (paths === null) return { items: files, complete: false, total };
  // A rename is a deletion and an addition here: both its paths count.
  return { items: paths, complete: paths.length >= total, total: Math.max(total, paths.length) };
}

function graphFile(file: GraphFile): ChangedFile {
  return { path: file.path, previousPath: null, change: changeOf(file.changeType), ...linesOf(file) };
}

function linesOf({ additions, deletions }: Lines): Pick<ChangedFile, "lines"> {
  return additions === undefined || deletions === undefined ? {} : { lines: additions + deletions };
}

function needsMore(first: Connection<GraphFile>): boolean {
  return (
    first.pageInfo.hasNextPage ||
    first.nodes.some(({ changeType }) => changeType === "RENAMED" || changeType === "COPIED")
  );
}

/** `null`: GitHub has one of the commits no more, or declines to compare them. */
async function comparedOrNot(client: Client, pull: PullFiles) {
  try {
    return await compared(client, pull);
  } catch (error) {
    if (error instanceof Gone || error instanceof Declined) return null;
    throw error;
  }
}

/** As far as one comparison lists them. */
async function compared(
  client: Client,
  pull: PullFiles,
): Promise<{ readonly files: readonly ChangedFile[]; readonly mergeBase: string }> {
  const view = await readComparison(client, pull.repository, pull);
  const files = (view.files ?? []).map((file) => ({
    path: file.filename,
    previousPath: file.previous_filename ?? null,
    change: changeOf(file.status),
    ...linesOf(file),
  }));
  return { files, mergeBase: view.merge_base_commit.sha };
}

/** GraphQL's and REST's words for how a file changed. An unknown one means "changed": the file counts all the same. */
function changeOf(word: string): ChangedFile["change"] {
  const lower = word.toLowerCase();
  switch (lower) {
    case "added":
    case "modified":
    case "deleted":
    case "renamed":
    case "copied":
      return lower;
    case "removed":
      return "deleted";
    default:
      return "changed";
  }
}
