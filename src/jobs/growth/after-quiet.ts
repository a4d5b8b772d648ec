/** Leaves somebody who said `/quiet` out right away: the issue is rewritten without measuring again. */

import { quiet } from "../../commands/quiet.ts";
import { readingHomes } from "../../database/readings.ts";
import type { RepositoryName } from "../../shared/names.ts";
import { type JobActions, wasCarriedOut } from "../carried-out.ts";
import type { JobParts } from "../job-parts.ts";
import { lookJob } from "../quiet-look.ts";
import { GROWTH } from "../reading-watches.ts";

export async function lookAfterQuiet(
  { db, enqueue }: Pick<JobParts, "db" | "enqueue">,
  { owner }: RepositoryName,
  said: JobActions,
): Promise<void> {
  if (!wasCarriedOut(said, quiet.name)) return;
  const homes = await readingHomes(db, { owner, subject: GROWTH });
  const jobs = homes.map((repository) => lookJob("growth", { ...repository, owner }, said.installationId));
  if (jobs.length > 0) await enqueue(jobs);
}
