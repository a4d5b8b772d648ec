/** Has access looked at right away when `/invite` allowed somebody to be added once more. */
import { invite } from "../../commands/invite.ts";
import type { Answer } from "../../model/answer.ts";
import type { IssueFacts } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import type { JobParts } from "../job-parts.ts";
import { lookJob } from "../quiet-look.ts";

export async function lookAfterInvite(
  { enqueue }: Pick<JobParts, "enqueue">,
  { repository: { owner, name, id } }: IssueFacts,
  said: {
    readonly notes: readonly ReadNote[];
    readonly acts: ReadonlyMap<string, Answer>;
    readonly installationId: number;
  },
): Promise<void> {
  const { notes, acts, installationId } = said;
  const isSaid = notes.some((note) => note.kind === "said" && note.calls.some((call) => call.name === invite.name));
  const isTaken = [...acts.values()].some(({ kind }) => kind === "done" || kind === "told");
  if (!isSaid || !isTaken) return;
  await enqueue([lookJob("access", { owner, name, id }, installationId)]);
}
