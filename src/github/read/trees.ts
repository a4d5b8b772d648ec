/** Which paths differ between two commits, by their trees: for changes larger than a comparison names. */

import { z } from "zod";
import type { ChangedFile } from "../../model/facts.ts";
import type { RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { repositoryPath } from "../client/repository-path.ts";
import { parsed } from "./graphql-pages.ts";

const treeView = z.object({
  truncated: z.boolean().nullish(),
  tree: z.array(z.object({ path: z.string(), mode: z.string(), type: z.string(), sha: z.string() })),
});

type Entry = z.infer<typeof treeView>["tree"][number];

/** Requests for one change; beyond this the result is unknown. */
const MAX_TREES = 60;

/**
 * Every path that `head` has otherwise than `base` (commits), submodules and links among them; `null`: GitHub would not give the
 * trees whole. A tree that is too large in one answer is asked for folder by folder, where the two differ.
 */
export async function changedPaths(
  client: Client,
  repository: RepositoryName,
  base: string,
  head: string,
): Promise<readonly ChangedFile[] | null> {
  let left = MAX_TREES;
  const treeOf = async (sha: string | null, whole: boolean) => {
    if (sha === null) return new Map<string, Entry>();
    left -= 1;
    const recursive = whole ? "?recursive=1" : "";
    const { data } = await client.rest("GET", `${repositoryPath(repository)}/git/trees/${sha}${recursive}`);
    const { tree, truncated } = parsed(treeView, data, "a tree");
    return truncated === true ? null : new Map(tree.map((entry) => [entry.path, entry]));
  };
  const found: ChangedFile[] = [];
  const folders: { readonly prefix: string; readonly before: string | null; readonly after: string | null }[] = [
    { prefix: "", before: base, after: head },
  ];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const { prefix, before, after } = folder;
    if (left < 2) return null;
    const [old, now] = await Promise.all([treeOf(before, true), treeOf(after, true)]);
    const isWhole = old !== null && now !== null;
    const [from, to] = isWhole ? [old, now] : await Promise.all([treeOf(before, false), treeOf(after, false)]);
    if (from === null || to === null) return null;
    for (const path of new Set([...from.keys(), ...to.keys()])) {
      const [was, is] = [from.get(path), to.get(path)];
      if (was?.sha === is?.sha && was?.mode === is?.mode) continue;
      found.push(...filesAt(`${prefix}${path}`, was, is));
      const folderBefore = was?.type === "tree" ? was.sha : null;
      const folderAfter = is?.type === "tree" ? is.sha : null;
      if (!isWhole && (folderBefore ?? folderAfter) !== null)
        folders.push({ prefix: `${prefix}${path}/`, before: folderBefore, after: folderAfter });
    }
  }
  return found;
}

/** A folder is no file; a path that was one and is the other has changed as a file all the same. */
function filesAt(path: string, was: Entry | undefined, is: Entry | undefined): readonly ChangedFile[] {
  const old = was?.type === "tree" ? undefined : was;
  const now = is?.type === "tree" ? undefined : is;
  if (old === undefined && now === undefined) return [];
  const change = old === undefined ? "added" : now === undefined ? "deleted" : "modified";
  return [{ path, previousPath: null, change }];
}
