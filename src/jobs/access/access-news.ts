/** Passes what events tell about access on to every registry of the organisation that says who should have it. */

import { readingHomes } from "../../database/readings.ts";
import { ACCESS_CAUSE, type Job, type Note } from "../../model/job.ts";
import type { JobParts } from "../job-parts.ts";
import type { Work } from "../read-notes.ts";
import { ACCESS } from "../reading-watches.ts";

/** Costs nothing where no registry of the owner's says who should have access. */
export async function passAccessNews({ db, enqueue }: JobParts, work: Work): Promise<void> {
  const news = work.notes.filter((note) => note.kind === "access");
  const last = work.deliveries.at(-1);
  for (const [owner, those] of Map.groupBy(news, (note) => note.owner)) {
    const homes = await readingHomes(db, { owner, subject: ACCESS });
    const notes: readonly Note[] =
      last === undefined ? those : those.map((note) => ({ ...note, heard: last.receivedAt }));
    const jobs = homes.map((repository): Job => {
      const subject = { kind: "access", repository } as const;
      return { installationId: work.installationId, subject, cause: ACCESS_CAUSE, notes };
    });
    if (jobs.length > 0) await enqueue(jobs);
  }
}
