/** Has access looked at right away when `/invite` allowed somebody to be added once more. */

import { invite } from "../../commands/invite.ts";
import type { IssueFacts } from "../../model/facts.ts";
import { type JobActions, wasCarriedOut } from "../carried-out.ts";
import type { JobParts } from "../job-parts.ts";
import { lookJob } from "../quiet-look.ts";

export async function lookAfterInvite(
  { enqueue }: Pick<JobParts, "enqueue">,
  { repository: { owner, name, id } }: IssueFacts,
  said: JobActions,
): Promise<void> {
  if (!wasCarriedOut(said, invite.name)) return;
  await enqueue([lookJob("access", { owner, name, id }, said.installationId)]);
}
