/** Reads the data that come with a claimed job. */

import { z } from "zod";
import type { Delivery } from "../database/deliveries.ts";
import type { StoredPull } from "../database/pulls.ts";
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

const claimed = z.looseObject({
  deliveries: rows,
  // As Rung's own statement makes it of its own table.
  pull: z.custom<StoredPull>((value) => typeof value === "object" && value !== null).nullable(),
});

/** What was remembered of a pull request when its job was claimed: nobody else changes it from then on. */
export interface PullAtClaim {
  readonly stored: StoredPull | null;
}

interface Waiting {
  readonly deliveries: readonly Delivery[];
  readonly pull: PullAtClaim;
}

export function waitingIn(job: unknown): Waiting {
  const { deliveries, pull: stored } = claimed.parse(job);
  return { deliveries, pull: { stored } };
}
