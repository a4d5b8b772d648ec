/** The changed files of a pull request, with the old paths of renames that GraphQL does not name (R12), all pages (R14). */
import { z } from "zod";
import type { Client } from "../github/client.ts";
import { Transient } from "../github/errors.ts";
import type { RepositoryName } from "../names.ts";
import type { ChangedFile, Listed } from "./facts.ts";
import { parsed } from "./pages.ts";
import type { Connection } from "./views.ts";

type GraphFile = { readonly path: string; readonly changeType: string };

/** GitHub's REST API ends here; beyond it the verdict is "cannot tell". */
const MOST_FILES = 3000;
const PER_PAGE = 100;

const restFiles = z.array(
  z.object({ filename: z.string(), status: z.string(), previous_filename: z.string().optional() }),
);

/** `first` is GraphQL's page; it suffices for up to a hundred files without renames, the usual case. */
export async function changedFiles(
  client: Client,
  pull: { readonly repository: RepositoryName; readonly number: number; readonly changedFiles: number },
  first: Connection<GraphFile> | null | undefined,
): Promise<Listed<ChangedFile>> {
  const total = Math.max(pull.changedFiles, first?.totalCount ?? 0);
  if (first && !needsRest(first)) {
    const items = first.nodes.map(({ path, changeType }) => ({
      path,
      previousPath: null,
      change: changeOf(changeType),
    }));
    return { items, complete: items.length >= total, total };
  }
  const items = await filesByRest(client, pull.repository, pull.number, total);
  const paths = new Set(items.map((file) => file.path));
  // The two APIs answered at two moments; if a push came between, neither list may be decided upon.
  if (first?.nodes.some((file) => !paths.has(file.path)))
    throw new Transient(`the files of #${pull.number} changed while they were read`);
  return { items, complete: items.length >= total, total: Math.max(total, items.length) };
}

function needsRest(first: Connection<GraphFile>): boolean {
  return (
    first.pageInfo.hasNextPage ||
    first.nodes.some(({ changeType }) => changeType === "RENAMED" || changeType === "COPIED")
  );
}

/** All pages at once: the number of files is known, and each page is a round trip. */
async function filesByRest(
  client: Client,
  repository: RepositoryName,
  number: number,
  total: number,
): Promise<ChangedFile[]> {
  const pages = Math.max(1, Math.ceil(Math.min(total, MOST_FILES) / PER_PAGE));
  const base = `/repos/${repository.owner}/${repository.name}/pulls/${number}/files`;
  const answers = await Promise.all(
    Array.from({ length: pages }, (_, index) => client.rest("GET", `${base}?per_page=${PER_PAGE}&page=${index + 1}`)),
  );
  return answers.flatMap(({ data }) =>
    parsed(restFiles, data, "changed files").map((file) => ({
      path: file.filename,
      previousPath: file.previous_filename ?? null,
      change: changeOf(file.status),
    })),
  );
}

/** GraphQL's and REST's words for how a file changed. An unknown one is "changed": the file counts all the same. */
export function changeOf(word: string): ChangedFile["change"] {
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
