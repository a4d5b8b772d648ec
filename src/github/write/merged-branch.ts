/** Takes away the branch of one of Rung's own pull requests once that was merged, as long as it is nobody's besides. */

import type { MergedBranchEffect } from "../../model/effect.ts";
import type { Client } from "../client/client.ts";
import { hasOnlyOwnCommits, hasOpenPulls, readTip } from "../read/registry-branch.ts";
import { deleteBranch } from "./move-branch.ts";

/** Safe to repeat: it may be gone, since GitHub can be set to do this itself. What others pushed, before the merge or since, is theirs. */
export async function deleteMergedBranch(client: Client, effect: MergedBranchEffect): Promise<void> {
  if ((await readTip(client, effect, effect.branch)) !== effect.tip) return;
  if ((await hasOpenPulls(client, effect)) || !(await hasOnlyOwnCommits(client, effect))) return;
  await deleteBranch(client, effect, effect.tip);
}
