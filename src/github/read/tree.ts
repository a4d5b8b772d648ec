/** Reads the paths of a repository's files at a commit: one request. */

import { z } from "zod";
import type { RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { repositoryPath } from "../client/repository-path.ts";
import { parsed } from "./graphql-pages.ts";

export interface TreePaths {
  /** Files, links and submodules; no folders. */
  readonly paths: readonly string[];
  /** False where GitHub cut the tree, or it has more than MAX_PATHS: then those are some of them. */
  readonly whole: boolean;
}

/** Processing more would make everything else wait. */
const MAX_PATHS = 50_000;

const treeView = z.object({
  tree: z.array(z.object({ path: z.string(), type: z.string() })),
  truncated: z.boolean().nullish(),
});

export async function readTree(client: Client, repository: RepositoryName, sha: string): Promise<TreePaths> {
  const path = `${repositoryPath(repository)}/git/trees/${encodeURIComponent(sha)}?recursive=1`;
  const { data } = await client.rest("GET", path);
  const { tree, truncated } = parsed(treeView, data, "a tree");
  const files = tree.filter(({ type }) => type !== "tree").map((entry) => entry.path);
  return { paths: files.slice(0, MAX_PATHS), whole: truncated !== true && files.length <= MAX_PATHS };
}
