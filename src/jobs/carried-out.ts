/** Whether a command that an event of this job told was carried out. */

import type { Answer } from "../model/answer.ts";
import type { ReadNote } from "../model/job.ts";

/** What was said in one job, and what its actions were answered. */
export interface JobActions {
  readonly notes: readonly ReadNote[];
  readonly acts: ReadonlyMap<string, Answer>;
  readonly installationId: number;
}

export function wasCarriedOut({ notes, acts }: JobActions, name: string): boolean {
  const isSaid = notes.some((note) => note.kind === "said" && note.calls.some((call) => call.name === name));
  return isSaid && [...acts.values()].some(({ kind }) => kind === "done" || kind === "told");
}
