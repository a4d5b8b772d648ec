/** Whether people have closed a pull request with exactly these lists: then it is not opened again (R78). */

import { type BranchPlace, ownMessage } from "../../github/read/registry-branch.ts";
import { PUBLISHED_ALREADY } from "../../promotions/publish-text.ts";
import type { PublishedFile } from "../../promotions/published-files.ts";
import { declinedBy, type EndedPull, messageFor, saysLists } from "../../promotions/standing-publication.ts";
import type { JobParts } from "../job-parts.ts";

/** One of Rung's own, newest first in a list. */
interface Ended extends EndedPull {
  /** Its head; absent if GitHub does not tell. */
  readonly head?: { readonly sha: string } | undefined;
}

interface Asked {
  readonly wanted: readonly PublishedFile[];
  readonly place: BranchPlace;
  readonly repositoryId: number;
}

/**
 * A pull request that somebody else had pushed to was no longer what Rung proposed: if its branch goes, GitHub closes it. If people
 * rewrote its text, it is recognised by the message of its commit.
 */
export async function declinedIn(
  { client, keys }: JobParts,
  ended: readonly Ended[],
  { wanted, place, repositoryId }: Asked,
): Promise<number | null> {
  const seeing = { repositoryId, keys };
  const [newest] = ended;
  if (newest !== undefined && !newest.isMerged && !saysLists(newest, seeing) && !isOurEnd(newest)) {
    const message = await messageOf(newest);
    if (message?.trimEnd() === messageFor(wanted)) return newest.number;
  }
  let others = ended;
  for (;;) {
    const number = declinedBy(wanted, others, seeing);
    const found = others.find((one) => one.number === number);
    if (found === undefined || (await messageOf(found)) !== null) return number;
    others = others.filter((one) => one !== found);
  }

  async function messageOf({ head }: Ended): Promise<string | null> {
    return head === undefined ? null : await ownMessage(client, place, head.sha);
  }
}

function isOurEnd({ body }: Ended): boolean {
  return body.trim() === PUBLISHED_ALREADY.trim();
}
