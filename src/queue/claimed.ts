/** Reads the deliveries that come along with a claimed job. */
import { z } from "zod";
import type { Delivery } from "../database/deliveries.ts";
import type { Job } from "../model/job.ts";

const rows = z.array(
  z.object({
    id: z.string(),
    jobId: z.string(),
    subjectKey: z.string(),
    event: z.string(),
    // Written by Rung, perhaps by a newer one during a rolling restart: a subject unknown here fails when it is handled and
    // is tried again, until the newer process has it.
    job: z.custom<Job>((value) => typeof value === "object" && value !== null),
    receivedAt: z.number(),
    attempts: z.number(),
    failures: z.number(),
    dueIn: z.number(),
  }),
);

const claimed = z.looseObject({ deliveries: rows });

export function deliveriesOf(job: unknown): readonly Delivery[] {
  return claimed.parse(job).deliveries;
}
