/** What a subject's promotions remember, by a reading that may be older than what Rung wrote (R37). Pure. */

import { isShownAsWritten } from "../../commands/replies/status-written.ts";
import type { Unshown } from "../../github/read/unshown.ts";
import type { Utterance } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import { type Memory, type Recalling, recalled } from "../../promotions/promotion-memory.ts";
import { isOpen } from "../../promotions/stages.ts";

/**
 * If a status comment is shown as it was before it was last written, the database's copy is believed. The database keeps no ended
 * promotions: then the reading is late. `told`: everything known to have been said lately, whichever process handled it.
 */
export function readMemory(
  recalling: Omit<Recalling, "isStale">,
  told: readonly ReadNote[],
): { readonly memory: Memory; readonly late: readonly Unshown[] } {
  const isStale = (comment: Utterance) => !isShownAsWritten(comment, told);
  const memory = recalled({ ...recalling, isStale });
  const late = memory.records.flatMap(({ nomination: { id }, stage }): readonly Unshown[] => {
    const comment = memory.comments.get(id);
    const isKept = recalling.known.some((one) => one.id === id);
    if (comment === undefined || isKept || !isOpen(stage) || !isStale(comment)) return [];
    return [
      { key: `status ${comment.id}`, what: `Rung's status comment ${comment.id} as written`, otherChange: false },
    ];
  });
  return { memory, late };
}
