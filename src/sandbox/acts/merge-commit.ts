/** The commit that merging makes, by each of GitHub's methods. */

import type { Pull } from "../world/model.ts";
import { mergedTree, merging, pullComparison } from "../world/pulls.ts";
import { Refusal } from "../world/refusal.ts";
import type { Acting } from "./acting.ts";
import { signature, webFlow } from "./commits.ts";

export type MergeMethod = "merge" | "squash" | "rebase";

/** The commit that merging makes on top of `base`. Throws a 405 on conflicts. */
export function mergeCommit(act: Acting, pull: Pull, base: string, method: MergeMethod, title?: string): string {
  const { git } = act.world;
  const merged = merging(act.world, base, pull.headSha);
  if (merged.kind === "conflict") throw new Refusal(405, "Merge conflict");
  const tree = mergedTree(act.world, merged.files, base, pull.headSha);
  const who = signature(act);
  if (method === "merge") {
    const message = title ?? `Merge pull request #${pull.number} from ${pull.headRepo.owner.login}/${pull.headRef}`;
    return git.writeCommit({ tree, parents: [base, pull.headSha], author: who, committer: who, message });
  }
  const first = pullComparison(act.world, pull).commits[0];
  const author = first === undefined ? who : { ...first.author, at: who.at };
  return git.writeCommit({
    tree,
    parents: [base],
    author,
    committer: webFlow(who.at),
    signed: "github",
    message: title ?? `${pull.title} (#${pull.number})`,
  });
}
