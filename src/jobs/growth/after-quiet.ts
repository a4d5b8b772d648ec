/** Leaves somebody who said `/quiet` out right away: the issue is rewritten without measuring again. */
import { quiet } from "../../commands/quiet.ts";
import { readingHomes } from "../../database/readings.ts";
import type { Answer } from "../../model/answer.ts";
import type { ReadNote } from "../../model/job.ts";
import type { RepositoryName } from "../../shared/names.ts";
import type { JobParts } from "../job-parts.ts";
import { lookJob } from "../quiet-look.ts";
import { GROWTH } from "./growth-watch.ts";

export async function lookAfterQuiet(
  { db, enqueue }: Pick<JobParts, "db" | "enqueue">,
  { owner }: RepositoryName,
  said: {
    readonly notes: readonly ReadNote[];
    readonly acts: ReadonlyMap<string, Answer>;
    readonly installationId: number;
  },
): Promise<void> {
  const { notes, acts, installationId } = said;
  const isSaid = notes.some((note) => note.kind === "said" && note.calls.some((call) => call.name === quiet.name));
  const isTaken = [...acts.values()].some(({ kind }) => kind === "done" || kind === "told");
  if (!isSaid || !isTaken) return;
  const homes = await readingHomes(db, { owner, subject: GROWTH });
  const jobs = homes.map((repository) => lookJob("growth", { ...repository, owner }, installationId));
  if (jobs.length > 0) await enqueue(jobs);
}
