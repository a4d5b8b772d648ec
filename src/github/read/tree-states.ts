/** Modes and blobs from whole trees, where GraphQL does not tell them: one request for each commit. */

import { z } from "zod";
import type { Entry } from "../../gate/same-change.ts";
import type { RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Transient } from "../client/errors.ts";
import { repositoryPath } from "../client/repository-path.ts";
import { parsed } from "./graphql-pages.ts";
import { type StatesQuestion, type StatesRead, stateKey } from "./states.ts";

const treeView = z.object({
  truncated: z.boolean().nullish(),
  tree: z.array(z.object({ path: z.string(), mode: z.string(), sha: z.string() })),
});

export async function readTreeStates(
  client: Client,
  repository: RepositoryName,
  { commits, paths }: StatesQuestion,
): Promise<StatesRead> {
  const wanted = new Set(paths);
  const trees = await Promise.all(
    commits.map(async (commit): Promise<readonly (readonly [string, Entry])[]> => {
      const path = `${repositoryPath(repository)}/git/trees/${commit}?recursive=1`;
      const { data } = await client.rest("GET", path);
      const { tree, truncated } = parsed(treeView, data, "a tree");
      if (truncated) throw new Transient("GitHub gives no whole tree of so large a repository");
      return tree
        .filter((entry) => wanted.has(entry.path) && entry.mode !== "040000")
        .map(({ path: name, mode, sha }) => [stateKey(commit, name), { mode, blob: sha }]);
    }),
  );
  return { entries: new Map(trees.flat()), texts: new Map() };
}
