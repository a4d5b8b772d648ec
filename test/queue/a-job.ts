/** Jobs and deliveries for the queue's tests. */

import { randomUUID } from "node:crypto";
import type { Job } from "../../src/model/job.ts";
import type { Incoming } from "../../src/queue/intake.ts";

export function aJob(number: number, cause = "pull_request.opened"): Job {
  const repository = { owner: "KusionStack", name: "kusion", id: 31 };
  return {
    installationId: 77,
    subject: { kind: "pull", repository, number },
    cause,
    notes: [{ kind: "head", sha: String(number), before: null, at: 1 }],
  };
}

/** A delivery about pull request `number`, with an id of GitHub's kind unless one is given. */
export function aDelivery(number: number, id: string = randomUUID(), cause?: string): Incoming {
  return { id, event: "pull_request", job: aJob(number, cause) };
}
